using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Translating;

/// <summary>Who owns a customer from when on: who claimed or was given its lead, and who has its registration. A lead that is given back keeps its last owner until somebody has it.</summary>
internal static class OwnerFacts
{
    public static void Add(SubjectTold told, SubjectFacts facts)
    {
        foreach (var claimed in told.Of<LeadClaimed>())
        {
            Changed(facts, claimed, claimed.Message.AccountId, claimed.Message.OwnerId, claimed.Message.ClaimedAt.ToDateTimeOffset());
        }

        foreach (var assigned in told.Of<LeadAssigned>())
        {
            Changed(facts, assigned, assigned.Message.AccountId, assigned.Message.OwnerId, assigned.Message.AssignedAt.ToDateTimeOffset());
        }

        foreach (var approved in told.Of<RegistrationApproved>().Where(r => !r.Message.House))
        {
            Changed(facts, approved, approved.Message.AccountId, approved.Message.OwnerId, approved.Message.ApprovedAt.ToDateTimeOffset());
        }

        foreach (var moved in told.Of<RegistrationMoved>())
        {
            Changed(facts, moved, moved.Message.AccountId, moved.Message.OwnerId, moved.Message.MovedAt.ToDateTimeOffset());
        }
    }

    private static void Changed<T>(SubjectFacts facts, Told<T> told, string account, string owner, DateTimeOffset at)
        where T : IMessage
    {
        if (owner.Length > 0)
        {
            facts.Add(new OwnerChanged(LeadFacts.Id("owner", told), at, told.At, account, owner, null), "", told.Evidence());
        }
    }
}
