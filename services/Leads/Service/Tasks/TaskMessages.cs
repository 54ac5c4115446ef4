using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Tasks;

/// <summary>Between tasks and the wire.</summary>
internal static class TaskMessages
{
    /// <summary>Account, lead and contact must be loaded. Answers to commands are kept, so they name nobody: no text then.</summary>
    public static V1.DeskTask ToMessage(this TaskRow row, bool withText = true)
    {
        var contact = row.Contact is { ForgottenAt: null } known && withText ? known.Name : "";
        string Fill(string text) => withText ? TemplateRules.Fill(text, contact.Length > 0 ? contact : "the contact", row.Account!.Name, row.Owner?.Name ?? "the owner") : text;
        var zone = ContactZone.Of(row.Contact?.TimeZone ?? "", row.Contact?.Country ?? "").Zone;
        return new()
        {
            TaskId = row.Id.ToString(),
            Cause = (V1.TaskCause)row.Cause,
            State = (V1.TaskState)row.State,
            AccountId = row.AccountId.ToString(),
            AccountNumber = row.Account!.Number,
            AccountName = row.Account.Name,
            LeadId = row.LeadId?.ToString() ?? "",
            ContactId = row.ContactId?.ToString() ?? "",
            ContactName = contact,
            Channel = (CadenceChannel)(row.Channel ?? 0),
            Title = Fill(row.Title),
            Text = Fill(row.Body),
            OwnerId = row.Owner?.Id.ToString() ?? "",
            OwnerName = row.Owner?.Name ?? "",
            CreatedAt = row.CreatedAt.ToTimestamp(),
            DueAt = row.DueAt.ToTimestamp(),
            EscalatedAt = row.EscalatedAt?.ToTimestamp(),
            ClosedAt = row.ClosedAt?.ToTimestamp(),
            Outcome = row.Outcome,
            DueLocal = withText ? $"{CadenceMessages.LocalTime(zone, row.DueAt)} {zone.Id}" : "",
            Version = row.Version,
        };
    }
}
