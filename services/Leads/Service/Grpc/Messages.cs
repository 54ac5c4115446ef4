using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads;

/// <summary>Between the wire and the domain. The enums share their numbers; a test holds them together.</summary>
internal static class Messages
{
    public static Segment ToDomain(this V1.Segment segment) => (Segment)segment;

    public static LeadSource ToDomain(this V1.LeadSource source) => (LeadSource)source;

    public static SizeTier ToDomain(this V1.SizeTier tier) => (SizeTier)tier;

    /// <summary>The row's account must be loaded.</summary>
    public static V1.Lead ToMessage(this LeadRow row) => new()
    {
        LeadId = row.Id.ToString(),
        Number = row.Number,
        AccountId = row.AccountId.ToString(),
        AccountName = row.Account!.Name,
        Title = row.Title,
        Source = (V1.LeadSource)row.Source,
        State = row.ClosedAt is not null ? LeadState.Closed : row.OwnerId is null ? LeadState.Open : LeadState.Claimed,
        OwnerId = row.OwnerId?.ToString() ?? "",
        OwnerName = row.OwnerName ?? "",
        OpenedAt = row.OpenedAt.ToTimestamp(),
        ClaimedAt = row.ClaimedAt?.ToTimestamp(),
        Version = row.Version,
        Segment = (V1.Segment)row.Account.Segment,
        SizeTier = (V1.SizeTier)row.Account.SizeTier,
        OverflowDueAt = row.QueueDueAt?.ToTimestamp(),
        ClosedAt = row.ClosedAt?.ToTimestamp(),
        Won = row.Won,
    };

    public static IMessage ToMessage(this LeadEvent.Opened e) => new LeadOpened
    {
        LeadId = e.Id.ToString(),
        Number = e.Number,
        AccountId = e.AccountId.ToString(),
        Title = e.Title,
        Source = (V1.LeadSource)e.Source,
    };

    public static IMessage ToMessage(this LeadEvent e, LeadRow row) => e switch
    {
        LeadEvent.Opened opened => opened.ToMessage(),
        LeadEvent.ClaimedBy claim => new LeadClaimed
        {
            LeadId = row.Id.ToString(),
            AccountId = row.AccountId.ToString(),
            OwnerId = claim.Owner.Id.ToString(),
            OwnerName = claim.Owner.Name,
            ClaimedAt = claim.At.ToTimestamp(),
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
