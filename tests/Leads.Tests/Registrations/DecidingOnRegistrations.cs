using CoretimeDesk.Leads.Registrations;
using static CoretimeDesk.Leads.Tests.Registrations.RegistrationScene;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class DecidingOnRegistrations
{
    private static readonly Authority Self = new(Ann, false, false);
    private static readonly Authority Stranger = new(Bob, false, false);

    [Fact]
    public void Approval_protects_for_90_days_from_then_on()
    {
        var now = Tuesday.AddHours(5);
        var approved = (Registration.Approved)After(Pending(Ann, Tuesday), RegistrationRules.Decide(Pending(Ann, Tuesday), Head, true, "", now, Rules));
        Assert.Equal((now, now.AddDays(90), now), (approved.ApprovedAt, approved.ProtectedUntil, approved.LastActivityAt));
    }

    [Fact]
    public void A_rejection_says_why()
    {
        Assert.Equal("reason", RegistrationRules.Decide(Pending(Ann, Tuesday), Head, false, " ", Tuesday, Rules).Refusal!.Fields.Single().Field);
        var ended = (Registration.Ended)After(Pending(Ann, Tuesday), RegistrationRules.Decide(Pending(Ann, Tuesday), Head, false, "No such project", Tuesday, Rules));
        Assert.Equal(Ending.Rejected, ended.How);
    }

    [Fact]
    public void Nobody_decides_their_own_claim_and_no_rep_decides_any()
    {
        Assert.Equal("OWN_CLAIM", RegistrationRules.Decide(Pending(Hana, Tuesday), Head, true, "", Tuesday, Rules).Refusal!.Reason);
        Assert.Equal("NOT_YOURS", RegistrationRules.Decide(Pending(Ann, Tuesday), Stranger, true, "", Tuesday, Rules).Refusal!.Reason);
        Assert.Equal("NOT_PENDING", RegistrationRules.Decide(Approved(Ann, Tuesday), Head, true, "", Tuesday, Rules).Refusal!.Reason);
    }

    [Fact]
    public void A_team_lead_decides_for_their_own_teams_only()
    {
        var (north, south) = (Guid.NewGuid(), Guid.NewGuid());
        var lead = new Actor(Guid.NewGuid(), "Tove") { Roles = new HashSet<Role> { Role.TeamLead }, Teams = new HashSet<Guid> { north } };
        Assert.True(Authority.Of(lead, [north, south]).MayLead);
        Assert.False(Authority.Of(lead, [south]).MayLead);
        Assert.True(Authority.Of(lead, []).MayLead);
        Assert.False(Authority.Of(lead with { Roles = new HashSet<Role> { Role.Rep } }, [north]).MayLead);
        Assert.True(Authority.Of(lead with { Roles = new HashSet<Role> { Role.HeadOfSales } }, [south]).IsHead);
    }

    [Fact]
    public void Two_extensions_of_45_days_each_on_its_own_evidence_and_no_third()
    {
        Registration registration = Approved(Ann, Tuesday);
        registration = After(registration, RegistrationRules.Extend(registration, Self, Meeting(Tuesday.AddDays(3)), Tuesday.AddDays(10), Rules));
        registration = After(registration, RegistrationRules.Extend(registration, Self, Signal(Tuesday.AddDays(12)), Tuesday.AddDays(20), Rules));
        var extended = (Registration.Approved)registration;
        Assert.Equal((Tuesday.AddDays(180), 2), (extended.ProtectedUntil, extended.Extensions.Count));
        Assert.Equal("EXTENSIONS_USED_UP", RegistrationRules.Extend(registration, Self, Signal(Tuesday.AddDays(21), 'b'), Tuesday.AddDays(22), Rules).Refusal!.Reason);
    }

    [Fact]
    public void Evidence_counts_once_and_must_be_newer_than_what_it_extends()
    {
        var once = After(Approved(Ann, Tuesday), RegistrationRules.Extend(Approved(Ann, Tuesday), Self, Meeting(Tuesday.AddDays(3)), Tuesday.AddDays(3), Rules));
        Assert.Contains("earlier extension", Fault(once, Meeting(Tuesday.AddDays(4)), Tuesday.AddDays(5)), StringComparison.Ordinal);
        Assert.Contains("lies between 2026-11-06 and today", Fault(once, Meeting(Tuesday.AddDays(2), 'b'), Tuesday.AddDays(5)), StringComparison.Ordinal);
        Assert.Contains("signal.at", Fault(once, Signal(Tuesday.AddDays(3) - TimeSpan.FromMicroseconds(1)), Tuesday.AddDays(5)), StringComparison.Ordinal);
        Assert.Contains("signal.at", Fault(once, Signal(Tuesday.AddDays(6)), Tuesday.AddDays(5)), StringComparison.Ordinal);
        Assert.Null(RegistrationRules.Extend(once, Self, Signal(Tuesday.AddDays(3)), Tuesday.AddDays(5), Rules).Refusal);
    }

    [Fact]
    public void Everything_wrong_with_evidence_is_said_at_once()
    {
        var nothing = new ProgressEvidence.MeetingAndAssessment(new(2026, 1, 1), "", "", "ABC");
        Assert.Equal(
            ["meeting.note", "meeting.assessment", "meeting.assessment_sha256", "meeting.met_on"],
            RegistrationRules.Extend(Approved(Ann, Tuesday), Self, nothing, Tuesday, Rules).Refusal!.Fields.Select(f => f.Field));
        var vague = new ProgressEvidence.OnChainSignal(SignalKind.AccountFunded, "", "0x12", null, Tuesday);
        Assert.Equal(
            ["signal.network", "signal.reference", "signal.event_index"],
            RegistrationRules.Extend(Approved(Ann, Tuesday), Self, vague, Tuesday, Rules).Refusal!.Fields.Select(f => f.Field));
        Assert.Empty(Signal(Tuesday, index: null, kind: SignalKind.ChallengeSigned).Faults());
    }

    [Fact]
    public void Only_what_is_protected_can_be_extended()
    {
        foreach (var registration in new Registration[] { Pending(Ann, Tuesday), Approved(Ann, Tuesday) with { Keeping = Keeping.House, ProtectedUntil = null }, At(Approved(Ann, Tuesday), Tuesday.AddDays(31)) })
        {
            Assert.Equal("NOT_EXTENDABLE", RegistrationRules.Extend(registration, Head, Meeting(Tuesday), Tuesday, Rules).Refusal!.Reason);
        }

        Assert.Equal("NOT_YOURS", RegistrationRules.Extend(Approved(Ann, Tuesday), Stranger, Meeting(Tuesday), Tuesday, Rules).Refusal!.Reason);
    }

    [Fact]
    public void A_house_account_is_released_by_the_head_of_sales_only()
    {
        var house = new Registration.Approved(Guid.NewGuid(), AlephId, ProductLine.Bulk, Registration.House, Tuesday, Tuesday, Keeping.House, null, Tuesday);
        Assert.Equal("HOUSE_ACCOUNT", RegistrationRules.Release(house, new(Bob, false, true), "mine now", Tuesday).Refusal!.Reason);
        Assert.Equal("HOUSE_ACCOUNT", ClaimRules.Taken(house, Aleph).Reason);
        Assert.Equal(Ending.Released, ((Registration.Ended)After(house, RegistrationRules.Release(house, Head, "Nobody works it", Tuesday))).How);
    }

    [Fact]
    public void An_owner_gives_up_and_a_lead_takes_back_and_a_stranger_does_neither()
    {
        var approved = Approved(Ann, Tuesday);
        Assert.Equal(Ending.GivenUp, ((Registration.Ended)After(approved, RegistrationRules.Release(approved, Self, "no budget", Tuesday))).How);
        Assert.Equal(Ending.Released, ((Registration.Ended)After(approved, RegistrationRules.Release(approved, Head, "never called them", Tuesday))).How);
        Assert.Equal("NOT_YOURS", RegistrationRules.Release(approved, Stranger, "mine", Tuesday).Refusal!.Reason);
        Assert.Equal("reason", RegistrationRules.Release(approved, Self, "", Tuesday).Refusal!.Fields.Single().Field);
        var customer = approved with { Keeping = Keeping.Customer, ProtectedUntil = null };
        Assert.Equal("CUSTOMER_IN_CARE", RegistrationRules.Release(customer, Self, "bored", Tuesday).Refusal!.Reason);
    }

    [Fact]
    public void The_customers_signed_writing_always_wins()
    {
        var digest = new string('d', 64);
        foreach (var active in new Registration[] { Pending(Ann, Tuesday), Approved(Ann, Tuesday), new Registration.Approved(Guid.NewGuid(), AlephId, ProductLine.Bulk, Registration.House, Tuesday, Tuesday, Keeping.House, null, Tuesday) })
        {
            var moved = (Registration.Approved)After(active, Override(active, Bob, digest));
            Assert.Equal((Bob, Tuesday.AddDays(91), digest, active.Id), (moved.Owner, moved.ProtectedUntil, moved.CustomerDocument, moved.Id));
        }

        var named = (Registration.Approved)Registration.Evolve(null, Override(null, Bob, digest).Events.Single());
        Assert.Equal((Bob, Tuesday.AddDays(91)), (named.Owner, named.ProtectedUntil));
        Assert.Empty(Override(named, Bob, digest).Events);
    }

    [Fact]
    public void A_writing_needs_its_digest_and_a_note_and_somebody_else_to_record_it()
    {
        var refusal = RegistrationRules.Override(null, Guid.NewGuid(), AlephId, ProductLine.Bulk, Hana, Hana, "abc", "", Tuesday, Rules).Refusal!;
        Assert.Equal(["document_sha256", "note", "owner_id"], refusal.Fields.Select(f => f.Field));
    }

    [Fact]
    public void Silence_approves_nobody_who_has_left()
    {
        Assert.Equal(Ending.OwnerLeft, ((Registration.Ended)After(Pending(Ann, Tuesday), RegistrationRules.OwnerLeft(Pending(Ann, Tuesday), Tuesday))).How);
        Assert.Empty(RegistrationRules.OwnerLeft(Approved(Ann, Tuesday), Tuesday).Events);
    }

    private static Decision<RegistrationEvent> Override(Registration? active, Owner to, string digest) =>
        RegistrationRules.Override(active, Guid.CreateVersion7(Tuesday), AlephId, ProductLine.Bulk, to, Hana, digest, "Signed by the CEO", Tuesday.AddDays(1), Rules);

    private static string Fault(Registration registration, ProgressEvidence evidence, DateTimeOffset now) =>
        RegistrationRules.Extend(registration, Self, evidence, now, Rules).Refusal!.Message;
}
