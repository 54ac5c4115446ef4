using System.Globalization;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Commissions.Calendar;

/// <summary>Gives the service its calendar.</summary>
internal static class CalendarHosting
{
    /// <summary>Names a file, so that it can be changed while a desk runs: whoever starts the service again gets the new calendar.</summary>
    private const string Setting = "Commissions:CalendarFile";
    private const int HoursMost = 400 * 24;

    /// <summary>
    /// Call it after <c>AddJournal</c>. Setting: <c>Commissions:CalendarFile</c>, a file that holds how many hours the calendar is ahead of the clock. In the environment Development
    /// only, read once at the start; no file is no hour.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set outside Development, or the file holds something else.</exception>
    public static DeskServiceBuilder AddCalendar(this DeskServiceBuilder desk)
    {
        var ahead = AheadOf(desk.Configuration[Setting], desk.Environment);
        desk.Services.AddSingleton(provider =>
        {
            if (ahead > TimeSpan.Zero)
            {
                provider.GetRequiredService<ILogger<DeskCalendar>>().LogWarning("The calendar is {Hours} hours ahead of the clock: months close that are not over.", ahead.TotalHours);
            }

            return new DeskCalendar(provider.GetRequiredService<TimeProvider>(), ahead);
        });
        desk.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CommandRunner<CommissionsDb>>(provider, provider.GetRequiredService<DeskCalendar>()));
        return desk;
    }

    private static TimeSpan AheadOf(string? file, IHostEnvironment environment)
    {
        if (string.IsNullOrEmpty(file))
        {
            return TimeSpan.Zero;
        }

        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException($"{Setting} is set, and this is no developer's desk: months would close before they are over. Take the setting away, or set ASPNETCORE_ENVIRONMENT to Development.");
        }

        if (!File.Exists(file))
        {
            return TimeSpan.Zero;
        }

        var text = File.ReadAllText(file).Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= HoursMost
            ? TimeSpan.FromHours(hours)
            : throw new InvalidOperationException($"{Setting} names {file}, which holds \"{text}\"; write a whole number of hours, at most {HoursMost}.");
    }
}
