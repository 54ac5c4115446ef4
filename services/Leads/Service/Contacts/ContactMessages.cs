using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Contacts;

internal static class ContactMessages
{
    /// <summary>The row's account must be loaded.</summary>
    public static Contact ToMessage(this ContactRow row) => new()
    {
        ContactId = row.Id.ToString(),
        AccountId = row.AccountId.ToString(),
        AccountNumber = row.Account!.Number,
        AccountName = row.Account.Name,
        Name = row.Name,
        Title = row.Title,
        Emails = { row.Emails },
        Handles = { row.Handles },
        Language = row.Language,
        TimeZone = row.TimeZone,
        Country = row.Country,
        OptedOutAt = row.OptedOutAt?.ToTimestamp(),
        OptOutSource = (V1.OptOutSource)(row.OptOutSource ?? 0),
        OptOutReason = row.OptOutReason,
        AddedAt = row.AddedAt.ToTimestamp(),
        ForgottenAt = row.ForgottenAt?.ToTimestamp(),
        Version = row.Version,
    };
}
