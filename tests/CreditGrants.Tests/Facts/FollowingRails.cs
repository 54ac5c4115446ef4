using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>Each rail from the award to its use, as facts tell of it.</summary>
public sealed class FollowingRails(CreditsWorld world) : IClassFixture<CreditsWorld>
{
    [Fact]
    public async Task Rail_A_A_renewal_is_spent_at_once_and_used_when_its_region_begins()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100, 100]);
        desk.Coretime.Remarks(desk.Target(grant));
        desk.Coretime.Renews(desk.Pool, 90, 7, 10_080, 2_001);
        desk.Coretime.Gives(desk.Pool, -2);
        await desk.EndAsync();
        Assert.Equal($"spend 90 {grant.Number}/1, withdraw 2", await desk.EntriesAsync());

        world.ChainClock.Set(desk.Coretime.Name, 10_079, CreditsWorld.Start.AddDays(20));
        Assert.Equal(0, await world.SweepUseAsync());
        world.ChainClock.Set(desk.Coretime.Name, 10_080, CreditsWorld.Start.AddDays(28));
        Assert.Equal(1, await world.SweepUseAsync());
        Assert.Equal(0, await world.SweepUseAsync());
        Assert.EndsWith($"use 90 {grant.Number}/1", await desk.EntriesAsync(), StringComparison.Ordinal);
        Assert.Equal("funded 998, reserved 110, spent 90", await desk.BalancesAsync());
        Assert.Equal(BudgetResult.Ok, (await world.DoAsync(desk.Programme, now => new Opened("open", now, grant.Number, 2))).Result);
        Assert.Empty(await desk.AlarmsAsync());
        await world.AssertIntactAsync(desk.Programme);

        var told = await world.EventsAsync(grant.Id);
        Assert.Equal([nameof(GrantSpent), nameof(GrantActivated), nameof(GrantUsed), nameof(TrancheOpened)], told.Where(t => t.StartsWith("Grant", StringComparison.Ordinal) || t == nameof(TrancheOpened)));
    }

    [Fact]
    public async Task Rail_A_Without_a_remark_a_renewal_is_for_the_only_grant_whose_para_it_runs()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100]);
        await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_002, [100]);
        desk.Coretime.Renews(desk.Pool, 90, 7, 10_080, 2_001);
        await desk.EndAsync();
        Assert.Equal($"spend 90 {grant.Number}/1", await desk.EntriesAsync());
    }

    [Fact]
    public async Task Rail_B_A_purchase_is_used_once_it_has_begun_and_is_assigned_for_good()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorPurchase, 2_002, [100]);
        desk.Coretime.Remarks(desk.Target(grant));
        var bought = desk.Coretime.Buys(desk.Pool, 95, 8, 5_040);
        await desk.EndAsync();
        world.ChainClock.Set(desk.Coretime.Name, 6_000, CreditsWorld.Start.AddDays(6));
        Assert.Equal(0, await world.SweepUseAsync()); // It has begun, and runs nothing.

        desk.Coretime.Assigns(bought, 2_002, begin: 6_001);
        await desk.EndAsync();
        Assert.Equal(1, await world.SweepUseAsync());
        Assert.Equal($"spend 95 {grant.Number}/1, use 95 {grant.Number}/1", await desk.EntriesAsync());
        Assert.Empty(await desk.AlarmsAsync());
        await world.AssertIntactAsync(desk.Programme);
    }

    [Theory]
    [InlineData(2_002U, AssignmentFinality.Provisional, false, "provisionally")]
    [InlineData(2_002U, AssignmentFinality.Unspecified, false, "could not be told")]
    [InlineData(2_003U, AssignmentFinality.Final, false, "para 2003 and not to 2002")]
    [InlineData(2_002U, AssignmentFinality.Final, true, "Only a part")]
    public async Task F6_Rail_B_What_is_not_assigned_for_good_to_the_customers_para_is_not_used_and_said(uint task, AssignmentFinality finality, bool isPart, string said)
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorPurchase, 2_002, [100]);
        desk.Coretime.Remarks(desk.Target(grant));
        var bought = desk.Coretime.Buys(desk.Pool, 95, 8, 5_040);
        desk.Coretime.Assigns(bought, task, finality, isPart ? "0xffffffffff0000000000" : null);
        await desk.EndAsync();
        world.ChainClock.Set(desk.Coretime.Name, 6_000, CreditsWorld.Start.AddDays(6));
        Assert.Equal(0, await world.SweepUseAsync());
        Assert.Contains(said, Assert.Single(await desk.AlarmsAsync()), StringComparison.Ordinal);

        // Assigned as it should be after all, it counts.
        desk.Coretime.Assigns(bought, 2_002);
        await desk.EndAsync();
        Assert.Equal(1, await world.SweepUseAsync());
    }

    [Fact]
    public async Task Rail_B_An_assignment_that_was_taken_back_is_none()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorPurchase, 2_002, [100]);
        desk.Coretime.Remarks(desk.Target(grant));
        var bought = desk.Coretime.Buys(desk.Pool, 95, 8, 5_040);
        desk.Coretime.Removes(desk.Coretime.Assigns(bought, 2_002));
        await desk.EndAsync();
        world.ChainClock.Set(desk.Coretime.Name, 6_000, CreditsWorld.Start.AddDays(6));
        Assert.Equal(0, await world.SweepUseAsync());
        Assert.Contains("taken back", Assert.Single(await desk.AlarmsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rail_C_Every_order_of_the_sponsor_is_spent_and_used_and_those_of_others_are_not_kept()
    {
        var desk = await BeginAsync(relay: 500);
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorOrders, 2_003, [10]);
        desk.Relay.Remarks(desk.Target(grant));
        desk.Relay.Orders(desk.Pool, 3, 2_003);
        desk.Relay.Orders(desk.Pool, 4, 2_003);
        desk.Relay.Next().Orders(Chain.Account("somebody"), 5, 2_003);
        await desk.EndAsync();
        Assert.Equal($"spend 3 {grant.Number}/1, use 3 {grant.Number}/1, spend 4 {grant.Number}/1, use 4 {grant.Number}/1", await desk.EntriesAsync());
        Assert.Equal("funded 1500, reserved 3, spent 7", await desk.BalancesAsync());
        Assert.Empty(await desk.AlarmsAsync());
        await world.AssertIntactAsync(desk.Programme);
    }

    [Fact]
    public async Task Rail_D_Credit_is_spent_when_it_is_bought_and_used_order_by_order()
    {
        var (desk, customer) = (await BeginAsync(), Chain.Account($"{Guid.CreateVersion7()}"));
        var grant = await world.GrantAsync(desk.Programme, RailKind.NativeCredits, 2_004, [50], customer);
        desk.Coretime.BuysCredit(desk.Pool, 50, customer);
        await desk.EndAsync();
        desk.Relay.Credits(customer, 50);
        desk.Relay.Orders(customer, 20, 2_004, PaymentMeans.Credits);
        desk.Relay.Orders(customer, 30, 2_004, PaymentMeans.Credits);
        desk.Relay.Orders(customer, 9, 2_004); // From the customer's own balance.
        await desk.EndAsync();
        Assert.Equal($"spend 50 {grant.Number}/1, use 20 {grant.Number}/1, use 30 {grant.Number}/1", await desk.EntriesAsync());
        Assert.Empty(await desk.AlarmsAsync());
        await world.AssertIntactAsync(desk.Programme);
        Assert.Contains(nameof(GrantExhausted), await world.EventsAsync(grant.Id));
    }

    [Fact]
    public async Task Rail_T_A_region_goes_to_its_customer_and_to_nobody_else()
    {
        var (desk, customer) = (await BeginAsync(), Chain.Account($"{Guid.CreateVersion7()}"));
        var grant = await world.GrantAsync(desk.Programme, RailKind.HandedOverRegion, 2_005, [100], customer);
        desk.Coretime.Remarks(desk.Target(grant));
        var bought = desk.Coretime.Buys(desk.Pool, 95, 9, 5_040);
        desk.Coretime.Transfers(bought, desk.Pool, customer);
        await desk.EndAsync();
        Assert.Empty(await desk.AlarmsAsync());
        desk.Coretime.Transfers(bought, desk.Pool, Chain.Account("a broker"));
        await desk.EndAsync();
        Assert.Contains("left the sponsor's hands", Assert.Single(await desk.AlarmsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remark_names_one_tranche_exactly_and_a_remark_of_something_else_names_none()
    {
        var desk = await BeginAsync();
        var grant = await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100, 100]);
        desk.Coretime.Remarks(desk.Target(grant));
        desk.Coretime.Renews(desk.Pool, 80, 7, 10_080, 2_001);
        await desk.EndAsync();
        world.ChainClock.Set(desk.Coretime.Name, 10_080, CreditsWorld.Start.AddDays(28));
        await world.SweepUseAsync();
        await world.DoAsync(desk.Programme, now => new Opened("open", now, grant.Number, 2));

        // Without a remark the newest would be meant; this one says the first, of which 20 are left.
        desk.Coretime.Remarks(desk.Target(grant));
        desk.Coretime.Remarks(desk.Target(grant) with { Programme = "a quote, as it were" });
        desk.Coretime.Renews(desk.Pool, 20, 7, 15_120, 2_001);
        await desk.EndAsync();
        desk.Coretime.Next().Renews(desk.Pool, 30, 7, 20_160, 2_001);
        await desk.EndAsync();
        Assert.EndsWith($"spend 20 {grant.Number}/1, spend 30 {grant.Number}/2", await desk.EntriesAsync(), StringComparison.Ordinal);
        Assert.Empty(await desk.AlarmsAsync());
    }

    private Task<Telling> BeginAsync(long relay = 0) => Telling.BeginAsync(world, relay: relay, network: world.NextNetwork());
}
