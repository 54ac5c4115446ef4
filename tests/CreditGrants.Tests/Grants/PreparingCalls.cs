using System.Text.Json;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Grants;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Testing;
using Google.Protobuf;
using static CoretimeDesk.CreditGrants.Tests.Grants.GrantsWorld;
using RailKind = CoretimeDesk.CreditGrants.V1.RailKind;

namespace CoretimeDesk.CreditGrants.Tests.Grants;

/// <summary>What the sponsor is given to sign. That real runtimes take it is shown on the chain lab.</summary>
public sealed class PreparingCalls(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly GrantsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Rail_A_renews_the_core_that_the_chain_says_runs_the_para()
    {
        var (grant, _) = await GrantAsync(RailKind.SponsorRenewal);
        Assert.Equal("NO_RENEWAL", (await PrepareAsync(grant)).Refusal?.Reason);
        _world.Chains.Renewals.Add(new(17, new(103_000_000_000), true, Start.AddDays(3)));
        var calls = (await PrepareAsync(grant)).OrThrow();
        Assert.Equal(("renew", "103000000000", $"0x{TargetOf(grant).Digest()}"), (calls.Step, calls.CostLimit, calls.Remark));
        Assert.Contains("more than the 10 DOT that are left", calls.Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(17, ArgsOf(_world.Chains.Encoded.Calls.Single()).GetProperty("core").GetInt32());
        Assert.Contains("2026-07-04 09:00 UTC", calls.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rail_B_buys_within_the_tranche_and_then_assigns_for_good_what_was_bought()
    {
        var (grant, programme) = await GrantAsync(RailKind.SponsorPurchase);
        var calls = (await PrepareAsync(grant)).OrThrow();
        Assert.Equal(("purchase", "100000000000"), (calls.Step, calls.CostLimit)); // 10 DOT and a tenth, but not more than the tranche.
        Assert.Equal("100000000000", ArgsOf(_world.Chains.Encoded.Calls.Single()).GetProperty("price_limit").GetString());

        await _world.ApplyAsync(programme, new Spent("bought", Start, new(90_000_000_000), grant.Number, 1));
        await using (var db = _world.Db())
        {
            db.PaidCores.Add(new()
            {
                FactId = "bought", ProgrammeId = Guid.Parse(programme.ProgrammeId), Chain = StandInChains.Chain, GrantNumber = grant.Number, Tranche = 1, Para = 2_000, IsRegion = true, Core = 4, Begin = 300, Duration = 5_040,
                Mask = "0xffffffffffffffffffff", Price = 90_000_000_000,
            });
            await db.SaveChangesAsync();
        }

        var assign = (await PrepareAsync(grant)).OrThrow();
        Assert.Equal(("assign", ""), (assign.Step, assign.CostLimit));
        var args = ArgsOf(_world.Chains.Encoded.Calls.Single());
        Assert.Equal((2_000, "Final", 4), (args.GetProperty("task").GetInt32(), args.GetProperty("finality").GetString(), args.GetProperty("region_id").GetProperty("core").GetInt32()));

        // Also when the grant is over: what was paid would be lost.
        await _world.Of<TrancheDesk>().RevokeAsync(As(_world.Bert), Guid.Parse(grant.GrantId), "over", CancellationToken.None);
        Assert.Equal("assign", (await PrepareAsync(grant)).OrThrow().Step);
    }

    [Fact]
    public async Task Rail_C_orders_blocks_within_the_tranche_and_warns_when_the_pool_holds_too_little_there()
    {
        var programme = await _world.ProgrammeAsync(100);
        var ask = Spark();
        ask.OrdersBudget = "10000000000";
        var grant = await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), ask);
        await using (var db = _world.Db())
        {
            db.PoolBalances.Add(new() { Chain = StandInChains.Relay, Account = programme.Pool, Free = 5_000_000_000, OpenedAtBlock = 1, BlockNumber = 1, Fact = new FactRef().ToByteArray() });
            await db.SaveChangesAsync();
        }

        var calls = (await PrepareAsync(grant)).OrThrow();
        Assert.Equal((StandInChains.Relay, 9), (_world.Chains.Encoded.Chain, _world.Chains.Encoded.Calls.Count)); // 1 DOT over 0.11 DOT.
        Assert.Contains("The pool holds 0.5 DOT on polkadot-relay", calls.Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal("order_limit", (await PrepareAsync(grant, limit: 20_000_000_000)).Refusal!.Fields.Single().Field);
    }

    [Fact]
    public async Task Nothing_is_prepared_for_a_tranche_that_is_closed_or_paid_or_under_suspicion()
    {
        var (grant, programme) = await GrantAsync(RailKind.SponsorPurchase);
        Assert.Equal("TRANCHE_CLOSED", (await PrepareAsync(grant, tranche: 2)).Refusal?.Reason);
        await _world.Of<TrancheDesk>().FlagAsync(As(_world.Rita), Guid.Parse(grant.GrantId), "odd", CancellationToken.None);
        Assert.Equal("TRANCHE_GATE", (await PrepareAsync(grant)).Refusal?.Reason);
        await _world.Of<TrancheDesk>().ClearAsync(As(_world.Bert), Guid.Parse(grant.GrantId), "odd", "looked", CancellationToken.None);
        await _world.ApplyAsync(programme, new Spent("all", Start, new(100_000_000_000), grant.Number, 1));
        Assert.Equal("NOTHING_TO_PAY", (await PrepareAsync(grant)).Refusal?.Reason);
    }

    private async Task<(V1.Grant Grant, V1.Programme Programme)> GrantAsync(RailKind rail)
    {
        var programme = await _world.ProgrammeAsync(100);
        var ask = Launch();
        ask.Rail = rail;
        return (await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), ask), programme);
    }

    private Task<CoretimeDesk.Journal.Outcome<PrepareCallsResponse>> PrepareAsync(V1.Grant grant, uint tranche = 0, UInt128? limit = null) =>
        _world.Of<CallsDesk>().PrepareAsync("", new() { GrantId = grant.GrantId, Tranche = tranche }, Guid.Parse(grant.GrantId), limit is { } most ? new(most) : null, CancellationToken.None);

    private static RailTarget TargetOf(V1.Grant grant) => new(grant.ProgrammeId, grant.Number, 1, grant.Ask.ParaId);

    private static JsonElement ArgsOf(string call) => JsonDocument.Parse(call).RootElement.GetProperty("args");
}
