using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Insights.Tests;

/// <summary>Facts from the bus: neither order nor repetition nor haste changes them.</summary>
public sealed class KeepingFacts(PostgresFixture postgres)
{
    private static readonly DateTimeOffset At = new(2026, 9, 3, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Shuffled_doubled_and_crowded_delivery_gives_the_same_facts_as_the_order_in_which_it_happened()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        await using var orderly = await StartAsync();
        await using var crowded = await StartAsync();
        var told = Told().ToList();
        await orderly.TellAsync(told);

        var random = new Random(seed);
        var shuffled = told.Concat(told.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(shuffled);
        await Parallel.ForEachAsync(shuffled, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (one, _) => await crowded.DeliverAsync(one));

        var (expected, found) = (await orderly.ExportAsync(), await crowded.ExportAsync());
        Assert.True(expected.Count > 60, $"Only {expected.Count} facts.");
        Assert.True(expected.SequenceEqual(found), $"seed {seed}: {string.Join('\n', expected.Except(found).Concat(found.Except(expected)).Take(10))}");
    }

    [Fact]
    public async Task What_is_told_later_takes_back_facts_that_followed_from_less()
    {
        await using var world = await StartAsync();
        var customer = new Customer(1, InsightsWorld.Ada);
        var (first, second) = (customer.Judged(1, At), customer.Judged(1, At.AddHours(1)));
        await world.TellAsync(second);
        var early = Assert.Single(await MatchesAsync());
        await world.TellAsync(first);
        var late = Assert.Single(await MatchesAsync());
        Assert.Equal((At.AddHours(1), At), (early.OccurredAt, late.OccurredAt));

        async Task<IEnumerable<Matched>> MatchesAsync() => (await world.FactsAsync()).Facts.OfType<Matched>();
    }

    [Fact]
    public async Task Teams_are_those_of_the_time_of_a_fact_also_when_they_are_told_after_it()
    {
        await using var world = await StartAsync();
        var customer = new Customer(1, InsightsWorld.Ada);
        await world.TellAsync(customer.Noted(At), customer.Opened(At), customer.Claimed(At.AddDays(9)));
        await world.TellAsync(new TopicEvent("identity", InsightsWorld.Ada.Id, 2, new Identity.V1.TeamsChanged { PersonId = $"{InsightsWorld.Ada.Id}", TeamIds = { $"{InsightsWorld.South}" } }, Guid.Empty, At.AddDays(5)));
        var facts = (await world.FactsAsync()).Facts;
        Assert.Equal($"{InsightsWorld.North}", facts.OfType<LeadCreated>().Single().Team);
        Assert.Equal($"{InsightsWorld.South}", facts.OfType<OwnerChanged>().Single().Team);
    }

    [Fact]
    public async Task A_renewal_goes_on_from_the_purchase_whose_region_ended_on_its_old_core()
    {
        await using var world = await StartAsync();
        var customer = new Customer(1, InsightsWorld.Ada);
        var renewal = customer.Renewed(2, At.AddDays(25), 1030, 300_000 + Customer.Region, 1, 7);
        var next = customer.Renewed(3, At.AddDays(53), 1060, 300_000 + (2 * Customer.Region), 7, 4);
        await world.TellAsync(next, renewal, customer.Bought(1, At, 1000));
        var purchases = (await world.FactsAsync()).Facts.OfType<Purchase>().OrderBy(p => p.OccurredAt).ToList();
        Assert.Equal([null, purchases[0].Id, purchases[1].Id], purchases.Select(p => p.Renews));
    }

    [Fact]
    public async Task A_survivor_of_a_merge_that_had_no_lead_is_one_since()
    {
        await using var world = await StartAsync();
        var (survivor, absorbed) = (new Customer(1, InsightsWorld.Ada), new Customer(2, InsightsWorld.Bob));
        await world.TellAsync(survivor.Noted(At), absorbed.Noted(At), absorbed.Opened(At), survivor.Merged(At.AddDays(2), absorbed));
        var leads = (await world.FactsAsync()).Facts.OfType<LeadCreated>().OrderBy(l => l.OccurredAt).Select(l => l.Lead);
        Assert.Equal([$"{absorbed.Account}", $"{survivor.Account}"], leads);
    }

    [Fact]
    public async Task Amounts_of_another_token_are_in_the_facts_of_that_token_alone()
    {
        await using var world = await StartAsync();
        var customer = new Customer(1, InsightsWorld.Ada);
        await world.TellAsync(customer.Noted(At), customer.Opened(At), customer.Bought(1, At, 1000), customer.Bought(2, At, 55, token: "KSM"));
        Assert.Equal(1000u, (uint)(await world.FactsAsync()).Facts.OfType<Purchase>().Single().Amount.Value);
        Assert.Equal(55u, (uint)(await world.FactsAsync("KSM")).Facts.OfType<Purchase>().Single().Amount.Value);
        Assert.Single((await world.FactsAsync("KSM")).Facts.OfType<LeadCreated>());
    }

    private async Task<InsightsWorld> StartAsync()
    {
        var world = new InsightsWorld(postgres);
        await world.InitializeAsync();
        await world.TellAsync(InsightsWorld.Staff);
        return world;
    }

    /// <summary>Customers in every state, told in the order in which it happened.</summary>
    internal static IEnumerable<TopicEvent> Told()
    {
        List<TopicEvent> told = [];
        for (var i = 1; i <= 6; i++)
        {
            var customer = new Customer(i, i % 2 == 0 ? InsightsWorld.Bob : InsightsWorld.Ada);
            told.AddRange(customer.Story(At.AddDays(i), (UInt128)(1_000 * i)));
        }

        var (lost, granted, twin) = (new Customer(11, InsightsWorld.Ada), new Customer(12, InsightsWorld.Bob), new Customer(13, InsightsWorld.Bob));
        told.AddRange([lost.Noted(At), lost.Opened(At), lost.Registered(At.AddDays(1)), lost.RegistrationOver(At.AddDays(20), "EXPIRED")]);
        told.AddRange(
        [
            granted.Noted(At), granted.Opened(At), granted.Awarded(At.AddDays(1), 500, 600), granted.Bought(1, At.AddDays(2), 480), granted.Spent(At.AddDays(2), 1), granted.Used(At.AddDays(3), 9, 1, 480),
            granted.TrancheOpen(At.AddDays(4), 2), granted.Bought(2, At.AddDays(40), 900), granted.Judged(2, At.AddDays(40)), granted.GrantOver(At.AddDays(50)),
        ]);
        told.AddRange([twin.Noted(At), twin.Opened(At.AddDays(2)), granted.Merged(At.AddDays(9), twin), granted.MergeUndone(At.AddDays(12)), granted.Judged(2, At.AddDays(41), Quoting.V1.MatchState.Rejected), granted.Judged(2, At.AddDays(42))]);
        return told.OrderBy(t => t.At).ThenBy(t => t.Aggregate).ThenBy(t => t.Sequence);
    }

}
