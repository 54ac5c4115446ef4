using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests;

public sealed class EnteringAccountsAndLeads(LeadsWorld world)
{
    [Theory]
    [InlineData(1u, V1.SizeTier.S)]
    [InlineData(13u, V1.SizeTier.S)]
    [InlineData(14u, V1.SizeTier.M)]
    [InlineData(52u, V1.SizeTier.M)]
    [InlineData(53u, V1.SizeTier.L)]
    [InlineData(130u, V1.SizeTier.L)]
    [InlineData(131u, V1.SizeTier.Xl)]
    [InlineData(uint.MaxValue, V1.SizeTier.Xl)]
    public async Task F3_The_size_tier_follows_from_the_stated_need(uint corePeriods, V1.SizeTier tier) =>
        Assert.Equal(tier, (await world.AccountAsync(corePeriods: corePeriods)).SizeTier);

    [Fact]
    public async Task F14_Main_business_elsewhere_and_being_a_DAO_are_attributes_and_no_obstacle()
    {
        var account = (await world.Leads().CreateAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), Name = "Bet Town DAO", Segment = V1.Segment.Builder, AnnualCorePeriods = 26, IsDao = true, MainBusinessElsewhere = true },
            world.Staff.As(world.Rita))).Account;
        Assert.True(account.IsDao && account.MainBusinessElsewhere);
        Assert.Equal(LeadState.Open, (await world.LeadAsync(account)).State);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_said_at_once_and_nothing_is_saved()
    {
        var request = LeadsWorld.NewId();
        var refusal = await LeadsWorld.RefusedAsync(world.Leads().CreateAccountAsync(
            new() { RequestId = request, Name = " ", Segment = (V1.Segment)77 }, world.Staff.As(world.Rita)).ResponseAsync);
        Assert.Equal(["name", "segment", "annual_core_periods"], refusal.Fields.Select(f => f.Field));
        Assert.Contains("SEGMENT_GOVERNMENT", refusal.Fields[1].Description, StringComparison.Ordinal);
        Assert.Equal(0, await world.ScalarAsync<long>($"select (select count(*) from leads.requests where request_id = '{request}') + (select count(*) from leads.accounts where name = ' ')"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task A_lead_needs_an_account_that_can_be_named(string account)
    {
        var refusal = await LeadsWorld.RefusedAsync(world.Leads().OpenLeadAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = account, Title = "t", Source = V1.LeadSource.Inbound }, world.Staff.As(world.Rita)).ResponseAsync);
        Assert.Equal("account_id", refusal.Fields.Single().Field);
    }

    [Fact]
    public async Task A_lead_on_an_account_that_does_not_exist_is_refused()
    {
        var refusal = await LeadsWorld.RefusedAsync(world.Leads().OpenLeadAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = LeadsWorld.NewId(), Title = "t", Source = V1.LeadSource.Inbound }, world.Staff.As(world.Rita)).ResponseAsync);
        Assert.Equal(("NOT_FOUND", RefusalKind.NotFound), (refusal.Reason, refusal.Kind));
    }

    [Fact]
    public async Task A_message_beyond_4_MB_is_refused()
    {
        var call = world.Leads().CreateAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), Name = new string('x', 5_000_000), Segment = V1.Segment.Startup, AnnualCorePeriods = 1 }, world.Staff.As(world.Rita));
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task Numbers_that_people_say_are_unique_over_replicas()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            (await world.Leads(i).CreateAccountAsync(new() { RequestId = LeadsWorld.NewId(), Name = $"N{i}", Segment = V1.Segment.Startup, AnnualCorePeriods = 1 }, world.Staff.As(world.Rita))).Account.Number));
        Assert.Equal(40, numbers.Distinct().Count());
        Assert.All(numbers, n => Assert.Matches(@"^A-20\d\d-\d{6}$", n));
    }
}
