using System.Globalization;
using System.Numerics;
using CoretimeDesk.Leads.Assessments;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.DecisionMaps;

/// <summary>Between the wire and the domain. The enums share their numbers; a test holds them together.</summary>
internal static class DecisionMapMessages
{
    /// <summary>Null for an empty text.</summary>
    public static BigInteger? Amount(string text) => text.Length == 0 ? null : BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    public static bool IsAmount(string text) => text.Length <= 39 && text.All(char.IsAsciiDigit);

    /// <summary>The row's account must be loaded. Members are given when they were.</summary>
    public static V1.DecisionMap ToMessage(this DecisionMapRow row, IEnumerable<V1.DecisionMember> members) => new()
    {
        MapId = row.Id.ToString(),
        AccountId = row.AccountId.ToString(),
        AccountNumber = row.Account!.Number,
        AccountName = row.Account.Name,
        LeadId = row.LeadId?.ToString() ?? "",
        Title = row.Title,
        Track = new()
        {
            Name = row.TrackName,
            Unit = (V1.PowerUnit)row.Unit,
            ApprovalBasisPoints = row.ApprovalBasisPoints,
            Turnout = row.Turnout?.ToString(CultureInfo.InvariantCulture) ?? "",
            SupportBasisPoints = row.SupportBasisPoints,
            Electorate = row.Electorate?.ToString(CultureInfo.InvariantCulture) ?? "",
        },
        Members = { members },
        Version = row.Version,
        CreatedAt = row.CreatedAt.ToTimestamp(),
    };

    public static V1.DecisionMember ToMessage(this DecisionMemberRow row, DecisionMember known, string contactedBy) => new()
    {
        MemberId = row.Id.ToString(),
        Label = known.Name,
        ContactId = row.ContactId?.ToString() ?? "",
        Address = row.Address,
        Weight = row.Weight?.ToString(CultureInfo.InvariantCulture) ?? "",
        WeightAt = row.WeightBlockHash is null ? null : new() { Number = (ulong)row.WeightBlock!.Value, Hash = row.WeightBlockHash },
        Imported = row.Imported,
        SoftPower = row.SoftPower,
        Evidence = row.Evidence,
        Roles = { row.Roles.Select(r => (V1.DecisionRole)r) },
        Stance = (V1.Stance)row.Stance,
        ContactedOn = known.ContactedOn is { } on ? AssessmentMessages.Iso(on) : "",
        ContactedBy = contactedBy,
    };
}
