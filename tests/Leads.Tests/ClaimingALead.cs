using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests;

public sealed class ClaimingALead(LeadsWorld world)
{
    [Fact]
    public async Task F10_Two_hundred_claims_at_once_have_one_winner_and_199_refusals_that_name_the_owner()
    {
        const int claims = 200;
        var lead = await world.LeadAsync();
        var reps = Enumerable.Range(1, claims).Select(n => Staff.Person($"Rep {n}", Role.Rep)).ToList();
        var results = await Task.WhenAll(reps.Select((rep, i) => ClaimAsync(i, lead, rep)));

        var winner = Assert.Single(results, r => r.Won is not null).Won!;
        var losers = results.Where(r => r.Lost is not null).Select(r => r.Lost!).ToList();
        Assert.Equal(claims - 1, losers.Count);
        Assert.All(losers, e =>
        {
            Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
            var refusal = Hosting.Refusals.RefusalOf(e)!;
            Assert.Equal("LEAD_CLAIMED", refusal.Reason);
            Assert.Equal((winner.OwnerId, winner.OwnerName), (refusal.Facts["owner_id"], refusal.Facts["owner_name"]));
            Assert.Contains(winner.OwnerName, e.Status.Detail, StringComparison.Ordinal);
        });
        Assert.Equal(1, await world.ScalarAsync<long>($"select count(*) from leads.journal where aggregate_id = '{lead.LeadId}' and type = 'coretimedesk.leads.LeadClaimed.v1'"));
        Assert.Equal(winner, (await world.Leads().GetLeadAsync(new() { LeadId = lead.LeadId }, world.Staff.As(reps[0]))).Lead);
    }

    [Fact]
    public async Task Claiming_ones_own_lead_again_changes_nothing()
    {
        var lead = await world.LeadAsync();
        var rep = world.Staff.As(Staff.Person("Ann", Role.Rep));
        var first = await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, rep);
        var again = await world.Leads(1).ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, rep);
        Assert.Equal(first.Lead, again.Lead);
        Assert.Equal(2, again.Lead.Version);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_also_from_another_replica()
    {
        var lead = await world.LeadAsync();
        var request = new ClaimLeadRequest { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId };
        var headers = world.Staff.As(world.Rita);
        Assert.Equal(await world.Leads().ClaimLeadAsync(request, headers), await world.Leads(1).ClaimLeadAsync(request, headers));
    }

    [Fact]
    public async Task A_lead_that_is_not_there_cannot_be_claimed()
    {
        var refusal = await LeadsWorld.RefusedAsync(world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = LeadsWorld.NewId() }, world.Staff.As(world.Rita)));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
    }

    [Fact]
    public async Task A_solution_engineer_claims_nothing()
    {
        var lead = await world.LeadAsync();
        var call = world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, world.Staff.As(Staff.Person("Sol", Role.SolutionEngineer)));
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    private async Task<(V1.Lead? Won, RpcException? Lost)> ClaimAsync(int replica, V1.Lead lead, Actor rep)
    {
        try
        {
            return ((await world.Leads(replica).ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, world.Staff.As(rep))).Lead, null);
        }
        catch (RpcException e)
        {
            return (null, e);
        }
    }
}
