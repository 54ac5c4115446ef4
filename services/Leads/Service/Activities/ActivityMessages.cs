using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Between the wire and the rows. The enums share their numbers; a test holds them together.</summary>
internal static class ActivityMessages
{
    /// <summary>The row's contact, lead and corrections must be loaded.</summary>
    public static V1.Activity ToMessage(this ActivityRow row) => new()
    {
        ActivityId = row.Id.ToString(),
        AccountId = row.AccountId.ToString(),
        Kind = (V1.ActivityKind)row.Kind,
        Source = (V1.ActivitySource)row.Source,
        Summary = row.Summary,
        OccurredAt = row.OccurredAt.ToTimestamp(),
        RecordedAt = row.RecordedAt.ToTimestamp(),
        Reference = row.Reference,
        ContactId = row.ContactId?.ToString() ?? "",
        ContactName = row.Contact?.Name ?? "",
        LeadId = row.LeadId?.ToString() ?? "",
        LeadNumber = row.Lead?.Number ?? "",
        ActorId = row.ActorId.ToString(),
        ActorName = row.ActorName,
        Corrections =
        {
            row.Corrections.OrderBy(c => c.Number).Select(c => new ActivityCorrection
            {
                CorrectedAt = c.CorrectedAt.ToTimestamp(),
                CorrectedBy = c.CorrectedBy,
                Reason = c.Reason,
                Summary = c.Summary,
                Withdrawn = c.Withdrawn,
            }),
        },
    };

    /// <summary>Without its text, which may be personal.</summary>
    public static IMessage ToEvent(this ActivityRow row) => new ActivityEntered
    {
        ActivityId = row.Id.ToString(),
        AccountId = row.AccountId.ToString(),
        Kind = (V1.ActivityKind)row.Kind,
        Source = (V1.ActivitySource)row.Source,
        OccurredAt = row.OccurredAt.ToTimestamp(),
        Reference = row.Reference,
        ContactId = row.ContactId?.ToString() ?? "",
        LeadId = row.LeadId?.ToString() ?? "",
    };
}
