using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>A developer's desk may have its calendar ahead of the clock. No other desk may.</summary>
public sealed class PuttingTheCalendarAhead : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Outside_development_the_service_does_not_start_with_such_a_setting(string environment) =>
        Assert.Contains("ASPNETCORE_ENVIRONMENT", Assert.Throws<InvalidOperationException>(() => Built(environment)).Message);

    [Theory]
    [InlineData("-24")]
    [InlineData("1.5")]
    [InlineData("tomorrow")]
    [InlineData("")]
    [InlineData("9601")]
    public void A_file_that_holds_no_whole_number_of_hours_is_named_with_what_it_holds(string text)
    {
        File.WriteAllText(_file, text);
        var message = Assert.Throws<InvalidOperationException>(() => Built("Development")).Message;
        Assert.Contains(_file, message);
        Assert.Contains($"\"{text}\"", message);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("432\n", 432)]
    public async Task Decisions_go_by_the_calendar_and_the_rest_by_the_clock(string text, int hours)
    {
        await File.WriteAllTextAsync(_file, text, TestContext.Current.CancellationToken);
        await using var provider = Built("Development").Services.BuildServiceProvider();
        var clock = provider.GetRequiredService<TimeProvider>();
        Assert.Equal(CommissionsWorld.Start, clock.GetUtcNow());
        Assert.Equal(CommissionsWorld.Start.AddHours(hours), provider.GetRequiredService<Calendar.DeskCalendar>().GetUtcNow());
    }

    [Fact]
    public async Task Without_a_file_or_a_setting_it_is_the_clock()
    {
        File.Delete(_file);
        foreach (var desk in new[] { Built("Development"), Built("Production", "") })
        {
            await using var provider = desk.Services.BuildServiceProvider();
            Assert.Equal(CommissionsWorld.Start, provider.GetRequiredService<Calendar.DeskCalendar>().GetUtcNow());
        }
    }

    private DeskServiceBuilder Built(string environment, string? file = null)
    {
        var desk = DeskService.CreateBuilder([$"--environment={environment}", $"--Commissions:CalendarFile={file ?? _file}", "--Commissions:SweepSeconds=0"], "commissions");
        desk.Services.AddSingleton<TimeProvider>(new MovableClock(CommissionsWorld.Start));
        desk.AddJournal<CommissionsDb>();
        return desk.AddStatements();
    }
}
