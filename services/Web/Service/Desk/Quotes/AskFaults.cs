using CoretimeDesk.Web.Desk.Calls;

namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>What a service finds wrong with an ask, by the names that the form of the terms has for its fields.</summary>
internal static class AskFaults
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["para_id"] = "The customer's para", ["valid_days"] = "Days to accept", ["reason_code"] = "Reason code", ["reason_note"] = "Why, for those who approve", ["settlement"] = "Who buys",
        ["waived_planck"] = "Services not charged", ["waived_services"] = "Which services", ["rebate_planck"] = "Rebate",
    };

    /// <summary>"The customer's para is missing: …"; what it says itself where no field is at fault.</summary>
    public static string Text(Trouble trouble) => trouble.Fields.Count == 0 ? trouble.Text : string.Join(' ', trouble.Fields.Select(f => $"{NameOf(f.Field)} {f.Description}"));

    /// <summary>The first field at fault; null for none.</summary>
    public static string? First(Trouble trouble) => trouble.Fields is [var first, ..] ? NameOf(first.Field) : null;

    // A path may lead through a line: "ask.lines[0].coretime.rebate_planck". What the form does not have keeps its path.
    private static string NameOf(string field) => Names.GetValueOrDefault(field.Split('.')[^1], field);
}
