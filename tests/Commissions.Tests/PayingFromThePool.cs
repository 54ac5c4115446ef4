using System.Text;
using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Testing;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What a pool can pay, the calls that pay it, and what the chain shows of them. On demand, 1,000 DOT earn Ada 180, Sol 40 and Sid 30 at once.</summary>
public sealed class PayingFromThePool(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Pool = "0x00000000000000000000000000000000000000000000000000000000000000cc";
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private static readonly DateTimeOffset Final = new(2026, 12, 8, 9, 0, 0, TimeSpan.Zero);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.DeliverAsync([.. _sale.Begun(Start.AddHours(6)), _sale.Ordered(1, Day, 1_000 * Sale.Dot), Sale.KeyOf(Ada, Day), Sale.KeyOf(Sol, Day), Sale.KeyOf(Sid, Day)]);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F9_Never_more_is_promised_than_the_pool_holds_and_what_it_lacks_waits_in_the_order_of_events()
    {
        Assert.Equal("NO_POOL", (await RefusedAsync(_world.Payouts.GetPoolAsync(new(), _world.As(Bert)))).Reason);
        await SetPoolAsync();
        await _world.DeliverAsync([_sale.Ordered(2, Day.AddDays(1), 4_000 * Sale.Dot), _sale.Ordered(3, Day.AddDays(2), 4 * Sale.Dot), Sale.Holds(Pool, 300 * Sale.Dot, 20, Day.AddDays(2)), Sale.Holds(Pool, 9_000 * Sale.Dot, 10, Day)]);

        var pool = (await _world.Payouts.GetPoolAsync(new(), _world.As(Bert))).Pool;

        Assert.Equal(($"{300 * Sale.Dot}", $"{250 * Sale.Dot}", $"{1_001 * Sale.Dot}"), (pool.BalancePlanck, pool.CommittedPlanck, pool.UnfundedPlanck));
        Assert.Equal([true, false, false], pool.Events.Select(e => e.Funded));
        Assert.Empty((await _world.Payouts.GetPoolAsync(new(), _world.As(Ada))).Pool.Events);
        Assert.Equal([1, 2, 3], (await _world.StatementAsync(Ada, "2026-11")).Lines.Where(l => l.Kind == "earn").Select((l, i) => l.Unfunded == (i > 0) ? i + 1 : 0));
    }

    [Fact]
    public async Task A_batch_is_for_what_is_final_known_and_funded_and_is_a_remark_and_a_transfer_for_each()
    {
        await SetPoolAsync();
        _world.MoveTo(Final.AddDays(-4));
        Assert.Contains("not written", (await RefusedAsync(PrepareAsync())).Message, StringComparison.Ordinal);
        await _world.CloseAsync();
        Assert.Equal("NOT_FINAL", (await RefusedAsync(PrepareAsync())).Reason);
        _world.MoveTo(Final);
        var short1 = await RefusedAsync(PrepareAsync());
        Assert.Equal("NOTHING_DUE", short1.Reason);
        Assert.Contains("250 DOT are missing", short1.Message, StringComparison.Ordinal);
        await _world.DeliverAsync(Sale.Holds(Pool, 260 * Sale.Dot, 30, Final));
        _world.Watcher.Refusal = new(RefusalKind.Precondition, "SOURCE_AWAY", "No node answers.");
        Assert.Equal("SOURCE_AWAY", (await RefusedAsync(PrepareAsync())).Reason);
        _world.Watcher.Refusal = null;

        var prepared = await PrepareAsync();

        Assert.Equal([$"{180 * Sale.Dot}", $"{40 * Sale.Dot}", $"{30 * Sale.Dot}"], prepared.Batch.Lines.Select(l => l.PayablePlanck));
        Assert.All(prepared.Batch.Lines, l => Assert.Equal(PayoutState.Missing, l.State));
        var (chain, calls) = Assert.Single(_world.Watcher.Encoded);
        Assert.Equal((Sale.Chain, 6), (chain, calls.Count));
        var (remark, transfer) = (JsonNode.Parse(calls[0])!, JsonNode.Parse(calls[1])!);
        Assert.Equal($"coretime-desk:coretime-desk/commission/2026-11/{Ada.Id}", Encoding.UTF8.GetString(Convert.FromHexString(((string)remark["args"]!["remark"]!)[2..])));
        Assert.Equal(("Balances", "transfer_keep_alive", Sale.AccountOf(Ada), $"{180 * Sale.Dot}"), ((string)transfer["pallet"]!, (string)transfer["call"]!, (string)transfer["args"]!["dest"]!["Id"]!, (string)transfer["args"]!["value"]!));
        Assert.Equal(prepared.Batch.Sha256, (await PrepareAsync()).Batch.Sha256);
    }

    [Fact]
    public async Task Every_outcome_on_the_chain_has_a_state_and_what_is_missing_is_asked_for_again()
    {
        await FundedAsync();
        var lines = (await PrepareAsync()).Batch.Lines.ToDictionary(l => l.ParticipantName);
        Assert.Equal("NOT_FOUND", (await RefusedAsync(_world.Payouts.GetBatchAsync(new() { Month = "2026-12" }, _world.As(Bert)))).Reason);

        await PayAsync(1, lines["Ada Rep"], 180);
        await PayAsync(1, lines["Ada Rep"], 180);
        await PayAsync(2, lines["Sol Engineer"], 15);
        await PayAsync(3, lines["Sid Rep"], 30, to: Sale.AccountOf(Otto));
        await _world.DeliverAsync(Sale.PaidOut(4, Pool, null, Sale.AccountOf(Sid), 30 * Sale.Dot, Final.AddHours(2)));
        var batch = await BatchAsync();

        Assert.Equal(
            ["Ada Rep Paid 0", $"Sol Engineer Partial {25 * Sale.Dot}", $"Sid Rep WrongAccount {30 * Sale.Dot}"], batch.Lines.Select(l => $"{l.ParticipantName} {l.State} {l.DuePlanck}"));
        Assert.Equal([true, false, false], batch.Lines.Select(l => l.Closed));
        Assert.Equal($"{30 * Sale.Dot}", Assert.Single(batch.Unknown).Planck);
        await _world.DeliverAsync(Sale.Holds(Pool, 65 * Sale.Dot, 40, Final.AddHours(3)));
        Assert.Equal(["0", $"{25 * Sale.Dot}", $"{30 * Sale.Dot}"], (await PrepareAsync()).Batch.Lines.Select(l => l.PayablePlanck));

        await PayAsync(5, lines["Sol Engineer"], 25);
        await PayAsync(6, lines["Sid Rep"], 30);
        batch = await BatchAsync();
        Assert.Equal([PayoutState.Paid, PayoutState.Paid, PayoutState.Paid], batch.Lines.Select(l => l.State));
        Assert.Equal("NOTHING_DUE", (await RefusedAsync(PrepareAsync())).Reason);
        Assert.Equal("0", (await _world.Payouts.GetPoolAsync(new(), _world.As(Bert))).Pool.CommittedPlanck);
    }

    [Fact]
    public async Task P4_A_payout_is_confirmed_once_when_all_of_it_has_arrived_with_what_it_pays_and_since_when_that_was_due()
    {
        await FundedAsync();
        var lines = (await PrepareAsync()).Batch.Lines.ToDictionary(l => l.ParticipantName);
        Assert.Equal(0, await _world.ConfirmAsync());

        // Ada's in two transfers, of which the chain's second is seen first; Sol's is short, Sid's goes to somebody else.
        await _world.DeliverAsync(Sale.PaidOut(2, Pool, lines["Ada Rep"].Tag, lines["Ada Rep"].Account, 80 * Sale.Dot, Final.AddHours(3)));
        await PayAsync(3, lines["Sol Engineer"], 39);
        await PayAsync(4, lines["Sid Rep"], 30, to: Sale.AccountOf(Otto));
        Assert.Equal(0, await _world.ConfirmAsync());
        await PayAsync(1, lines["Ada Rep"], 100);
        Assert.Equal((1, 0), (await _world.ConfirmAsync(), await _world.ConfirmAsync()));

        var confirmed = Assert.Single(await _world.PublishedAsync<PayoutConfirmed>());
        Assert.Equal(($"{Ada.Id}", "2026-11", "DOT", $"{180 * Sale.Dot}", lines["Ada Rep"].Tag), (confirmed.ParticipantId, confirmed.Month, confirmed.Token, confirmed.Planck, confirmed.Tag));
        Assert.Equal((Final.AddHours(3), Sale.Chain, true), (confirmed.ConfirmedAt.ToDateTimeOffset(), confirmed.Chain, confirmed.HasEventIndex));
        var claim = Assert.Single(confirmed.Claims);
        Assert.Equal(($"{_sale.FactId(1)}", $"{180 * Sale.Dot}", Day), (claim.PaymentId, claim.Planck, claim.DueAt.ToDateTimeOffset()));

        // The planck that was missing, and once more: told of once.
        await PayAsync(5, lines["Sol Engineer"], 1);
        await PayAsync(6, lines["Sol Engineer"], 40);
        Assert.Equal((1, 0), (await _world.ConfirmAsync(), await _world.ConfirmAsync()));
        Assert.Equal([$"{Ada.Id}", $"{Sol.Id}"], (await _world.PublishedAsync<PayoutConfirmed>()).Select(c => c.ParticipantId));
    }

    [Fact]
    public async Task What_was_paid_twice_is_owed_and_kept_back_from_the_next_statement()
    {
        await FundedAsync();
        var line = (await PrepareAsync()).Batch.Lines.Single(l => l.ParticipantName == "Sol Engineer");
        await PayAsync(1, line, 40);
        await PayAsync(2, line, 40);
        Assert.Equal((PayoutState.PaidTwice, $"{40 * Sale.Dot}"), (await BatchAsync()).Lines.Where(l => l.Tag == line.Tag).Select(l => (l.State, l.ExcessPlanck)).Single());

        await _world.DeliverAsync(_sale.Ordered(2, new(2026, 12, 20, 0, 0, 0, TimeSpan.Zero), 1_000 * Sale.Dot));
        _world.MoveTo(new(2027, 1, 3, 0, 0, 0, TimeSpan.Zero));
        await _world.CloseAsync();

        var next = await _world.StatementAsync(Sol, "2026-12");
        Assert.Equal(($"{40 * Sale.Dot}", $"{40 * Sale.Dot}", $"{20 * Sale.Dot}", $"{20 * Sale.Dot}"), (next.EarnedPlanck, next.ClawedBackPlanck, next.RecoveredPlanck, next.NetPlanck));
        Assert.Contains(next.Lines, l => l.Kind == "overpaid" && l.Cause == line.Tag);
    }

    [Fact]
    public async Task Who_has_no_account_is_named_and_paid_once_there_is_one()
    {
        var world = new CommissionsWorld(postgres);
        await using (world)
        {
            await world.InitializeAsync();
            await world.DeliverAsync([.. _sale.Begun(Start.AddHours(6)), _sale.Ordered(1, Day, 1_000 * Sale.Dot), Sale.KeyOf(Ada, Day)]);
            await world.Payouts.SetPoolAsync(new() { RequestId = NewId(), Chain = Sale.Chain, Account = Pool, Reason = "the first pool" }, world.As(Bert));
            await world.DeliverAsync(Sale.Holds(Pool, 300 * Sale.Dot, 30, Final));
            world.MoveTo(Final);
            await world.CloseAsync();
            var first = await world.Payouts.PrepareBatchAsync(new() { RequestId = NewId(), Month = "2026-11" }, world.As(Bert));
            Assert.Equal((1, 2), (first.Batch.Lines.Count, first.Batch.Unpayable.Count));
            await world.DeliverAsync(Sale.KeyOf(Sol, Final));
            var second = await world.Payouts.PrepareBatchAsync(new() { RequestId = NewId(), Month = "2026-11" }, world.As(Bert));
            Assert.Equal((2, 1), (second.Batch.Lines.Count, second.Batch.Unpayable.Count));
        }
    }

    [Fact]
    public async Task A_pool_is_an_account_and_only_the_budget_holder_names_it()
    {
        var fields = (await RefusedAsync(_world.Payouts.SetPoolAsync(new() { RequestId = NewId(), Account = "5Grw", Token = "EUR" }, _world.As(Bert)))).Fields.Select(f => f.Field);
        Assert.Equal(["token", "chain", "account", "reason"], fields);
        Assert.Equal("ROLE_MISSING", (await RefusedAsync(_world.Payouts.SetPoolAsync(new() { RequestId = NewId() }, _world.As(Hana)))).Reason);
        await SetPoolAsync();
        Assert.Equal([Pool], _world.Watcher.Watched);
    }

    private async Task FundedAsync()
    {
        await SetPoolAsync();
        await _world.DeliverAsync(Sale.Holds(Pool, 300 * Sale.Dot, 30, Final));
        _world.MoveTo(Final);
        await _world.CloseAsync();
    }

    private async Task SetPoolAsync() => await _world.Payouts.SetPoolAsync(new() { RequestId = NewId(), Chain = Sale.Chain, Account = Pool, Reason = "the first pool" }, _world.As(Bert));

    private Grpc.Core.AsyncUnaryCall<PrepareBatchResponse> PrepareAsync() => _world.Payouts.PrepareBatchAsync(new() { RequestId = NewId(), Month = "2026-11" }, _world.As(Bert));

    private async Task<Batch> BatchAsync() => (await _world.Payouts.GetBatchAsync(new() { Month = "2026-11" }, _world.As(Bert))).Batch;

    private Task PayAsync(int at, PayoutLine line, uint dot, string? to = null) => _world.DeliverAsync(Sale.PaidOut(at, Pool, line.Tag, to ?? line.Account, dot * Sale.Dot, Final.AddHours(1)));
}
