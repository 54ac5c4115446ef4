using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Translating;

/// <summary>
/// What Leads tells of a customer. Metrics' "lead" is the customer: quotes, registrations, grants and purchases all name it, and not all of them a lead record. It is created with
/// its first lead record or claim of a registration; an account that was only noted is none.
/// </summary>
internal static class LeadFacts
{
    private const string ToCare = "AE_TO_CSM";
    private const string Unstated = "unstated";

    // Nobody had the opportunity yet, or has it under another name: nothing was lost.
    private static readonly string[] NotLost = ["REJECTED", "MERGED", "OWNER_LEFT"];

    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        if (told.Of<AccountCreated>() is [var created, ..])
        {
            var size = new CustomerSize(created, told);
            foreach (var opened in told.Of<LeadOpened>())
            {
                // Who opened it touched it first. The desk itself is nobody.
                Created(facts, opened, opened.Message.AccountId, size, opened.At, opened.Actor == Guid.Empty ? null : $"{opened.Actor}");
            }

            foreach (var claimed in told.Of<RegistrationClaimed>())
            {
                Created(facts, claimed, claimed.Message.AccountId, size, claimed.Message.ClaimedAt.ToDateTimeOffset(), claimed.Message.OwnerId);
            }

            Merges(told, facts, size);
        }

        foreach (var passed in told.Of<HandOverAccepted>().Where(h => h.Message.Step != ToCare))
        {
            facts.Add(new Qualified(Id("qualified", passed), passed.Message.AcceptedAt.ToDateTimeOffset(), passed.At, passed.Message.AccountId), "", passed.Evidence());
        }

        foreach (var fit in told.Of<AssessmentWritten>().Where(a => a.Message.Verdict is Verdict.Fit or Verdict.FitWithConditions))
        {
            facts.Add(new Qualified(Id("qualified", fit), fit.At, fit.At, fit.Message.AccountId), "", fit.Evidence());
        }

        foreach (var approved in told.Of<RegistrationApproved>())
        {
            facts.Add(new Registered(Id("registered", approved), approved.Message.ApprovedAt.ToDateTimeOffset(), approved.At, approved.Message.AccountId), "", approved.Evidence());
        }

        foreach (var ended in told.Of<RegistrationEnded>().Where(e => !NotLost.Contains(e.Message.Ending)))
        {
            facts.Add(new Released(Id("released", ended), ended.Message.EndedAt.ToDateTimeOffset(), ended.At, ended.Message.AccountId), "", ended.Evidence());
        }

        foreach (var closed in told.Of<LeadClosed>().Where(c => !c.Message.Won))
        {
            var reason = closed.Message.Reason.Length > 0 ? closed.Message.Reason : Unstated;
            facts.Add(new Lost(Id("lost", closed), closed.Message.ClosedAt.ToDateTimeOffset(), closed.At, closed.Message.AccountId, reason), "", closed.Evidence());
        }
    }

    /// <summary>A fact that one event says: its name is the event's place.</summary>
    public static string Id<T>(string kind, Told<T> told)
        where T : IMessage => $"{kind}/{told.Aggregate}/{told.Sequence}";

    private static void Created<T>(SubjectFacts facts, Told<T> told, string account, CustomerSize size, DateTimeOffset at, string? rep)
        where T : IMessage
    {
        var (segment, tier, evidence) = size.At(told.At);
        facts.Add(new LeadCreated(Id("lead", told), at, told.At, account, segment, tier, rep, null), "", told.Evidence(), evidence);
    }

    private static void Merges(SubjectTold told, SubjectFacts facts, CustomerSize size)
    {
        foreach (var merged in told.Of<AccountsMerged>())
        {
            // Only a survivor's own subject holds the merge, so that an undone one, which both are told of, is one fact.
            var (segment, tier, _) = size.At(merged.At);
            var id = $"merge/{merged.Message.MergeId}";
            facts.Add(new LeadMerged(id, merged.At, merged.At, merged.Message.AbsorbedAccountId, merged.Message.AccountId), "", new FactExtra(Segment: segment, Tier: tier), [merged.Evidence()]);
            if (told.Of<MergeUndone>().FirstOrDefault(u => u.Message.MergeId == merged.Message.MergeId) is { } undone)
            {
                facts.Add(new MergeReverted($"{id}/undone", undone.At, undone.At, id), "", undone.Evidence());
            }
        }
    }
}
