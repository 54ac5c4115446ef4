using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Leads.Tests.Capacity;

public sealed class AssigningLeads(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task Turns_go_by_weight_over_two_replicas_at_once_and_the_reason_is_kept()
    {
        var territory = $"t{Guid.NewGuid():N}"[..20];
        var (two, one) = (await RepAsync("Two", territory, weight: 2), await RepAsync("One", territory, weight: 1));
        var leads = await LeadsAsync(30);
        var answers = await Task.WhenAll(leads.Select((l, i) => world.AssignAsync(l, territory: territory, replica: i)));
        Assert.Equal((20, 10), (answers.Count(a => a.OrThrow().Lead.OwnerName == "Two"), answers.Count(a => a.OrThrow().Lead.OwnerName == "One")));
        Assert.All(answers, a => Assert.Contains("turn, weight", a.OrThrow().Reason, StringComparison.Ordinal));

        var kept = (await world.Of<OverflowList>().AssignmentsAsync(leads[0], CancellationToken.None)).Assignments.Single();
        Assert.Equal((answers[0].OrThrow().Reason, "Hana Head"), (kept.Reason, kept.ByName));
        Assert.Equal(20, (await world.NoticesAsync(two)).Count);
        Assert.Equal(10, (await world.NoticesAsync(one)).Count);
    }

    [Fact]
    public async Task People_who_left_never_get_leads_and_what_they_worked_waits_visibly()
    {
        var territory = $"t{Guid.NewGuid():N}"[..20];
        var (ann, bob) = (await RepAsync("Ann", territory), await RepAsync("Bob", territory));
        var account = await world.AccountAsync("Left behind");
        var (worked, next) = (await world.LeadAsync(account), await LeadsAsync(4));
        (await world.ClaimLeadAsync(ann, worked)).OrThrow();
        await world.TellAsync(ann.Id, 1, new Identity.V1.PersonCreated { PersonId = ann.Id.ToString(), DisplayName = "Ann", Roles = { Identity.V1.Role.Rep } });
        await world.TellAsync(ann.Id, 2, new Identity.V1.PersonDisabled { PersonId = ann.Id.ToString() });

        var waiting = (await world.Of<OverflowList>().ListAsync(new(200, null), false, CancellationToken.None)).Leads.Single(l => l.Lead.AccountId == account.ToString());
        Assert.Equal(("", "Ann gave it back: they have left."), (waiting.Lead.OwnerName, waiting.Reason));
        Assert.All(await Task.WhenAll(next.Select((l, i) => world.AssignAsync(l, territory: territory, replica: i))), a => Assert.Equal("Bob", a.OrThrow().Lead.OwnerName));
        Assert.Equal("REP_NOT_ELIGIBLE", (await world.AssignAsync(worked, ann)).Refusal!.Reason);

        await world.TellAsync(ann.Id, 3, new Identity.V1.PersonEnabled { PersonId = ann.Id.ToString() });
        Assert.Equal("Ann", (await world.AssignAsync(worked, ann)).OrThrow().Lead.OwnerName);
    }

    [Fact]
    public async Task Events_of_people_may_come_in_any_order_and_again()
    {
        var ann = await RepAsync("Ann", "x");
        var lead = (await LeadsAsync(1))[0];
        await world.TellAsync(ann.Id, 3, new Identity.V1.PersonEnabled { PersonId = ann.Id.ToString() });
        await world.TellAsync(ann.Id, 5, new Identity.V1.RolesChanged { PersonId = ann.Id.ToString(), Roles = { Identity.V1.Role.Rep } });
        await world.TellAsync(ann.Id, 2, new Identity.V1.PersonDisabled { PersonId = ann.Id.ToString() });
        await world.TellAsync(ann.Id, 4, new Identity.V1.RolesChanged { PersonId = ann.Id.ToString(), Roles = { Identity.V1.Role.SolutionEngineer } });
        await world.TellAsync(ann.Id, 2, new Identity.V1.PersonDisabled { PersonId = ann.Id.ToString() }, replica: 1);
        await world.TellAsync(ann.Id, 1, new Identity.V1.PersonCreated { PersonId = ann.Id.ToString(), DisplayName = "Ann Again", Roles = { Identity.V1.Role.Partner } });
        Assert.Equal("Ann", (await world.AssignAsync(lead, ann)).OrThrow().Lead.OwnerName);
        await world.TellAsync(ann.Id, 6, new Identity.V1.RolesChanged { PersonId = ann.Id.ToString(), Roles = { Identity.V1.Role.Partner } });
        Assert.Contains("is no rep any more", (await world.AssignAsync((await LeadsAsync(1))[0], ann)).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assignment_and_a_leave_at_once_end_with_nobody_who_left_owning_anything()
    {
        for (var round = 0; round < 8; round++)
        {
            var territory = $"t{Guid.NewGuid():N}"[..20];
            var ann = await RepAsync("Ann", territory);
            var leads = await LeadsAsync(6);
            await Task.WhenAll(
            [
                .. leads.Select((l, i) => (Task)world.AssignAsync(l, territory: territory, replica: i)),
                world.TellAsync(ann.Id, 2, new Identity.V1.PersonDisabled { PersonId = ann.Id.ToString() }, replica: round),
            ]);
            Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from leads.leads where owner_id = $1", ann.Id));
        }
    }

    [Fact]
    public async Task F10_A_lead_of_a_registered_account_goes_to_who_registered_it()
    {
        var territory = $"t{Guid.NewGuid():N}"[..20];
        var (ann, bob, account) = (await RepAsync("Ann", "elsewhere"), await RepAsync("Bob", territory), await world.AccountAsync());
        var registration = await world.ApprovedAsync(ann, account);
        var answer = (await world.AssignAsync(await world.LeadAsync(account), territory: territory)).OrThrow();
        Assert.Equal(("Ann", $"Ann is preferred: owns the registration {registration.Number}."), (answer.Lead.OwnerName, answer.Reason));
        Assert.Equal("ALREADY_REGISTERED", (await world.AssignAsync(await world.LeadAsync(account), bob)).Refusal!.Reason);
    }

    [Fact]
    public async Task With_nobody_who_has_room_a_lead_waits_and_the_reason_says_who_was_passed_over()
    {
        var territory = $"t{Guid.NewGuid():N}"[..20];
        var full = await RepAsync("Full", territory, open: 0);
        var lead = (await LeadsAsync(1))[0];
        var answer = (await world.AssignAsync(lead, territory: territory)).OrThrow();
        Assert.Equal(($"Nobody with room serves startup in {territory}. Passed over: Full has 0 of 0 open leads.", V1.LeadState.Open), (answer.Reason, answer.Lead.State));
        Assert.Equal(world.Clock.Now.AddHours(24), answer.Lead.OverflowDueAt.ToDateTimeOffset());
        await world.SetProfileAsync(full, new() { Weight = 1, Active = true, TimeZone = "Etc/UTC", Territories = { territory } });
        Assert.Equal("Full", (await world.AssignAsync(lead, territory: territory)).OrThrow().Lead.OwnerName);
    }

    [Fact]
    public async Task A_lead_that_somebody_has_is_passed_on_by_a_lead_and_by_nobody_else()
    {
        var (ann, bob) = (await RepAsync("Ann", "x"), await RepAsync("Bob", "x"));
        var lead = (await LeadsAsync(1))[0];
        (await world.ClaimLeadAsync(ann, lead)).OrThrow();
        Assert.Equal("LEAD_CLAIMED", (await world.AssignAsync(lead)).Refusal!.Reason);
        Assert.Equal("LEAD_CLAIMED", (await world.AssignAsync(lead, bob, by: Staff.Person("robot", Role.Service))).Refusal!.Reason);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bob", (await world.AssignAsync(lead, bob)).OrThrow().Lead.OwnerName);
        Assert.Contains(await world.NoticesAsync(ann), n => n.Contains("is Bob's now", StringComparison.Ordinal));
        Assert.Equal(["Bob", "Ann"], (await world.Of<OverflowList>().AssignmentsAsync(lead, CancellationToken.None)).Assignments.Select(a => a.RepName));
    }

    [Fact]
    public async Task A_lost_lead_stays_lost_and_is_nobodys()
    {
        var (ann, bob) = (await RepAsync("Ann", "x"), await RepAsync("Bob", "x"));
        var lead = (await LeadsAsync(1))[0];
        (await world.ClaimLeadAsync(ann, lead)).OrThrow();
        var desk = world.Of<AssignmentDesk>();
        Assert.Equal("NOT_YOURS", (await desk.LoseAsync(OwnershipWorld.As(bob), lead, "mine", CancellationToken.None)).Refusal!.Reason);
        Assert.Equal("reason", (await desk.LoseAsync(OwnershipWorld.As(ann), lead, "", CancellationToken.None)).Refusal!.Fields.Single().Field);
        Assert.Equal(V1.LeadState.Closed, (await desk.LoseAsync(OwnershipWorld.As(ann), lead, "went elsewhere", CancellationToken.None)).OrThrow().Lead.State);
        Assert.Equal("LEAD_CLOSED", (await world.ClaimLeadAsync(bob, lead)).Refusal!.Reason);
        Assert.Equal("LEAD_CLOSED", (await world.AssignAsync(lead)).Refusal!.Reason);
        Assert.Equal("LEAD_CLOSED", (await desk.GiveBackAsync(OwnershipWorld.As(ann), lead, "x", CancellationToken.None)).Refusal!.Reason);
    }

    private async Task<Actor> RepAsync(string name, string territory, int weight = 1, int? open = null)
    {
        var profile = new RepProfile { Weight = weight, Active = true, TimeZone = "Etc/UTC", MonthlyCapacity = 30_000, Territories = { territory } };
        if (open is { } max)
        {
            profile.OpenLeadsMax = max;
        }

        return await world.ProfiledAsync(name, profile);
    }

    private async Task<List<Guid>> LeadsAsync(int count)
    {
        var leads = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            leads.Add(await world.LeadAsync(await world.AccountAsync()));
        }

        return leads;
    }
}
