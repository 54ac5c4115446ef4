using System.Diagnostics;

namespace CoretimeDesk.Leads;

/// <summary>The rules of leads.</summary>
public static class LeadRules
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleLengthMax = 200;

    /// <summary>Opens a lead on an account that exists.</summary>
    public static Decision<LeadEvent> Open(LeadEvent.Opened lead) => lead.Title.Length is 0 or > TitleLengthMax
        ? Refusal.InvalidField("title", $"must have 1 to {TitleLengthMax} characters.")
        : Decision<LeadEvent>.Emit(lead);

    /// <summary>Makes <paramref name="by"/> the owner. Claiming one's own lead again changes nothing.</summary>
    public static Decision<LeadEvent> Claim(Lead lead, Owner by, DateTimeOffset now) => lead switch
    {
        Lead.Open => Decision<LeadEvent>.Emit(new LeadEvent.ClaimedBy(by, now)),
        Lead.Claimed claimed when claimed.Owner.Id == by.Id => Decision<LeadEvent>.Nothing,
        Lead.Claimed claimed => Owned(claimed),
        Lead.Closed closed => LeadMoves.Over(closed),
        _ => throw new UnreachableException(),
    };

    // Who and since when, so that the two can talk; never what was offered.
    private static Refusal Owned(Lead.Claimed lead) =>
        new(RefusalKind.Precondition, "LEAD_CLAIMED", $"{lead.Owner.Name} owns this lead since {lead.At:d MMMM yyyy HH:mm} UTC.")
        {
            Facts = new Dictionary<string, string>
            {
                ["owner_id"] = lead.Owner.Id.ToString(),
                ["owner_name"] = lead.Owner.Name,
                ["claimed_at"] = lead.At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
            },
        };
}
