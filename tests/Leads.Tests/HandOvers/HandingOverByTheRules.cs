using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Tests.HandOvers;

public sealed class HandingOverByTheRules
{
    private const string Note = "They want two cores by March; budget is agreed.";
    private static readonly DateTimeOffset Friday = new(2026, 11, 6, 15, 0, 0, TimeSpan.Zero);
    private static readonly OwnershipRules Rules = new() { Number = 1 };
    private static readonly Participant Sid = new(new(Guid.NewGuid(), "Sid"), [SalesFunction.Sdr], null);
    private static readonly Participant Ada = new(new(Guid.NewGuid(), "Ada"), [SalesFunction.Ae], null);
    private static readonly Participant Cem = new(new(Guid.NewGuid(), "Cem"), [SalesFunction.Csm], null);
    private static readonly ChainFact Bought = new(ChainFactKind.FirstPurchase, "0xaa/0xbb/3", "0xbb", Friday.AddHours(-1));

    [Theory]
    [InlineData(Segment.Startup, 6, ChecklistItem.Funding)]
    [InlineData(Segment.Builder, 5, ChecklistItem.DecisionPath)]
    [InlineData(Segment.Enterprise, 6, ChecklistItem.Procurement)]
    [InlineData(Segment.Government, 6, ChecklistItem.Mandate)]
    public void D9_F14_Each_segment_has_its_own_checklist_and_all_of_it_is_needed(Segment segment, int items, ChecklistItem last)
    {
        var list = QualificationChecklist.Of(segment);
        Assert.Equal((items, last), (list.Count, list[^1]));
        Assert.Null(ToAe(segment, Answers(segment)).Refusal);
        foreach (var item in list)
        {
            var refusal = ToAe(segment, [.. Answers(segment).Where(a => a.Item != item)]).Refusal!;
            Assert.Equal(HandOverRules.Words(item) + " is not answered.", refusal.Fields.Single(f => f.Field == "checklist").Description);
        }

        Assert.Equal(items, ToAe(segment, []).Refusal!.Fields.Count);
        Assert.Equal(items, ToAe(segment, [.. list.Select(i => new ChecklistAnswer(i, " ?"))]).Refusal!.Fields.Count);
    }

    [Fact]
    public void D9_A_receiver_has_two_working_days()
    {
        var offered = (HandOver.Offered)HandOver.Evolve(null, ToAe(Segment.Builder, Answers(Segment.Builder)).Events.Single());
        Assert.Equal(new DateTimeOffset(2026, 11, 10, 15, 0, 0, TimeSpan.Zero), offered.DueAt);
        Assert.Null(HandOverRules.DueBy(offered.DueAt.AddMicroseconds(-1), offered));
        var returned = (HandOver.Returned)HandOver.Evolve(offered, HandOverRules.DueBy(offered.DueAt.AddDays(50), offered)!);
        Assert.Equal((ReturnCause.NotAccepted, offered.DueAt, Sid.Who), (returned.Cause, returned.At, returned.From));
        Assert.Equal("NOT_OFFERED", HandOverRules.Accept(returned, Ada.Who, Friday).Refusal!.Reason);
    }

    [Fact]
    public void D9_Everything_wrong_with_an_offer_is_said_at_once()
    {
        var refusal = HandOverRules.OfferToAe(Guid.NewGuid(), Guid.NewGuid(), Segment.Builder, Ada.Who.Id, Ada, Sid, "call them", Answers(Segment.Builder), Friday, Rules).Refusal!;
        Assert.Equal(["receiver_id", "step", "note"], refusal.Fields.Select(f => f.Field));
        Assert.Contains("yourself", ToAe(Segment.Builder, Answers(Segment.Builder), to: Sid).Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("has left", ToAe(Segment.Builder, Answers(Segment.Builder), to: Ada with { Absence = "has left" }).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal("NOT_YOURS", HandOverRules.OfferToAe(Guid.NewGuid(), Guid.NewGuid(), Segment.Builder, Ada.Who.Id, Sid, Ada, Note, Answers(Segment.Builder), Friday, Rules).Refusal!.Reason);
    }

    [Fact]
    public void D9_Only_the_named_receiver_accepts_and_both_sides_can_return_it()
    {
        var offered = HandOver.Evolve(null, ToAe(Segment.Builder, Answers(Segment.Builder)).Events.Single());
        Assert.Equal("NOT_YOURS", HandOverRules.Accept(offered, Cem.Who, Friday).Refusal!.Reason);
        Assert.Equal("NOT_YOURS", HandOverRules.Return(offered, Cem.Who, "mine", Friday).Refusal!.Reason);
        Assert.Equal("reason", HandOverRules.Return(offered, Ada.Who, "", Friday).Refusal!.Fields.Single().Field);
        Assert.Equal(ReturnCause.Declined, ((HandOverEvent.Returned)HandOverRules.Return(offered, Ada.Who, "too small", Friday).Events.Single()).Cause);
        Assert.Equal(ReturnCause.Withdrawn, ((HandOverEvent.Returned)HandOverRules.Return(offered, Sid.Who, "too early", Friday).Events.Single()).Cause);
        var accepted = HandOver.Evolve(offered, HandOverRules.Accept(offered, Ada.Who, Friday).Events.Single());
        Assert.Empty(HandOverRules.Accept(accepted, Ada.Who, Friday).Events);
        Assert.Equal("NOT_OFFERED", HandOverRules.Return(accepted, Ada.Who, "changed my mind", Friday).Refusal!.Reason);
    }

    [Fact]
    public void D9_A_customer_goes_to_a_csm_only_because_of_a_chain_fact_and_stays_due_until_somebody_accepts()
    {
        var due = HandOver.Evolve(null, new HandOverEvent.FellDue(Guid.NewGuid(), Guid.NewGuid(), Ada.Who, Bought, Friday));
        Assert.Equal("NOT_YOURS", HandOverRules.OfferToCsm(due, Sid, Cem, Note, Friday, Rules).Refusal!.Reason);
        Assert.Equal("receiver_id", HandOverRules.OfferToCsm(due, Ada, Sid, Note, Friday, Rules).Refusal!.Fields.Single().Field);
        var offered = HandOver.Evolve(due, HandOverRules.OfferToCsm(due, Ada, Cem, Note, Friday, Rules).Events.Single());
        Assert.Equal("ALREADY_OFFERED", HandOverRules.OfferToCsm(offered, Ada, Cem, Note, Friday, Rules).Refusal!.Reason);
        var again = HandOver.Evolve(offered, HandOverRules.DueBy(Friday.AddDays(9), offered)!);
        Assert.Equal(due, again);
        Assert.Null(HandOverRules.OfferToCsm(again, Ada, Cem, Note, Friday.AddDays(9), Rules).Refusal);
    }

    [Fact]
    public void D10_After_a_close_tasks_arise_by_exceptions_alone()
    {
        Assert.IsType<CareAnswer.NotInCare>(CareRules.TaskFor(null, null));
        Assert.IsType<CareAnswer.NotInCare>(CareRules.TaskFor(null, CareException.RenewalWindow));
        Assert.IsType<CareAnswer.NoTask>(CareRules.TaskFor(Cem.Who, null));
        Assert.All(Enum.GetValues<CareException>(), e => Assert.Equal(new CareAnswer.Csm(Cem.Who), CareRules.TaskFor(Cem.Who, e)));
    }

    [Fact]
    public void An_event_that_cannot_follow_is_a_bug_and_says_so() =>
        Assert.Throws<System.Diagnostics.UnreachableException>(() => HandOver.Evolve(null, new HandOverEvent.Accepted(Friday)));

    private static List<ChecklistAnswer> Answers(Segment segment) => [.. QualificationChecklist.Of(segment).Select(i => new ChecklistAnswer(i, "known"))];

    private static Decision<HandOverEvent> ToAe(Segment segment, IReadOnlyList<ChecklistAnswer> answers, Participant? to = null) =>
        HandOverRules.OfferToAe(Guid.CreateVersion7(Friday), Guid.NewGuid(), segment, Sid.Who.Id, Sid, to ?? Ada, Note, answers, Friday, Rules);
}
