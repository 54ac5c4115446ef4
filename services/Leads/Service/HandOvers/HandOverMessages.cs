using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>Between hand-overs and the wire. The enums share their numbers; a test holds them together.</summary>
internal static class HandOverMessages
{
    /// <summary>The row's account must be loaded.</summary>
    public static V1.HandOver ToMessage(this HandOverRow row) => new()
    {
        HandOverId = row.Id.ToString(),
        Number = row.Number,
        AccountId = row.AccountId.ToString(),
        AccountNumber = row.Account!.Number,
        AccountName = row.Account.Name,
        LeadId = row.LeadId?.ToString() ?? "",
        Step = (V1.HandOverStep)row.Step,
        State = (V1.HandOverState)row.State,
        FromId = row.FromId.ToString(),
        FromName = row.FromName,
        ToId = row.ToId?.ToString() ?? "",
        ToName = row.ToName ?? "",
        Note = row.Note,
        Checklist = { row.Checklist.Select(a => new V1.ChecklistAnswer { Item = (V1.ChecklistItem)a.Item, Note = a.Note }) },
        Fact = row.Fact is { } fact ? new() { Kind = (V1.ChainFactKind)fact.Kind, FactId = fact.FactId, BlockHash = fact.BlockHash, OccurredAt = fact.OccurredAt.ToTimestamp() } : null,
        OfferedAt = row.OfferedAt?.ToTimestamp(),
        DueAt = row.DueAt?.ToTimestamp(),
        DecidedAt = row.DecidedAt?.ToTimestamp(),
        ReturnCause = (HandOverReturnCause)(row.Cause ?? 0),
        ReturnReason = row.ReturnReason ?? "",
        CreatedAt = row.CreatedAt.ToTimestamp(),
        Version = row.Version,
    };
}
