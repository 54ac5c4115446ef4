using System.Numerics;
using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Testing;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>A plan with a draw of 100 DOT for two months. Ada owns the deal: of an order for 1,000 DOT she earns 180, Sol 40 and Sid 30.</summary>
public sealed class DrawingAdvances(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Pool = "0x00000000000000000000000000000000000000000000000000000000000000cc";
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        const string From = "2026-11-02T10:00:00Z";
        var (file, old) = (AdoptingPlans.Next(From), JsonNode.Parse(ShippedPlans.Json)!["plans"]![0]!.DeepClone());
        file["plans"]![0]!["draw"] = new JsonObject { ["monthly_planck"] = $"{100 * Sale.Dot}", ["months"] = 2 };
        old["effective_to"] = From;
        file["plans"]!.AsArray().Add(old);
        await _world.Plans.AdoptPlanAsync(new() { RequestId = NewId(), PlansJson = file.ToJsonString(), Reason = "a draw to begin with" }, _world.As(Bert));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_draw_fills_up_its_months_once_each_is_shown_as_negative_and_is_made_up_for_by_half_of_later_statements()
    {
        var second = new Sale(2);
        await _world.DeliverAsync([
            .. _sale.Begun(Start.AddHours(6)), _sale.Ordered(1, Start.AddDays(2), 200 * Sale.Dot), .. second.Begun(At(12, 20)), _sale.Ordered(2, At(13, 4), 1_000 * Sale.Dot), _sale.Ordered(3, At(14, 4), 1_000 * Sale.Dot),
            _sale.Ordered(4, At(15, 4), 1_000 * Sale.Dot),
        ]);

        var open = await _world.StatementAsync(Ada, "2026-11");
        Assert.Equal(($"{100 * Sale.Dot}", ""), (open.PayoutPlanck, open.StatementId));
        for (var month = 12; month <= 16; month++)
        {
            // However many look at once: a month is closed once, and advances once.
            _world.MoveTo(At(month, 3));
            Assert.Equal(1, (await Task.WhenAll(_world.CloseAsync(), _world.CloseAsync(), _world.CloseAsync())).Sum());
        }

        List<string> rows = [];
        foreach (var month in new[] { "2026-11", "2026-12", "2027-01", "2027-02", "2027-03" })
        {
            var s = await _world.StatementAsync(Ada, month);
            rows.Add($"{month}: net {Dot(s.NetPlanck)}, drawn {Dot(s.DrawPaidPlanck)}, recovered {Dot(s.DrawRecoveredPlanck)}, balance {Dot(s.DrawBalancePlanck)}, paid {Dot(s.PayoutPlanck)}");
        }

        Assert.Equal(
        [
            "2026-11: net 36, drawn 64, recovered 0, balance -64, paid 100",
            "2026-12: net 0, drawn 100, recovered 0, balance -164, paid 100", // Nothing was earned at all.
            "2027-01: net 180, drawn , recovered 90, balance -74, paid 90",
            "2027-02: net 180, drawn , recovered 74, balance 0, paid 106",
            "2027-03: net 180, drawn , recovered , balance , paid 180",
        ], rows);
        Assert.Equal("", (await _world.StatementAsync(Sol, "2026-11")).DrawBalancePlanck);
        await ExplainsAsync();
    }

    [Fact]
    public async Task A_deal_that_becomes_known_after_its_month_was_closed_loses_no_month_of_its_draw_and_gains_none()
    {
        var late = _sale.Begun(Start.AddHours(6));
        await _world.DeliverAsync(new Sale(2).Ordered(1, Start, 1));
        _world.MoveTo(At(12, 3));
        await _world.CloseAsync();
        await _world.DeliverAsync(late);
        for (var month = 13; month <= 15; month++)
        {
            _world.MoveTo(At(month, 3));
            await _world.CloseAsync();
        }

        await using var db = _world.Db();
        var all = await Statements.StatementCloser.WrittenAsync(db, "DOT", TestContext.Current.CancellationToken);
        Assert.Equal(["2026-12 100", "2027-01 100"], all.Where(s => s.DrawPaidPlanck.Length > 0).Select(s => $"{s.Month} {Dot(s.DrawPaidPlanck)}"));
    }

    [Fact]
    public async Task F9_An_advance_waits_until_the_pool_holds_it_beside_all_that_was_earned_and_is_paid_with_the_statement()
    {
        await _world.DeliverAsync([.. _sale.Begun(Start.AddHours(6)), _sale.Ordered(1, Start.AddDays(2), 200 * Sale.Dot), Sale.KeyOf(Ada, Start), Sale.KeyOf(Sol, Start), Sale.KeyOf(Sid, Start)]);
        await _world.Payouts.SetPoolAsync(new() { RequestId = NewId(), Chain = Sale.Chain, Account = Pool, Reason = "the first pool" }, _world.As(Bert));
        await _world.DeliverAsync(Sale.Holds(Pool, 113 * Sale.Dot, 30, At(12, 8)));
        _world.MoveTo(At(12, 8).AddHours(9));
        await _world.CloseAsync();

        // 50 are commission, 64 the advance.
        Assert.Equal(["100 36", "8 8", "6 6"], await PayableAsync());
        Assert.Equal(("50", "64"), await PromisedAsync());
        Assert.Contains((await _world.StatementAsync(Ada, "2026-11")).Lines, l => l is { Kind: "draw", Unfunded: true });
        await _world.DeliverAsync(Sale.Holds(Pool, 114 * Sale.Dot, 31, At(12, 8)));
        Assert.Equal(["100 100", "8 8", "6 6"], await PayableAsync());

        var tag = (await BatchAsync()).Lines.Single(l => l.ParticipantId == $"{Ada.Id}").Tag;
        await _world.DeliverAsync([.. Sale.PaidOut(1, Pool, tag, Sale.AccountOf(Ada), 60 * Sale.Dot, At(12, 9)), Sale.Holds(Pool, 54 * Sale.Dot, 32, At(12, 9))]);
        Assert.Equal(["100 40", "8 8", "6 6"], await PayableAsync());
        Assert.Equal(("54", "0"), await PromisedAsync());
        await _world.DeliverAsync([.. Sale.PaidOut(2, Pool, tag, Sale.AccountOf(Ada), 40 * Sale.Dot, At(12, 9)), Sale.Holds(Pool, 14 * Sale.Dot, 33, At(12, 9))]);
        Assert.True((await BatchAsync()).Lines.Single(l => l.Tag == tag).Closed);
        Assert.Equal(("14", "0"), await PromisedAsync());
    }

    private async Task ExplainsAsync()
    {
        var november = await _world.StatementAsync(Ada, "2026-11");
        var line = Assert.Single(november.Lines, l => l.Kind == "draw");
        Assert.Equal(($"accepted/{_sale.Quote}/1", "next"), (line.Cause, line.Explanations[0].PlanId));
        Assert.Contains("Month 1 of 2 of a draw of 100 DOT", line.Explanations[0].Sentences[0], StringComparison.Ordinal);
        Assert.Single((await _world.StatementAsync(Ada, "2027-01")).Lines, l => l.Kind == "draw_recovery" && l.Planck == $"-{90 * Sale.Dot}");
        var file = (await _world.Statements.ExportStatementAsync(new() { StatementId = november.StatementId }, _world.As(Ada))).Content.ToStringUtf8();
        Assert.Contains($",,total draw_balance,,-{64 * Sale.Dot},DOT,", file, StringComparison.Ordinal);
    }

    private async Task<List<string>> PayableAsync()
    {
        var prepared = await _world.Payouts.PrepareBatchAsync(new() { RequestId = NewId(), Month = "2026-11" }, _world.As(Bert));
        return [.. prepared.Batch.Lines.Select(l => $"{Dot(l.Planck)} {Dot(l.PayablePlanck)}")];
    }

    private async Task<(string Committed, string Unfunded)> PromisedAsync()
    {
        var pool = (await _world.Payouts.GetPoolAsync(new(), _world.As(Bert))).Pool;
        return (Dot(pool.CommittedPlanck), Dot(pool.UnfundedPlanck));
    }

    private async Task<Batch> BatchAsync() => (await _world.Payouts.GetBatchAsync(new() { Month = "2026-11" }, _world.As(Bert))).Batch;

    /// <summary>A day of a month counted from January 2026.</summary>
    private static DateTimeOffset At(int month, int day) => new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero).AddMonths(month - 1);

    private static string Dot(string planck) => planck.Length == 0 ? "" : $"{BigInteger.Parse(planck, System.Globalization.CultureInfo.InvariantCulture) / Sale.Dot}";
}
