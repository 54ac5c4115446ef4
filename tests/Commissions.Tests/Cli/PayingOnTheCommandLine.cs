using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Testing;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests.Cli;

/// <summary>Plans, deals, statements, disputes and payouts on the command line, against a running service.</summary>
public sealed class PayingOnTheCommandLine(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Pool = "0x00000000000000000000000000000000000000000000000000000000000000cc";
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private static readonly DateTimeOffset Final = new(2026, 12, 8, 9, 0, 0, TimeSpan.Zero);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();
    private CommissionCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _cli = new(_world);
        await _world.DeliverAsync([.. _sale.Begun(Start.AddHours(6)), _sale.Ordered(1, Day, 1_000 * Sale.Dot), Sale.KeyOf(Ada, Day), Sale.KeyOf(Sol, Day), Sale.KeyOf(Sid, Day)]);
    }

    public ValueTask DisposeAsync()
    {
        _cli?.Dispose();
        return _world.DisposeAsync();
    }

    [Fact]
    public async Task F7_Plans_are_listed_shown_checked_and_adopted_by_those_who_hold_the_money()
    {
        var listed = await _cli.SayAsync(Ada, "plans", "list");
        Assert.Contains("25 %, up to 30 %", listed, StringComparison.Ordinal);
        Assert.Contains("KSM", listed, StringComparison.Ordinal);
        Assert.Contains("\"recover_bp\": 5000", await _cli.SayAsync(Ada, "plans", "show", "default-1"), StringComparison.Ordinal);
        Assert.Contains("There is no plan 'none'", await _cli.FailAsync(Ada, "plans", "show", "none"), StringComparison.Ordinal);

        var file = AdoptingPlans.Next("2027-01-01T00:00:00Z");
        await File.WriteAllTextAsync(_cli.PathOf("next.json"), file.ToJsonString());
        Assert.Contains("PlansService/AdoptPlan", await _cli.FailAsync(Ada, "plans", "adopt", _cli.PathOf("next.json"), "--reason", "mine"), StringComparison.Ordinal);
        Assert.Contains("lies within plan default-1", await _cli.FailAsync(Bert, "plans", "adopt", _cli.PathOf("next.json"), "--reason", "a new year"), StringComparison.Ordinal);
        var old = JsonNode.Parse(ShippedPlans.Json)!["plans"]![0]!.DeepClone();
        old["effective_to"] = "2027-01-01T00:00:00Z";
        file["plans"]!.AsArray().Add(old);
        await File.WriteAllTextAsync(_cli.PathOf("next.json"), file.ToJsonString());
        Assert.Contains("Adopted default-1, next.", await _cli.SayAsync(Bert, "plans", "adopt", _cli.PathOf("next.json"), "--reason", "a new year"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F8_Deals_say_who_shares_them_and_a_quota_is_set_once_for_a_month_that_has_not_begun()
    {
        var deals = await _cli.SayAsync(Ada, "deals", "list");
        Assert.Contains($"{_sale.Number} r1", deals, StringComparison.Ordinal);
        Assert.Contains("ae Ada Rep (owner of the quote)", deals, StringComparison.Ordinal);
        Assert.Contains("No quote was accepted.", await _cli.SayAsync(Otto, "deals", "list"), StringComparison.Ordinal);

        string[] quota = ["deals", "quota", $"{Ada.Id}", "2026-12", $"{100 * Sale.Dot}"];
        Assert.Contains("It is set.", await _cli.SayAsync(Hana, quota), StringComparison.Ordinal);
        Assert.Contains("it is 100 DOT already", await _cli.FailAsync(Hana, quota), StringComparison.Ordinal);
        Assert.Contains("which has begun", await _cli.FailAsync(Hana, "deals", "quota", $"{Ada.Id}", "2026-11", "5"), StringComparison.Ordinal);
        Assert.Contains("nobody of the desk has that id", await _cli.FailAsync(Hana, "deals", "quota", NewId(), "2026-12", "5"), StringComparison.Ordinal);
        Assert.Contains("of a deal is earned already", (await _cli.FailAsync(Hana, "deals", "correct", $"{_sale.Quote}", "--role", "se", "--person", $"{Sid.Id}", "--reason", "was there")).Replace("Commission of Q-2026-000001", "of a deal", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complaint14_A_statement_is_shown_explained_disputed_answered_and_taken_away_as_a_file()
    {
        Assert.Contains("No month is closed yet.", await _cli.SayAsync(Ada, "statements", "list"), StringComparison.Ordinal);
        Assert.Contains("as it stands now", await _cli.SayAsync(Ada, "statements", "show", "2026-11"), StringComparison.Ordinal);
        _world.MoveTo(Final);
        await _world.CloseAsync();

        var statement = (await _cli.JsonAsync(Ada, "statements", "list"))["statements"]!.AsArray().Single()!;
        var id = (string)statement["statementId"]!;
        var shown = await _cli.SayAsync(Ada, "statements", "show", id);
        Assert.Contains("earned 180 DOT - reversed 0 DOT - kept back 0 DOT = net 180 DOT", shown, StringComparison.Ordinal);
        Assert.Contains("There is no statement of 2026-11 that you may see", await _cli.FailAsync(Otto, "statements", "show", "2026-11", "--person", $"{Ada.Id}"), StringComparison.Ordinal);
        Assert.Contains("1000 DOT", await _cli.SayAsync(Ada, "statements", "explain", id, "1"), StringComparison.Ordinal);
        Assert.Contains("the statement has lines 1 to 2", await _cli.FailAsync(Ada, "statements", "explain", id, "9"), StringComparison.Ordinal);
        Assert.Contains("The customer paid 1000 DOT", await _cli.SayAsync(Bert, "statements", "payment", $"{_sale.FactId(1)}"), StringComparison.Ordinal);

        var opened = await _cli.JsonAsync(Ada, "dispute", "open", id, "--line", "2", "--text", "It was more.");
        var dispute = (string)opened["dispute"]!["disputeId"]!;
        Assert.Contains("already", await _cli.FailAsync(Ada, "dispute", "open", id, "--line", "2", "--text", "Again."), StringComparison.Ordinal);
        Assert.Contains("StatementsService/AnswerDispute", await _cli.FailAsync(Ada, "dispute", "answer", dispute, "--text", "Yes."), StringComparison.Ordinal);
        Assert.Contains("It is answered.", await _cli.SayAsync(Bert, "dispute", "answer", dispute, "--text", "The chain says 1000 DOT."), StringComparison.Ordinal);
        Assert.Contains("not upheld: The chain says 1000 DOT.", await _cli.SayAsync(Ada, "statements", "show", id), StringComparison.Ordinal);

        Assert.StartsWith("line,at,kind,", await _cli.SayAsync(Ada, "statements", "export", id), StringComparison.Ordinal);
        Assert.Contains("--out: name the file", await _cli.FailAsync(Ada, "statements", "export", id, "--format", "pdf"), StringComparison.Ordinal);
        Assert.Contains("cannot be written", await _cli.FailAsync(Ada, "statements", "export", id, "--format", "pdf", "--out", _cli.PathOf("no/such/folder.pdf")), StringComparison.Ordinal);
        await _cli.SayAsync(Ada, "statements", "export", id, "--format", "pdf", "--out", _cli.PathOf("november.pdf"));
        Assert.Equal("%PDF-1.7"u8.ToArray(), (await File.ReadAllBytesAsync(_cli.PathOf("november.pdf")))[..8]);
    }

    [Fact]
    public async Task F9_A_pool_is_named_a_batch_prepared_for_what_is_final_and_funded_and_its_outcome_shown()
    {
        Assert.Contains("set-pool", await _cli.FailAsync(Bert, "payout", "pool"), StringComparison.Ordinal);
        Assert.Contains("PayoutsService/SetPool", await _cli.FailAsync(Ada, "payout", "set-pool", Pool, "--chain", Sale.Chain, "--reason", "mine"), StringComparison.Ordinal);
        Assert.Contains($"DOT commissions are paid from {Pool}", await _cli.SayAsync(Bert, "payout", "set-pool", Pool, "--chain", Sale.Chain, "--reason", "as decided"), StringComparison.Ordinal);
        Assert.Contains("is not written", (await _cli.FailAsync(Bert, "payout", "prepare", "2026-11")).Replace("are not written", "is not written", StringComparison.Ordinal), StringComparison.Ordinal);
        _world.MoveTo(Final);
        await _world.CloseAsync();
        Assert.Contains("250 DOT are missing", await _cli.FailAsync(Bert, "payout", "prepare", "2026-11"), StringComparison.Ordinal);
        await _world.DeliverAsync(Sale.Holds(Pool, 260 * Sale.Dot, 30, Final));
        Assert.Contains("holds 260 DOT", await _cli.SayAsync(Bert, "payout", "pool"), StringComparison.Ordinal);

        var prepared = await _cli.SayAsync(Bert, "payout", "prepare", "2026-11");

        Assert.Contains("Ada Rep", prepared, StringComparison.Ordinal);
        Assert.Contains("0x2802", prepared, StringComparison.Ordinal);
        await _world.DeliverAsync(Sale.PaidOut(1, Pool, $"coretime-desk/commission/2026-11/{Ada.Id}", Sale.AccountOf(Ada), 180 * Sale.Dot, Final.AddHours(1)));
        var lines = (await _cli.JsonAsync(Bert, "payout", "show", "2026-11"))["batch"]!["lines"]!.AsArray();
        Assert.Equal(["PAYOUT_STATE_MISSING", "PAYOUT_STATE_MISSING", "PAYOUT_STATE_PAID"], lines.Select(l => (string)l!["state"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task F7_Unit_economics_are_shown_at_a_price_and_taken_away_as_a_report()
    {
        _world.MoveTo(Day.AddDays(1));
        var shown = await _cli.SayAsync(Bert, "report", "show", "--price", "10 DOT");
        Assert.Contains("A core costs 10 DOT for a period of 28 days, as given; a renewal 3 % more", shown, StringComparison.Ordinal);
        Assert.Contains("1000 DOT", shown, StringComparison.Ordinal);
        Assert.Contains("The chain watcher does not answer.", await _cli.SayAsync(Bert, "report", "show"), StringComparison.Ordinal);
        Assert.Contains("to_month", await _cli.FailAsync(Bert, "report", "show", "--from", "2026-12", "--to", "2026-11"), StringComparison.Ordinal);
        Assert.Contains("--price", await _cli.FailAsync(Bert, "report", "show", "--price", "ten"), StringComparison.Ordinal);
        Assert.Contains("# Unit economics of coretime sales, 2026-11", await _cli.SayAsync(Bert, "report", "export", "--price", "10 DOT"), StringComparison.Ordinal);
        await _cli.SayAsync(Bert, "report", "export", "--price", "10 DOT", "--format", "csv", "--names", "--out", _cli.PathOf("report.csv"));
        Assert.Contains("seller,Ada Rep,base,", await File.ReadAllTextAsync(_cli.PathOf("report.csv")), StringComparison.Ordinal);
    }
}
