using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>What the sponsor's account holds is what the ledger has, whatever moved it.</summary>
public sealed class KnowingThePool(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly CreditsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Deposits_and_losses_are_what_no_payment_explains_on_each_chain_by_itself()
    {
        var desk = await Telling.BeginAsync(_world, coretime: 1_000, relay: 200);
        desk.Coretime.Buys(desk.Pool, 100, 1, 5_040);
        desk.Coretime.Gives(desk.Pool, 50); // In the block of the purchase.
        desk.Relay.Gives(desk.Pool, -30);
        await desk.EndAsync();
        desk.Coretime.Gives(desk.Pool, -7);
        await desk.EndAsync();
        Assert.Equal(["fund 1000", "fund 200", "spend 100", "fund 50", "withdraw 30", "withdraw 7"], await _world.EntriesAsync(desk.Programme));
        Assert.Equal("funded 1213, reserved 0, spent 100", await desk.BalancesAsync());
        await _world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task What_is_paid_where_the_pool_was_never_seen_was_there()
    {
        var pool = Chain.Account($"{Guid.CreateVersion7()}");
        var desk = new Telling(_world, await _world.ProgrammeAsync(pool), pool);
        desk.Coretime.Buys(pool, 100, 1, 5_040);
        await desk.BringAsync();
        Assert.Equal(["fund 100", "spend 100"], await _world.EntriesAsync(desk.Programme));
        await _world.AssertIntactAsync(desk.Programme);

        desk.Coretime.Gives(pool, 400); // What was left, at the end of that block.
        await desk.EndAsync();
        Assert.Equal("funded 500, reserved 0, spent 100", await desk.BalancesAsync());
        await _world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task A_payment_of_before_the_first_sighting_that_is_told_later_moves_nothing()
    {
        var desk = await Telling.BeginAsync(_world, coretime: 500);
        var past = new Chain(desk.Coretime.Name, CreditsWorld.Start);
        past.Buys(desk.Pool, 60, 1, 5_040);
        await _world.DeliverAsync("chainwatcher", past.Told[0].Envelope);
        await _world.DeliverAsync("chainwatcher", past.Told[0].Envelope with { Id = "again" });
        Assert.Equal("funded 560, reserved 0, spent 60", await desk.BalancesAsync());
        Assert.DoesNotContain(await desk.AlarmsAsync(), a => a.Contains("no longer covers", StringComparison.Ordinal));
        await _world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task An_account_that_was_seen_before_its_programme_existed_brings_its_money()
    {
        var (pool, chain) = (Chain.Account($"{Guid.CreateVersion7()}"), new Chain("polkadot-coretime", CreditsWorld.Start));
        chain.Gives(pool, 700).Ends();
        chain.Gives(pool, 50).Ends();
        await BringAsync(chain);
        var programme = await _world.ProgrammeAsync(pool);
        Assert.True(await _world.SweepGrantsAsync() > 0);
        Assert.Equal(["fund 750"], await _world.EntriesAsync(programme));

        // And without a sweep, with the first fact that comes.
        var (other, relay) = (Chain.Account($"{Guid.CreateVersion7()}"), new Chain("polkadot", CreditsWorld.Start));
        relay.Gives(other, 90).Ends();
        await BringAsync(relay);
        var second = await _world.ProgrammeAsync(other);
        relay.Orders(other, 8, 2_000);
        relay.Gives(other, -1).Ends();
        await BringAsync(relay, 1);
        Assert.Equal(["fund 90", "spend 8", "withdraw 1"], await _world.EntriesAsync(second));
        await _world.AssertIntactAsync(programme);
        await _world.AssertIntactAsync(second);
        Assert.Equal(0, await _world.SweepGrantsAsync());
    }

    [Fact]
    public async Task Money_that_leaves_what_is_promised_uncovered_is_an_alarm()
    {
        var desk = await Telling.BeginAsync(_world, coretime: 500);
        await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [400]);
        desk.Coretime.Gives(desk.Pool, -200);
        await desk.EndAsync();
        Assert.Contains("no longer covers", Assert.Single(await desk.AlarmsAsync()), StringComparison.Ordinal);
        Assert.False((await _world.TryGrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_002, [1])).Step.IsAccepted);
    }

    [Fact]
    public async Task Transfers_of_watched_accounts_are_kept_for_those_who_look_for_funders()
    {
        var desk = await Telling.BeginAsync(_world);
        var (a, b) = (Chain.Account($"{Guid.CreateVersion7()}"), Chain.Account($"{Guid.CreateVersion7()}"));
        var moved = desk.Relay.Moves(a, b, 25);
        await desk.EndAsync();
        await _world.DeliverAsync("chainwatcher", moved.Envelope with { Id = "again" }, 1);
        await using var db = _world.Db();
        var row = await db.Transfers.SingleAsync(t => t.To == b);
        Assert.Equal((a, 25, "polkadot"), (row.From, (int)row.Planck, row.Chain));
    }

    private async Task BringAsync(Chain chain, int from = 0)
    {
        foreach (var told in chain.Told.Skip(from))
        {
            await _world.DeliverAsync("chainwatcher", told.Envelope);
        }
    }
}
