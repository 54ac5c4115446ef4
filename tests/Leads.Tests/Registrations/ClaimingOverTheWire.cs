using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests.Registrations;

/// <summary>The same over gRPC, with two processes of the service, its own clock and its own sweeps.</summary>
public sealed class ClaimingOverTheWire(LeadsWorld world)
{
    private readonly Actor _ann = Staff.Person("Ann", Role.Rep);
    private readonly Actor _bob = Staff.Person("Bob", Role.Rep);

    [Fact]
    public async Task F10_The_loser_gets_a_status_with_who_when_and_until_when_and_a_receipt_that_can_be_checked_at_home()
    {
        var account = await world.AccountAsync("Wire");
        var won = await Registrations().ClaimRegistrationAsync(Claim(account), world.Staff.As(_ann));
        var refusal = await LeadsWorld.RefusedAsync(Registrations(1).ClaimRegistrationAsync(Claim(account), world.Staff.As(_bob)).ResponseAsync);
        Assert.Equal((RefusalKind.Precondition, "ALREADY_REGISTERED", "Ann"), (refusal.Kind, refusal.Reason, refusal.Facts["owner_name"]));
        Assert.Matches(@"^Ann registered A-20\d\d-\d{6} Wire for bulk coretime on .* UTC\. The claim is decided by .* UTC\.$", refusal.Message);

        var chain = await Registrations(1).ReadClaimsAsync(new() { AccountId = account.AccountId, Line = V1.ProductLine.Bulk, Receipt = refusal.Facts["chain_hash"] }, world.Staff.As(_bob));
        Assert.True(chain.Whole);
        List<ChainLink> links = [.. chain.Links.Select(l => new ChainLink(l.Position, l.At.ToDateTimeOffset(), l.Content, l.Previous, l.Hash))];
        Assert.Null(ClaimChain.Verify(Guid.Parse(account.AccountId), ProductLine.Bulk, links, won.Receipt.Hash));
        Assert.DoesNotContain("Dana", chain.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F10_An_incomplete_claim_names_every_field_and_the_draft_is_its_authors_alone()
    {
        var account = await world.AccountAsync();
        var refusal = await LeadsWorld.RefusedAsync(Registrations().ClaimRegistrationAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Line = V1.ProductLine.OnDemand }, world.Staff.As(_ann)).ResponseAsync);
        Assert.Equal("CLAIM_INCOMPLETE", refusal.Reason);
        Assert.Equal(["contact", "next_step", "next_step_reason", "next_step_on"], refusal.Fields.Select(f => f.Field));

        Assert.Equal(V1.RegistrationState.Draft, Assert.Single(await ListAsync(_ann, account)).State);
        Assert.Empty(await ListAsync(_bob, account));
        Assert.Single(await ListAsync(world.Hector, account));
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2026-13-01")]
    [InlineData("01.12.2026")]
    public async Task A_date_that_is_none_is_wrong_and_no_claim(string date)
    {
        var account = await world.AccountAsync();
        var claim = Claim(account);
        claim.Form.NextStepOn = date;
        var refusal = await LeadsWorld.RefusedAsync(Registrations().ClaimRegistrationAsync(claim, world.Staff.As(_ann)).ResponseAsync);
        Assert.Equal((RefusalKind.Invalid, "form.next_step_on"), (refusal.Kind, refusal.Fields.Single().Field));
        Assert.Empty((await Registrations().ReadClaimsAsync(new() { AccountId = account.AccountId, Line = V1.ProductLine.Bulk }, world.Staff.As(_ann))).Links);
    }

    [Fact]
    public async Task From_claim_to_release_with_every_call_on_another_replica()
    {
        var account = await world.AccountAsync("Whole life");
        var registration = (await Registrations(0).ClaimRegistrationAsync(Claim(account), world.Staff.As(_ann))).Registration;
        registration = (await Registrations(1).DecideRegistrationAsync(
            new() { RequestId = LeadsWorld.NewId(), RegistrationId = registration.RegistrationId, Approve = true }, world.Staff.As(world.Hector))).Registration;
        Assert.Equal(("Hector Head", registration.ApprovedAt.ToDateTimeOffset().AddDays(90)), (registration.ApprovedBy, registration.ProtectedUntil.ToDateTimeOffset()));

        await Registrations(0).NoteActivityAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, OccurredAt = TimeProvider.System.GetUtcNow().ToTimestamp() }, world.Staff.As(_bob));
        var extend = new ExtendRegistrationRequest
        {
            RequestId = LeadsWorld.NewId(),
            RegistrationId = registration.RegistrationId,
            Signal = new() { Kind = ProgressSignalKind.ChallengeSigned, Network = "polkadot", Reference = $"0x{new string('a', 64)}", At = registration.ApprovedAt },
        };
        var extended = (await Registrations(1).ExtendRegistrationAsync(extend, world.Staff.As(_ann))).Registration;
        Assert.Equal(extended, (await Registrations(0).ExtendRegistrationAsync(extend, world.Staff.As(_ann))).Registration);
        Assert.Equal(registration.ProtectedUntil.ToDateTimeOffset().AddDays(45), extended.ProtectedUntil.ToDateTimeOffset());
        Assert.Equal(extend.Signal, extended.Extensions.Single().Signal);
        var seenByBob = (await Registrations().GetRegistrationAsync(new() { RegistrationId = registration.RegistrationId }, world.Staff.As(_bob))).Registration;
        Assert.Equal((RegistrationExtension.EvidenceOneofCase.None, null), (seenByBob.Extensions.Single().EvidenceCase, seenByBob.Form));

        Assert.Equal("NOT_YOURS", (await LeadsWorld.RefusedAsync(Registrations().ReleaseRegistrationAsync(Release(extended), world.Staff.As(_bob)).ResponseAsync)).Reason);
        var ended = (await Registrations().ReleaseRegistrationAsync(Release(extended), world.Staff.As(_ann))).Registration;
        Assert.Equal(RegistrationEnding.GivenUp, ended.Ending);
        Assert.Equal(
            ["RegistrationClaimed", "RegistrationApproved", "RegistrationActivityNoted", "RegistrationExtended", "RegistrationEnded"],
            await TypesAsync(registration.RegistrationId));
    }

    [Fact]
    public async Task Capacity_assignment_and_overflow_over_the_wire()
    {
        var (rep, territory) = (Staff.Person("Rob", Role.Rep), LeadsWorld.NewId()[..18]);
        var capacity = new CapacityService.CapacityServiceClient(world.Replica().Channel);
        await capacity.SetRepProfileAsync(
            new() { RequestId = LeadsWorld.NewId(), Profile = new() { PersonId = rep.Id.ToString(), Name = rep.Name, Weight = 1, Active = true, TimeZone = "Europe/Zurich", Territories = { territory }, OpenLeadsMax = 1 } },
            world.Staff.As(world.Hector));
        var (first, second) = (await world.LeadAsync(), await world.LeadAsync());
        var assigned = await capacity.AssignLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = first.LeadId, Territory = territory }, world.Staff.As(world.Hector));
        Assert.Equal("Rob", assigned.Lead.OwnerName);

        // What is refused over the wire waits in the queue all the same.
        var refusal = await LeadsWorld.RefusedAsync(world.Leads(1).ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = second.LeadId }, world.Staff.As(rep)));
        Assert.Equal(("CAPACITY_REACHED", "1"), (refusal.Reason, refusal.Facts["open_leads"]));
        var waiting = await capacity.ListOverflowAsync(new() { PageSize = 200 }, world.Staff.As(rep));
        Assert.Contains(waiting.Leads, l => l.Lead.LeadId == second.LeadId && l.Reason == "Rob wanted it and has 1 of 1 open leads.");

        var standing = (await capacity.ListRepsAsync(new(), world.Staff.As(world.Hector))).Reps.Single(r => r.Profile.PersonId == rep.Id.ToString());
        Assert.Equal((1, 1, 1, 10, false), (standing.Load.OpenLeads, standing.Load.OpenLeadsMax, standing.Load.NewToday, standing.Load.NewPerDayMax, standing.HasLeft));
        var lost = await capacity.LoseLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = first.LeadId, Reason = "no budget" }, world.Staff.As(rep));
        Assert.Equal(LeadState.Closed, lost.Lead.State);
        Assert.Contains((await world.Leads().ListLeadsAsync(new() { State = LeadState.Closed, OwnerId = rep.Id.ToString() }, world.Staff.As(rep))).Leads, l => l.LeadId == first.LeadId);
        Assert.DoesNotContain((await world.Leads().ListLeadsAsync(new() { State = LeadState.Claimed, OwnerId = rep.Id.ToString() }, world.Staff.As(rep))).Leads, l => l.LeadId == first.LeadId);
    }

    [Fact]
    public async Task Everything_wrong_with_a_profile_is_said_at_once()
    {
        var refusal = await LeadsWorld.RefusedAsync(new CapacityService.CapacityServiceClient(world.Replica().Channel).SetRepProfileAsync(
            new() { RequestId = LeadsWorld.NewId(), Profile = new() { PersonId = "Rob", Weight = 11, TimeZone = "Mars", MonthlyCapacity = 29, OpenLeadsMax = -1, Functions = { (V1.SalesFunction)9 }, Territories = { "" } } },
            world.Staff.As(world.Hector)).ResponseAsync);
        Assert.Equal(
            ["profile.person_id", "profile.functions", "profile.territories", "profile.time_zone", "profile.weight", "profile.open_leads_max", "profile.monthly_capacity"],
            refusal.Fields.Select(f => f.Field));
    }

    [Fact]
    public async Task D9_Only_a_service_reports_what_the_chain_says()
    {
        var account = await world.AccountAsync();
        var handOvers = new HandOversService.HandOversServiceClient(world.Replica().Channel);
        var request = new ReportChainFactRequest
        {
            RequestId = LeadsWorld.NewId(),
            AccountId = account.AccountId,
            Fact = new() { Kind = V1.ChainFactKind.FirstPurchase, FactId = "0xaa/0xbb/1", BlockHash = "0xbb", OccurredAt = Timestamp.FromDateTimeOffset(OwnershipWorld.Start) },
        };
        var denied = await Assert.ThrowsAsync<RpcException>(() => handOvers.ReportChainFactAsync(request, world.Staff.As(world.Hector)).ResponseAsync);
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
        Assert.Null((await handOvers.ReportChainFactAsync(request, world.Staff.As(Staff.Person("matching", Role.Service)))).HandOver);
    }

    private RegistrationsService.RegistrationsServiceClient Registrations(int replica = 0) => new(world.Replica(replica).Channel);

    private static ClaimRegistrationRequest Claim(Account account) => new()
    {
        RequestId = LeadsWorld.NewId(),
        AccountId = account.AccountId,
        Line = V1.ProductLine.Bulk,
        Form = new() { Contact = "Dana Ito, CTO", NextStep = "Show numbers", NextStepReason = "They decide this month", NextStepOn = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd") },
    };

    private static ReleaseRegistrationRequest Release(V1.Registration registration) => new() { RequestId = LeadsWorld.NewId(), RegistrationId = registration.RegistrationId, Reason = "no budget" };

    private async Task<IReadOnlyList<V1.Registration>> ListAsync(Actor viewer, Account account) =>
        (await Registrations().ListRegistrationsAsync(new() { AccountId = account.AccountId }, world.Staff.As(viewer))).Registrations;

    private async Task<List<string>> TypesAsync(string aggregate)
    {
        await using var command = world.Database.CreateCommand("select split_part(type, '.', 3) from leads.journal where aggregate_id = $1 order by version");
        command.Parameters.AddWithValue(Guid.Parse(aggregate));
        await using var reader = await command.ExecuteReaderAsync();
        var types = new List<string>();
        while (await reader.ReadAsync())
        {
            types.Add(reader.GetString(0));
        }

        return types;
    }
}
