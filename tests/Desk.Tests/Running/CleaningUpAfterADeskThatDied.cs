using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Tests.Running;

public sealed class CleaningUpAfterADeskThatDied : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task What_was_written_down_and_still_runs_is_ended()
    {
        using var sleeper = ChildProcess.Start(new("sleep", "300"));
        var state = State(new RunningProcess("leads", ProcessIdentity.Of(sleeper.Id)!, UnixSignal.Terminate));
        await state.SaveAsync(_scratch["run.json"]);

        var ended = await RunState.Load(_scratch["run.json"])!.EndLeftoversAsync();

        Assert.Equal([$"leads (pid {sleeper.Id})"], ended);
        Assert.True(sleeper.WaitForExit(5000));
    }

    [Fact]
    public async Task A_process_that_was_given_the_same_pid_later_is_left_alone()
    {
        using var sleeper = ChildProcess.Start(new("sleep", "300"));
        var real = ProcessIdentity.Of(sleeper.Id)!;

        var ended = await State(new RunningProcess("leads", real with { Start = real.Start + "0" }, UnixSignal.Kill)).EndLeftoversAsync();

        Assert.Empty(ended);
        Assert.True(real.IsAlive);
        await real.EndAsync(UnixSignal.Kill, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_process_that_ignores_the_polite_signal_is_ended_by_force()
    {
        using var stubborn = ChildProcess.Start(new("bash", "-c", "trap '' TERM; echo trapped; while :; do sleep 1; done"));
        Assert.Equal("trapped", await stubborn.StandardOutput.ReadLineAsync());
        var identity = ProcessIdentity.Of(stubborn.Id)!;

        await identity.EndAsync(UnixSignal.Terminate, TimeSpan.FromMilliseconds(300));

        Assert.False(identity.IsAlive);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"phase\":\"ready\"}")]
    [InlineData("[1,2]")]
    public async Task A_damaged_note_counts_as_none(string text)
    {
        await File.WriteAllTextAsync(_scratch["run.json"], text);
        Assert.Null(RunState.Load(_scratch["run.json"]));
    }

    [Fact]
    public async Task Secrets_are_readable_by_their_owner_only_and_survive_a_round()
    {
        var secrets = Secrets.LoadOrMake(_scratch["secrets.json"]);
        var password = secrets.OfRole("desk_leads");
        secrets.Administrator = Administrator.Make("a@b.example");
        await secrets.SaveAsync(_scratch["secrets.json"]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["secrets.json"]));
        var again = Secrets.LoadOrMake(_scratch["secrets.json"]);
        Assert.Equal(password, again.OfRole("desk_leads"));
        Assert.Equal(secrets.PostgresAdmin, again.PostgresAdmin);
        Assert.Equal(secrets.Administrator, again.Administrator);
        Assert.NotEqual(secrets.PostgresAdmin, Secrets.LoadOrMake(_scratch["other.json"]).PostgresAdmin);
    }

    [Fact]
    public async Task Damaged_secrets_are_not_replaced_by_new_ones()
    {
        await File.WriteAllTextAsync(_scratch["secrets.json"], "{ half");
        Assert.Contains("./desk reset", Assert.Throws<DeskException>(() => Secrets.LoadOrMake(_scratch["secrets.json"])).Message);
    }

    [Fact]
    public void A_log_is_moved_aside_when_it_has_grown_and_the_oldest_goes()
    {
        using (var log = new RotatingLog(_scratch["leads.log"], bytesMax: 100, oldMax: 2))
        {
            for (var n = 0; n < 40; n++)
            {
                log.Write($"line {n:00} of the log");
            }
        }

        string[] files = ["leads.log", "leads.log.1", "leads.log.2"];
        Assert.Equal(files, Directory.EnumerateFiles(_scratch.Path).Select(Path.GetFileName).Order());
        Assert.All(files, file => Assert.True(new FileInfo(_scratch[file]).Length <= 150));
        Assert.Equal("line 39 of the log", files.SelectMany(file => File.ReadLines(_scratch[file])).Max());
    }

    private static RunState State(params RunningProcess[] processes) =>
        new() { Desk = new(int.MaxValue, "gone"), Processes = processes };
}
