using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Tests.Grants;
using CoretimeDesk.Testing;

namespace CoretimeDesk.CreditGrants.Tests.Cli;

/// <summary>Programmes, grants and their books on the command line, against a running service.</summary>
public sealed class GivingOnTheCommandLine(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly GrantsWorld _world = new(postgres);
    private CreditsCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _cli = new(_world);
    }

    public ValueTask DisposeAsync()
    {
        _cli?.Dispose();
        return _world.DisposeAsync();
    }

    [Fact]
    public async Task F16_A_programme_is_begun_named_funded_kept_back_from_and_ended()
    {
        var (bert, pool) = (_world.Bert, GrantsWorld.AccountOf(9));
        Assert.Contains("There is no programme.", await _cli.SayAsync(_world.Rita, "programmes", "list"), StringComparison.Ordinal);
        Assert.Contains("--reserve: '5' has no unit", await _cli.FailAsync(bert, "programmes", "create", "Autumn", "--payer", "Polkadot treasury", "--pool", pool, "--mode", "retainer", "--reserve", "5"), StringComparison.Ordinal);
        var made = (await _cli.JsonAsync(bert, "programmes", "create", "Autumn", "--payer", "Polkadot treasury", "--pool", pool, "--mode", "retainer", "--reserve", "5 DOT"))["programme"]!;
        var (number, id) = ((string)made["number"]!, (string)made["programmeId"]!);
        var programme = (await _world.Of<ProgrammeDesk>().GetAsync(Guid.Parse(id), "", CancellationToken.None)).OrThrow().Programme;
        await _world.FundAsync(programme, 40);

        // By name, in any case, and by number: the same programme.
        foreach (var name in new[] { "autumn", number, id })
        {
            var shown = await _cli.SayAsync(_world.Rita, "programmes", "show", name);
            Assert.Contains("40 DOT free, 5 DOT of it kept back", shown, StringComparison.Ordinal);
            Assert.Contains(pool, shown, StringComparison.Ordinal);
        }

        Assert.Contains("There is no programme called 'winter'", await _cli.FailAsync(_world.Rita, "programmes", "show", "winter"), StringComparison.Ordinal);
        Assert.Contains("7 DOT of it kept back", await _cli.SayAsync(bert, "programmes", "reserve", "Autumn", "7 DOT", "--reason", "as decided"), StringComparison.Ordinal);
        Assert.Contains("\"activation_days\": 90", await _cli.SayAsync(bert, "programmes", "terms", number), StringComparison.Ordinal);

        Assert.Contains("may award 50 DOT together", await _cli.SayAsync(bert, "providers", "set", number, "Base Camp", "50 DOT"), StringComparison.Ordinal);
        var codes = (await _cli.JsonAsync(bert, "codes", "issue", number, "Base Camp", "--count", "2"))["codes"]!.AsArray();
        Assert.Equal(2, codes.Count);
        var listed = await _cli.SayAsync(bert, "codes", "list", number);
        Assert.DoesNotContain((string)codes[0]!, listed, StringComparison.Ordinal);
        Assert.Contains("2 codes open nothing any more", await _cli.SayAsync(bert, "codes", "revoke", number, "--provider", "Base Camp", "--reason", "leaked"), StringComparison.Ordinal);
        Assert.Contains("one of the two", await _cli.FailAsync(bert, "codes", "revoke", number, "--reason", "leaked"), StringComparison.Ordinal);

        Assert.Contains("Nobody can be asked here. Add --yes", await _cli.FailAsync(bert, "programmes", "end", number, "--reason", "over"), StringComparison.Ordinal);
        Assert.Contains("awards nothing since", await _cli.SayAsync(bert, "programmes", "end", number, "--reason", "over", "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F4_A_grant_is_asked_for_agreed_to_signed_for_looked_at_and_taken_back()
    {
        var programme = await _world.ProgrammeAsync(100);
        var customer = $"{_world.Customers.Add(_world.Rita).AccountId}";
        string[] ask = [programme.Name, customer, "--tier", "launch", "--rail", "b", "--para", "2000", "--founded", "2025-01-31", "--test-chain", "paseo 4000"];
        Assert.Contains("'X' is no rail", await _cli.FailAsync(_world.Rita, "preview", programme.Number, customer, "--tier", "launch", "--rail", "X", "--para", "2000"), StringComparison.Ordinal);
        Assert.Contains("It would set aside 30 DOT until", await _cli.SayAsync(_world.Rita, ["preview", .. ask]), StringComparison.Ordinal);
        var number = (string)(await _cli.JsonAsync(_world.Rita, ["request", .. ask]))["grant"]!["number"]!;
        Assert.Contains(number, await _cli.SayAsync(_world.Hana, "list", "--to-decide"), StringComparison.Ordinal);

        // Its money is set aside by this: nobody does that by mistake.
        Assert.Contains("Add --yes", await _cli.FailAsync(_world.Hana, "approve", number), StringComparison.Ordinal);
        Assert.Contains("the sponsor must have paid once by 29 Sep 2026 09:00 UTC", await _cli.SayAsync(_world.Hana, "approve", number, "--yes"), StringComparison.Ordinal);
        var shown = await _cli.SayAsync(_world.Rita, "show", number.ToLowerInvariant());
        Assert.Contains("Tranche 1: 10 DOT (1 core-period)", shown, StringComparison.Ordinal);
        Assert.Contains("yes, by Hana Head", shown, StringComparison.Ordinal);
        var calls = await _cli.SayAsync(_world.Bert, "calls", number);
        Assert.Contains("It costs at most 10 DOT, and the fee.", calls, StringComparison.Ordinal);
        Assert.Contains("call hash 0x11", calls, StringComparison.Ordinal);

        Assert.Contains("stands still: looks like a shell", await _cli.SayAsync(_world.Rita, "flag", number, "looks like a shell"), StringComparison.Ordinal);
        Assert.Contains("No suspicion of", await _cli.SayAsync(_world.Hana, "unflag", number, "looks like a shell", "--reason", "met them"), StringComparison.Ordinal);
        Assert.Contains("ends 1 Aug 2027 00:00 UTC", await _cli.SayAsync(_world.Hana, "extend", number, "--until", "2027-08-01", "--reason", "main net moved"), StringComparison.Ordinal);
        Assert.Contains("has no tranche 9", await _cli.FailAsync(_world.Hana, "open", number, "9", "--yes"), StringComparison.Ordinal);

        var ledger = await _cli.SayAsync(_world.Bert, "ledger", programme.Number, "--grant", number, "--postings");
        Assert.Contains("money reserved credit 30 DOT", ledger, StringComparison.Ordinal);
        Assert.Contains("eligibility", await _cli.SayAsync(_world.Lena, "decisions", number), StringComparison.Ordinal);
        Assert.Contains("30 DOT are free again", await _cli.SayAsync(_world.Bert, "revoke", number, "--reason", "gone", "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F16_Books_and_reports_are_read_and_written_to_files()
    {
        var programme = await _world.ProgrammeAsync(100);
        await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), GrantsWorld.Launch());
        Assert.Contains("No alarm is open.", await _cli.SayAsync(_world.Bert, "alarms", programme.Number), StringComparison.Ordinal);

        // The ledger was funded by no balance that a chain showed: the check says so, and by its exit code too.
        var check = await _cli.FailAsync(_world.Bert, "check", programme.Number);
        Assert.Contains("does not agree: 100 DOT by the ledger, 0 DOT by the chains", check, StringComparison.Ordinal);
        var report = await _cli.SayAsync(_world.Hana, "report", programme.Number);
        Assert.Contains("2026-07", report, StringComparison.Ordinal);
        Assert.Contains("Utilisation –", report, StringComparison.Ordinal);
        Assert.Contains("from_month", await _cli.FailAsync(_world.Hana, "report", programme.Number, "--from", "July"), StringComparison.Ordinal);

        await _cli.SayAsync(_world.Bert, "export", programme.Number, "--output", _cli.PathOf("report.md"));
        Assert.StartsWith($"# Treasury report: {programme.Name} ({programme.Number})\n", await File.ReadAllTextAsync(_cli.PathOf("report.md")), StringComparison.Ordinal);
        await _cli.SayAsync(_world.Bert, "export", programme.Number, "--format", "csv", "-o", _cli.PathOf("entries.csv"));
        Assert.StartsWith("at,recorded_at,entry,kind,", await File.ReadAllTextAsync(_cli.PathOf("entries.csv")), StringComparison.Ordinal);
        Assert.Contains("cannot be written", await _cli.FailAsync(_world.Bert, "export", programme.Number, "-o", _cli.PathOf("no/such/folder.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_says_what_it_does()
    {
        var help = await CreditsCli.HelpAsync();
        foreach (var command in new[] { "programmes", "providers", "codes", "preview", "request", "show", "list", "approve", "decline", "withdraw", "sign", "calls", "open", "milestone", "flag", "unflag", "extend", "revoke", "ledger", "check", "alarms", "alarm", "decisions", "report", "export", "simulate" })
        {
            Assert.Contains($"  {command} ", help, StringComparison.Ordinal);
        }
    }
}
