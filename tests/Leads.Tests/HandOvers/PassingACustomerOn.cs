using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Leads.Tests.HandOvers;

public sealed class PassingACustomerOn(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    private const string Note = "They want two cores by March; budget is agreed.";
    private static readonly List<ChecklistAnswer> Qualified = [.. QualificationChecklist.Of(Segment.Startup).Select(i => new ChecklistAnswer(i, "known"))];

    [Fact]
    public async Task D9_From_SDR_to_AE_lead_and_registration_change_owner_when_the_receiver_says_yes()
    {
        var (sid, ada, account) = (await SdrAsync(), await AeAsync(), await world.AccountAsync("Passed on"));
        var lead = await ClaimedAsync(sid, account);
        var registration = await world.ApprovedAsync(sid, account);
        var offered = await OfferedAsync(sid, lead, ada);
        Assert.Equal("Sid", (await LeadAsync(lead)).OwnerName);
        Assert.Contains(await world.NoticesAsync(ada), n => n.Contains("Sid hands it to you", StringComparison.Ordinal));

        var accepted = (await AcceptAsync(ada, offered)).OrThrow().HandOver;
        Assert.Equal((V1.HandOverState.Accepted, "Ada"), (accepted.State, (await LeadAsync(lead)).OwnerName));
        var moved = await world.GetAsync(registration);
        Assert.Equal(("Ada", registration.ProtectedUntil), (moved.OwnerName, moved.ProtectedUntil));
        Assert.Contains(await world.NoticesAsync(sid), n => n.Contains("Ada has accepted it", StringComparison.Ordinal));
        Assert.Equal(accepted, (await AcceptAsync(ada, offered)).OrThrow().HandOver);
    }

    [Fact]
    public async Task D9_Without_a_yes_in_two_working_days_it_returns_also_when_nobody_sweeps()
    {
        world.Clock.Set(new(2026, 11, 6, 15, 0, 0, TimeSpan.Zero));
        var (sid, ada) = (await SdrAsync(), await AeAsync());
        var lead = await ClaimedAsync(sid, await world.AccountAsync());
        var offered = await OfferedAsync(sid, lead, ada);
        Assert.Equal("ALREADY_OFFERED", (await OfferAsync(sid, lead, await AeAsync("Abe"))).Refusal!.Reason);
        world.Clock.Set(new(2026, 11, 10, 15, 0, 0, TimeSpan.Zero));
        Assert.Equal("NOT_OFFERED", (await AcceptAsync(ada, offered)).Refusal!.Reason);
        await world.SweepAsync();
        await world.SweepAsync();

        var returned = await GetAsync(offered);
        Assert.Equal((V1.HandOverState.Returned, V1.HandOverReturnCause.NotAccepted, offered.DueAt), (returned.State, returned.ReturnCause, returned.DecidedAt));
        Assert.Equal("Sid", (await LeadAsync(lead)).OwnerName);
        Assert.Single(await world.NoticesAsync(sid), n => n.Contains("it is back with you", StringComparison.Ordinal));
        await OfferedAsync(sid, lead, await AeAsync("Abe"));
    }

    [Fact]
    public async Task D9_An_offer_that_ran_out_makes_room_for_the_next_one_before_any_sweep()
    {
        var (sid, ada) = (await SdrAsync(), await AeAsync());
        var lead = await ClaimedAsync(sid, await world.AccountAsync());
        var first = await OfferedAsync(sid, lead, ada);
        world.Clock.Advance(TimeSpan.FromDays(7));
        await OfferedAsync(sid, lead, ada);
        Assert.Equal(V1.HandOverState.Returned, (await GetAsync(first)).State);
    }

    [Fact]
    public async Task D9_Two_offers_at_once_leave_one_and_two_answers_at_once_one_outcome()
    {
        for (var round = 0; round < 5; round++)
        {
            var (sid, ada) = (await SdrAsync(), await AeAsync());
            var lead = await ClaimedAsync(sid, await world.AccountAsync());
            var offers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => OfferAsync(sid, lead, ada, i)));
            var offered = Assert.Single(offers, o => o.Refusal is null).OrThrow().HandOver;

            var accept = world.Of<HandOverDesk>(0).AcceptAsync(OwnershipWorld.As(ada), IdOf(offered), CancellationToken.None);
            var withdraw = world.Of<HandOverDesk>(1).ReturnAsync(OwnershipWorld.As(sid), IdOf(offered), "changed my mind", CancellationToken.None);
            var (yes, no) = ((await accept).Refusal is null, (await withdraw).Refusal is null);
            Assert.NotEqual(yes, no);
            Assert.Equal(yes ? "Ada" : "Sid", (await LeadAsync(lead)).OwnerName);
        }
    }

    [Fact]
    public async Task D9_A_receiver_without_room_cannot_accept_and_the_lead_stays_where_it_is()
    {
        var (sid, ada) = (await SdrAsync(), await world.ProfiledAsync("Ada", new() { Weight = 1, Active = true, TimeZone = "Etc/UTC", Functions = { V1.SalesFunction.Ae }, OpenLeadsMax = 0 }));
        var lead = await ClaimedAsync(sid, await world.AccountAsync());
        var offered = await OfferedAsync(sid, lead, ada);
        Assert.Equal("CAPACITY_REACHED", (await AcceptAsync(ada, offered)).Refusal!.Reason);
        Assert.Equal(("Sid", null), ((await LeadAsync(lead)).OwnerName, (await LeadAsync(lead)).QueueDueAt));
        Assert.Equal(V1.HandOverState.Offered, (await GetAsync(offered)).State);
    }

    [Fact]
    public async Task D9_A_lead_that_has_left_its_sender_meanwhile_cannot_be_accepted()
    {
        var (sid, ada) = (await SdrAsync(), await AeAsync());
        var lead = await ClaimedAsync(sid, await world.AccountAsync());
        var offered = await OfferedAsync(sid, lead, ada);
        (await world.Of<AssignmentDesk>().GiveBackAsync(OwnershipWorld.As(sid), lead, "on holiday", CancellationToken.None)).OrThrow();
        Assert.Equal("LEAD_MOVED", (await AcceptAsync(ada, offered)).Refusal!.Reason);
    }

    [Fact]
    public async Task D9_D10_A_purchase_on_the_chain_opens_the_hand_over_to_a_CSM_and_ends_the_clocks_when_it_is_accepted()
    {
        var (ada, cem, account) = (await AeAsync(), await CsmAsync(), await world.AccountAsync("Bought"));
        var lead = await ClaimedAsync(ada, account);
        var registration = await world.ApprovedAsync(ada, account);
        Assert.IsType<CareAnswer.NotInCare>(await TaskForAsync(account, CareException.RenewalWindow));

        // Facts come from several followers and again; one hand-over is opened.
        var facts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ReportAsync(account, i % 2 == 0 ? ChainFactKind.FirstPurchase : ChainFactKind.AssignedFinal, $"fact {i}", i)));
        var due = facts[0]!;
        Assert.All(facts, f => Assert.Equal(due.HandOverId, f?.HandOverId));
        Assert.Equal((V1.HandOverState.Due, "Ada"), (due.State, due.FromName));
        Assert.True((await LeadAsync(lead)).Won);
        Assert.Contains(await world.NoticesAsync(ada), n => n.Contains("Name a CSM", StringComparison.Ordinal));

        var desk = world.Of<HandOverDesk>();
        (await desk.OfferCustomerAsync(OwnershipWorld.As(ada), IdOf(due), cem.Id, Note, CancellationToken.None)).OrThrow();
        (await AcceptAsync(cem, due)).OrThrow();
        var cared = await world.GetAsync(registration);
        Assert.Equal(("Cem", V1.RegistrationKeeping.Customer, null), (cared.OwnerName, cared.Keeping, cared.ProtectedUntil));
        world.Clock.Advance(TimeSpan.FromDays(500));
        await world.SweepAsync();
        Assert.Equal(V1.RegistrationState.Approved, (await world.GetAsync(registration)).State);

        Assert.Equal(new CareAnswer.Csm(new(cem.Id, "Cem")), await TaskForAsync(account, CareException.AutoRenewalFailed));
        Assert.IsType<CareAnswer.NoTask>(await TaskForAsync(account, null));
        Assert.Null(await ReportAsync(account, ChainFactKind.FirstPurchase, "another"));
    }

    [Fact]
    public async Task D9_A_final_assignment_opens_the_hand_over_but_wins_no_lead_because_a_sponsor_may_have_paid()
    {
        var (ada, account) = (await AeAsync(), await world.AccountAsync());
        var lead = await ClaimedAsync(ada, account);
        Assert.Equal("Ada", (await ReportAsync(account, ChainFactKind.AssignedFinal, "assigned"))!.FromName);
        Assert.Null((await LeadAsync(lead)).ClosedAt);
    }

    [Fact]
    public async Task D9_A_purchase_by_an_account_that_nobody_works_opens_nothing()
    {
        Assert.Null(await ReportAsync(await world.AccountAsync(), ChainFactKind.FirstPurchase, "nobody's"));
        var house = await world.AccountAsync();
        (await world.Of<RegistrationDesk>().TakeForHouseAsync(OwnershipWorld.As(world.Hana), house, ProductLine.Bulk, "strategic", CancellationToken.None)).OrThrow();
        Assert.Null(await ReportAsync(house, ChainFactKind.FirstPurchase, "house"));
    }

    [Fact]
    public async Task D9_What_the_chain_asked_for_stays_asked_for_until_a_CSM_accepts()
    {
        var (ada, cem, account) = (await AeAsync(), await CsmAsync(), await world.AccountAsync());
        await ClaimedAsync(ada, account);
        var due = (await ReportAsync(account, ChainFactKind.FirstPurchase, "bought"))!;
        (await world.Of<HandOverDesk>().OfferCustomerAsync(OwnershipWorld.As(ada), IdOf(due), cem.Id, Note, CancellationToken.None)).OrThrow();
        world.Clock.Advance(TimeSpan.FromDays(30));
        await world.SweepAsync();
        Assert.Equal((V1.HandOverState.Due, V1.HandOverReturnCause.NotAccepted), ((await GetAsync(due)).State, (await GetAsync(due)).ReturnCause));
        (await world.Of<HandOverDesk>().OfferCustomerAsync(OwnershipWorld.As(ada), IdOf(due), cem.Id, Note, CancellationToken.None)).OrThrow();
        (await AcceptAsync(cem, due)).OrThrow();
    }

    private Task<Actor> SdrAsync() => world.ProfiledAsync("Sid", functions: V1.SalesFunction.Sdr);

    private Task<Actor> AeAsync(string name = "Ada") => world.ProfiledAsync(name, functions: V1.SalesFunction.Ae);

    private Task<Actor> CsmAsync() => world.ProfiledAsync("Cem", functions: V1.SalesFunction.Csm);

    private async Task<Guid> ClaimedAsync(Actor rep, Guid account)
    {
        var lead = await world.LeadAsync(account);
        (await world.ClaimLeadAsync(rep, lead)).OrThrow();
        return lead;
    }

    private Task<Journal.Outcome<V1.OfferHandOverResponse>> OfferAsync(Actor from, Guid lead, Actor to, int replica = 0) =>
        world.Of<HandOverDesk>(replica).OfferLeadAsync(OwnershipWorld.As(from), lead, to.Id, Note, Qualified, CancellationToken.None);

    private async Task<V1.HandOver> OfferedAsync(Actor from, Guid lead, Actor to) => (await OfferAsync(from, lead, to)).OrThrow().HandOver;

    private Task<Journal.Outcome<V1.AcceptHandOverResponse>> AcceptAsync(Actor by, V1.HandOver handOver) => world.Of<HandOverDesk>().AcceptAsync(OwnershipWorld.As(by), IdOf(handOver), CancellationToken.None);

    private async Task<V1.HandOver?> ReportAsync(Guid account, ChainFactKind kind, string id, int replica = 0) => (await world.Of<ChainTriggers>(replica).ReportAsync(
        OwnershipWorld.As(Staff.Person("matching", Role.Service)), account, new(kind, id, "0xbb", world.Clock.Now.AddMinutes(-1)), CancellationToken.None)).OrThrow().HandOver;

    private async Task<V1.HandOver> GetAsync(V1.HandOver handOver) => (await world.Of<HandOverList>().GetAsync(IdOf(handOver), CancellationToken.None)).OrThrow().HandOver;

    private async Task<Data.LeadRow> LeadAsync(Guid lead)
    {
        await using var db = world.Db();
        return db.Leads.Single(l => l.Id == lead);
    }

    private async Task<CareAnswer> TaskForAsync(Guid account, CareException? cause)
    {
        await using var db = world.Db();
        return await CustomerCare.TaskForAsync(db, account, cause, CancellationToken.None);
    }

    private static Guid IdOf(V1.HandOver handOver) => Guid.Parse(handOver.HandOverId);
}
