using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>What nobody planned is an alarm that names its block, and never silent.</summary>
public sealed class FactsBeyondThePlan(CreditsWorld world) : IClassFixture<CreditsWorld>
{
    [Fact]
    public async Task A_payment_for_nobody_is_counted_and_told()
    {
        var desk = await BeginAsync();
        await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100]);
        var fact = desk.Coretime.Renews(desk.Pool, 90, 7, 10_080, 2_009);
        await desk.EndAsync();
        Assert.Equal("spend 90", await desk.EntriesAsync());
        await AssertAlarmAsync(desk, fact.Origin, "for para 2009, and no grant is for that");
        Assert.Equal("funded 1000, reserved 100, spent 90", await desk.BalancesAsync());
        await world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task A_payment_for_one_of_two_grants_without_a_remark_is_nobodys_guess()
    {
        var desk = await BeginAsync(relay: 500);
        await world.GrantAsync(desk.Programme, RailKind.SponsorOrders, 2_003, [100]);
        await world.GrantAsync(desk.Programme, RailKind.SponsorOrders, 2_003, [100]);
        var fact = desk.Relay.Orders(desk.Pool, 3, 2_003);
        await desk.EndAsync();
        await AssertAlarmAsync(desk, fact.Origin, "no grant is for that");
    }

    [Fact]
    public async Task A_payment_that_was_made_before_the_end_and_arrives_after_it_is_regular_and_a_later_one_is_not()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100]);
        desk.Coretime.Remarks(desk.Target(grant));
        desk.Coretime.Renews(desk.Pool, 40, 7, 10_080, 2_001);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.DoAsync(desk.Programme, now => new Revoked("revoke", now, grant.Number));
        await desk.EndAsync();
        Assert.Empty(await desk.AlarmsAsync());

        for (var i = 0; i < 700; i++)
        {
            desk.Coretime.Ends();
        }

        desk.Coretime.Remarks(desk.Target(grant));
        var late = desk.Coretime.Renews(desk.Pool, 50, 8, 10_080, 2_001);
        await desk.EndAsync();
        await AssertAlarmAsync(desk, late.Origin, "Paid after the grant was over");
        await world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task More_than_was_awarded_is_told_as_is_a_tranche_that_is_not_open()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100, 100]);
        desk.Coretime.Remarks(desk.Target(grant));
        var over = desk.Coretime.Renews(desk.Pool, 130, 7, 10_080, 2_001);
        await desk.EndAsync();
        await AssertAlarmAsync(desk, over.Origin, "More was paid than the tranche was awarded");

        desk.Coretime.Next().Remarks(desk.Target(grant, 2));
        var early = desk.Coretime.Renews(desk.Pool, 60, 8, 10_080, 2_001);
        await desk.EndAsync();
        await AssertAlarmAsync(desk, early.Origin, "for a tranche that is not open");
        await world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task F5_Credit_spent_for_another_para_and_more_than_arrived_are_told_once_for_each_order()
    {
        var (desk, customer) = (await BeginAsync(), Chain.Account($"{Guid.CreateVersion7()}"));
        var grant = await world.GrantAsync(desk.Programme, RailKind.NativeCredits, 2_004, [50], customer);
        desk.Coretime.BuysCredit(desk.Pool, 50, customer);
        await desk.EndAsync();
        desk.Relay.Credits(customer, 50);
        var foreign = desk.Relay.Orders(customer, 20, 2_009, PaymentMeans.Credits);
        await desk.EndAsync();
        await AssertAlarmAsync(desk, foreign.Origin, "spent for para 2009");

        var over = desk.Relay.Orders(customer, 31, 2_004, PaymentMeans.Credits);
        await desk.EndAsync();
        await AssertAlarmAsync(desk, over.Origin, "more credit");
        var told = (await world.AlarmsAsync(desk.Programme)).Count;
        await world.DeliverAsync("chainwatcher", desk.Relay.Told.Single(t => t.Message == over).Envelope with { Id = "read again" });
        Assert.Equal(told, (await world.AlarmsAsync(desk.Programme)).Count);
        Assert.Equal($"spend 50 {grant.Number}/1, use 31 {grant.Number}/1", await desk.EntriesAsync());
    }

    [Fact]
    public async Task F5_A_core_that_leaves_the_sponsors_hands_or_runs_somebody_else_is_told()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorPurchase, 2_002, [400]);
        foreach (var (core, does, says) in new (uint, Action<Purchased>, string?)[]
        {
            (1, b => desk.Coretime.Transfers(b, desk.Pool, Chain.Account("x")), "left the sponsor's hands"),
            (2, b => desk.Coretime.Pools(b), "on-demand pool"),
            (3, b => desk.Coretime.Interlaces(b), "split into parts"),
            (4, b => desk.Coretime.Partitions(b), null),
        })
        {
            desk.Coretime.Remarks(desk.Target(grant));
            does(desk.Coretime.Buys(desk.Pool, 90, core, 5_040));
            var origin = ((FactOrigin)desk.Coretime.Told[^1].Message.Descriptor.FindFieldByName("origin").Accessor.GetValue(desk.Coretime.Told[^1].Message))!;
            await desk.EndAsync();
            if (says is null)
            {
                Assert.DoesNotContain(await world.AlarmsAsync(desk.Programme), a => Fact(a).FactId == origin.FactId);
            }
            else
            {
                await AssertAlarmAsync(desk, origin, says);
            }
        }
    }

    [Fact]
    public async Task A_region_whose_assignment_was_known_before_its_purchase_is_judged_all_the_same()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorPurchase, 2_002, [100]);

        // As a backfill tells it: the older block comes later, as the word of another aggregate.
        var past = new Chain(desk.Coretime.Name, CreditsWorld.Start);
        past.Remarks(desk.Target(grant));
        var bought = past.Buys(desk.Pool, 95, 8, 5_040);
        desk.Coretime.Assigns(bought, 2_009);
        await desk.EndAsync();
        foreach (var told in past.Told)
        {
            await world.DeliverAsync("chainwatcher", told.Envelope);
        }

        Assert.Contains("para 2009", Assert.Single(await desk.AlarmsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programme_that_has_ended_still_counts_what_its_pool_does()
    {
        var desk = await BeginAsync();
        await world.RecordAsync(async scope => (await scope.Db.Programmes.FindAsync(desk.Programme.Id))!.EndedAt = scope.Now);
        desk.Coretime.Buys(desk.Pool, 90, 3, 5_040);
        await desk.EndAsync();
        Assert.Equal("spend 90", await desk.EntriesAsync());
    }

    private async Task AssertAlarmAsync(Telling desk, FactOrigin origin, string says)
    {
        var alarm = Assert.Single(await world.AlarmsAsync(desk.Programme), a => Fact(a).FactId == origin.FactId && a.Sentence.Contains(says, StringComparison.OrdinalIgnoreCase));
        var fact = Fact(alarm);
        Assert.Equal((origin.Chain, origin.BlockNumber, origin.BlockHash, origin.OccurredAt), (fact.Chain, fact.BlockNumber, fact.BlockHash, fact.OccurredAt));
    }

    private static FactRef Fact(AlarmRow alarm) => FactRef.Parser.ParseFrom(alarm.Fact);

    private Task<Telling> BeginAsync(long relay = 0) => Telling.BeginAsync(world, relay: relay, network: world.NextNetwork());
}
