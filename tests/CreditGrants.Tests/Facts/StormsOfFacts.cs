using System.Collections.Concurrent;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>Facts doubled, reordered and raced over two replicas, and awards that race with payments.</summary>
public sealed class StormsOfFacts(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const uint Begin = 5_040;
    private readonly CreditsWorld _calm = new(postgres);
    private readonly CreditsWorld _storm = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await _calm.InitializeAsync();
        await _storm.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _calm.DisposeAsync();
        await _storm.DisposeAsync();
    }

    [Fact]
    public async Task F9_Facts_shuffled_doubled_and_raced_make_the_same_ledger_as_in_order()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (programme, pool, customer) = (Guid.CreateVersion7(), Chain.Account($"pool {seed}"), Chain.Account($"customer {seed}"));
        var (calm, grants) = await BeginAsync(_calm, programme, pool, customer);
        var storm = (await BeginAsync(_storm, programme, pool, customer)).Desk;
        Tell(random, calm, grants, customer);
        await calm.BringAsync();

        // Where each chain begins is decided by the first fact that comes; from there on the inbox keeps its order.
        var told = new[] { calm.Coretime, calm.Relay }.SelectMany(c => c.Told).ToList();
        foreach (var chain in new[] { calm.Coretime, calm.Relay })
        {
            await _storm.DeliverAsync("chainwatcher", chain.Told[0].Envelope);
        }

        var deliveries = told.Concat(told.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(deliveries);
        await Parallel.ForEachAsync(deliveries.Index(), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (next, _) => await _storm.DeliverAsync("chainwatcher", next.Item.Envelope, next.Index % 2));

        foreach (var world in new[] { _calm, _storm })
        {
            world.ChainClock.Set(calm.Coretime.Name, Begin, CreditsWorld.Start.AddDays(28));
            await world.SweepUseAsync();
        }

        Assert.Equal(await SaidAsync(_calm, calm.Programme), await SaidAsync(_storm, storm.Programme));
        Assert.Equal(await calm.BalancesAsync(), await storm.BalancesAsync());
        Assert.Equal((await calm.AlarmsAsync()).Order(StringComparer.Ordinal), (await storm.AlarmsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(await GrantsAsync(_calm), await GrantsAsync(_storm));
        await _calm.AssertIntactAsync(calm.Programme);
        await _storm.AssertIntactAsync(storm.Programme);
    }

    [Fact]
    public async Task P8_Awards_that_race_with_payments_never_overdraw()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var desk = await Telling.BeginAsync(_storm, coretime: 1_000);
        var running = await _storm.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [300]);
        for (var i = 0u; i < 10; i++)
        {
            desk.Coretime.Remarks(desk.Target(running));
            desk.Coretime.Renews(desk.Pool, 30, i, 10_080, 2_001);
            desk.Coretime.Gives(desk.Pool, -1).Ends();
        }

        var awarded = new ConcurrentBag<bool>();
        var awards = Parallel.ForEachAsync(
            Enumerable.Range(0, 30),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (i, _) => awarded.Add((await _storm.TryGrantAsync(desk.Programme, RailKind.SponsorOrders, (uint)(3_000 + i), [60], number: $"G-{i}", replica: i % 2)).Step.IsAccepted));
        await Task.WhenAll(awards, desk.BringAsync());

        // 700 were free; fees took up to ten of them, before the last award or after it.
        Assert.Equal(11, awarded.Count(a => a));
        await using var db = _storm.Db();
        var bodies = await db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == desk.Programme.Id).Select(e => e.Body).ToListAsync();
        Assert.All(bodies.Select(BudgetMoved.Parser.ParseFrom), m => Assert.Equal("0", m.After.Shortfall));
        Assert.Equal("funded 990, reserved 660, spent 300", await desk.BalancesAsync());
        Assert.Empty(await desk.AlarmsAsync());
        await _storm.AssertIntactAsync(desk.Programme);
    }

    private static async Task<(Telling Desk, List<GrantRow> Grants)> BeginAsync(CreditsWorld world, Guid programme, string pool, string customer)
    {
        var desk = await Telling.BeginAsync(world, 0, 0, programme, pool);
        await world.DoAsync(desk.Programme, now => new Funded("seed", now, new(100_000)));
        List<GrantRow> grants =
        [
            await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [200, 200], number: "A"),
            await world.GrantAsync(desk.Programme, RailKind.SponsorPurchase, 2_002, [400], number: "B"),
            await world.GrantAsync(desk.Programme, RailKind.SponsorOrders, 2_003, [100], number: "C"),
            await world.GrantAsync(desk.Programme, RailKind.NativeCredits, 2_004, [150], customer, "D"),
        ];
        await world.DoAsync(desk.Programme, now => new Withdrawn("seed back", now, new(100_000)));
        return (desk, grants);
    }

    /// <summary>Thirty blocks on either chain of everything that a pool can do, planned or not.</summary>
    private static void Tell(Random random, Telling desk, List<GrantRow> grants, string customer)
    {
        var (coretime, relay) = (desk.Coretime, desk.Relay);
        coretime.Gives(desk.Pool, 9_000).Ends();
        relay.Gives(desk.Pool, 5_000).Ends();
        List<Purchased> bought = [];
        for (var block = 0u; block < 30; block++)
        {
            switch (random.Next(7))
            {
                case 0:
                    coretime.Next().Remarks(desk.Target(grants[0], random.Next(1, 3)));
                    coretime.Renews(desk.Pool, (ulong)random.Next(1, 90), block, Begin, 2_001);
                    break;
                case 1:
                    coretime.Next().Remarks(desk.Target(grants[1]));
                    bought.Add(coretime.Buys(desk.Pool, (ulong)random.Next(1, 90), 100 + block, Begin));
                    break;
                case 2 when bought.Count > 0:
                    coretime.Next().Assigns(bought[random.Next(bought.Count)], (uint)random.Next(2_002, 2_004), random.Next(3) == 0 ? AssignmentFinality.Provisional : AssignmentFinality.Final);
                    break;
                case 3 when bought.Count > 0:
                    coretime.Next().Transfers(bought[random.Next(bought.Count)], desk.Pool, customer);
                    break;
                case 4:
                    coretime.Next().BuysCredit(desk.Pool, (ulong)random.Next(1, 30), random.Next(4) == 0 ? Chain.Account("x") : customer);
                    break;
                case 5:
                    coretime.Next().Buys(desk.Pool, (ulong)random.Next(1, 20), 200 + block, Begin);
                    break;
            }

            switch (random.Next(5))
            {
                case 0 or 1:
                    relay.Next().Remarks(desk.Target(grants[2]));
                    relay.Orders(desk.Pool, (ulong)random.Next(1, 20), random.Next(6) == 0 ? 2_009u : 2_003);
                    relay.Orders(desk.Pool, (ulong)random.Next(1, 20), 2_003, random.Next(4) == 0 ? PaymentMeans.Unknown : PaymentMeans.Balance);
                    break;
                case 2:
                    relay.Next().Credits(customer, (ulong)random.Next(1, 30));
                    break;
                case 3:
                    relay.Next().Orders(customer, (ulong)random.Next(1, 20), random.Next(4) == 0 ? 2_009u : 2_004, PaymentMeans.Credits);
                    break;
            }

            coretime.Gives(desk.Pool, random.Next(-3, 10)).Ends();
            relay.Gives(desk.Pool, random.Next(-3, 10)).Ends();
        }
    }

    /// <summary>What the ledger holds of facts, in an order that does not depend on that of two chains.</summary>
    private static async Task<List<string>> SaidAsync(CreditsWorld world, ProgrammeRow programme)
    {
        await using var db = world.Db();
        var bodies = await db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == programme.Id).Select(e => e.Body).ToListAsync();
        return [.. bodies.Select(BudgetMoved.Parser.ParseFrom).Where(m => m.Fact is not null).Select(m => $"{m.EventId} {m.Kind} {m.Planck} {m.GrantNumber}/{m.Tranche} {m.Result} {string.Join(' ', m.Reasons)}").Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> GrantsAsync(CreditsWorld world)
    {
        await using var db = world.Db();
        var rows = await db.Grants.AsNoTracking().OrderBy(g => g.Number).ToListAsync();
        return rows.ConvertAll(g => $"{g.Number} {g.State} {g.ActivatedAt}");
    }
}
