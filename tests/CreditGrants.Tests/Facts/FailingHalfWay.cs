using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>A fact is applied whole or not at all, also when it came together with others that had waited for it.</summary>
public sealed class FailingHalfWay(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Everything = """
        select (select count(*) from creditgrants.budget_events) + (select count(*) from creditgrants.postings) + (select count(*) from creditgrants.pool_payments)
             + (select count(*) from creditgrants.paid_cores) + (select count(*) from creditgrants.alarms) + (select count(*) from creditgrants.journal) + (select count(*) from creditgrants.inbox)
             + (select count(*) from creditgrants.pool_balances) + (select count(*) from creditgrants.remarks) + (select sum(version + last_entry) from creditgrants.programmes)
        """;

    private readonly CreditsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_handler_that_fails_half_way_leaves_nothing()
    {
        var desk = await Telling.BeginAsync(_world);
        var before = await CountAsync();
        desk.Coretime.Buys(desk.Pool, 90, 3, 5_040);
        _world.Moods.Fails = _ => true;
        var told = desk.Coretime.Told[^1].Envelope.ToJson();
        Assert.Equal(Delivery.Retry, (await _world.Of<IEventInbox>().ReceiveAsync("chainwatcher", told, CancellationToken.None)).Delivery);
        Assert.Equal(before, await CountAsync());

        _world.Moods.Fails = _ => false;
        await desk.EndAsync();
        Assert.Equal("spend 90", await desk.EntriesAsync());
        await _world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task Nothing_is_remembered_of_entries_that_were_rolled_back_with_a_later_fact()
    {
        var desk = await Telling.BeginAsync(_world);
        desk.Coretime.Buys(desk.Pool, 10, 1, 5_040);
        desk.Coretime.Buys(desk.Pool, 20, 2, 5_040);
        var last = desk.Coretime.Buys(desk.Pool, 30, 3, 5_040);
        var told = desk.Coretime.Told.TakeLast(3).Select(t => t.Envelope.ToJson()).ToList();
        var inbox = _world.Of<IEventInbox>();
        Assert.Equal(Delivery.Success, (await inbox.ReceiveAsync("chainwatcher", told[1], CancellationToken.None)).Delivery); // They wait for the first.
        Assert.Equal(Delivery.Success, (await inbox.ReceiveAsync("chainwatcher", told[2], CancellationToken.None)).Delivery);
        var before = await CountAsync();
        _world.Moods.Fails = m => m.Origin.FactId == last.Origin.FactId;
        Assert.Equal(Delivery.Retry, (await inbox.ReceiveAsync("chainwatcher", told[0], CancellationToken.None)).Delivery);
        Assert.Equal(before, await CountAsync());

        // The numbers of those entries go to others, in the same replica.
        var grant = await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100]);
        _world.Moods.Fails = _ => false;
        await _world.DeliverAsync("chainwatcher", desk.Coretime.Told[^3].Envelope);
        await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_002, [50]);
        await desk.EndAsync();
        Assert.Equal("funded 1000, reserved 150, spent 60", await desk.BalancesAsync());
        Assert.True((await _world.BudgetAsync(desk.Programme)).Grants.ContainsKey(grant.Number));
        await _world.AssertIntactAsync(desk.Programme);
    }

    private async Task<decimal> CountAsync()
    {
        await using var command = new NpgsqlCommand(Everything, await _world.Database.OpenConnectionAsync());
        await using var connection = command.Connection!;
        return (decimal)(await command.ExecuteScalarAsync())!;
    }
}
