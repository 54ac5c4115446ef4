using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Quotes;

namespace CoretimeDesk.Web.Desk.Rules;

/// <summary>A value of a rule version.</summary>
/// <param name="Name">What it says.</param>
/// <param name="Value">With its unit.</param>
public sealed record RuleLine(string Name, string Value);

/// <summary>A rule version in words and units: rates in percent, times in hours and days, sizes in core-periods. What it means, docs/rules.md says; nothing is judged here.</summary>
public static class RuleWords
{
    /// <summary>Segments by tiers: what a rep may give alone.</summary>
    public static (IReadOnlyList<string> Tiers, IReadOnlyList<(string Segment, IReadOnlyList<string> Ceilings)> Rows) Ceilings(JsonElement rules)
    {
        var tiers = rules.GetProperty("tiers").EnumerateArray().Select(t => t.GetProperty("name").GetString()!).ToList();
        var cells = rules.GetProperty("ceilings_bp");
        return (tiers, [.. rules.GetProperty("segments").EnumerateArray().Select(s => s.GetString()!).Select(segment =>
            (segment, (IReadOnlyList<string>)[.. tiers.Select(tier => QuoteWords.Percent(cells.GetProperty(segment).GetProperty(tier).GetUInt32()))]))]);
    }

    /// <summary>"S: 1 to 13 core-periods a year".</summary>
    public static IReadOnlyList<RuleLine> Tiers(JsonElement rules) =>
    [
        .. rules.GetProperty("tiers").EnumerateArray().Select(t => new RuleLine(
            t.GetProperty("name").GetString()!,
            t.GetProperty("to") is { ValueKind: JsonValueKind.Number } to ? $"{Words.Number(t.GetProperty("from").GetInt64())} to {Words.Count(to.GetInt64(), "core-period")} a year" : $"{Words.Count(t.GetProperty("from").GetInt64(), "core-period")} a year and more")),
    ];

    /// <summary>The ladder beyond a rep's ceiling, and who reaches how far.</summary>
    public static IReadOnlyList<RuleLine> Ladder(JsonElement rules)
    {
        var lines = new List<RuleLine>();
        var number = 0;
        foreach (var step in rules.GetProperty("ladder").EnumerateArray())
        {
            number++;
            var end = step.GetProperty("up_to_bp_over") is { ValueKind: JsonValueKind.Number } up ? $"up to {QuoteWords.Bound(up.GetUInt32())} points over the ceiling" : "up to the hard stop";
            lines.Add(new($"Step {number}", $"{end}: {QuoteWords.Roles(Texts(step.GetProperty("approvers")))}, within {Words.Count(step.GetProperty("sla_hours").GetInt64(), "hour")}{(step.GetProperty("needs_reason").GetBoolean() ? ", with a reason code" : "")}"));
        }

        lines.AddRange(rules.GetProperty("authority").EnumerateObject().Select(role => new RuleLine(
            QuoteWords.Role(role.Name), role.Value.GetInt32() is > 0 and var step ? $"may give alone what step {step} covers" : "may give alone up to the ceiling")));
        return lines;
    }

    /// <summary>All the rest.</summary>
    public static IReadOnlyList<RuleLine> Limits(JsonElement rules)
    {
        var (stops, urgent, days) = (rules.GetProperty("hard_stops"), rules.GetProperty("urgent"), rules.GetProperty("quote_days"));
        return
        [
            new("Hard stop, concession", $"{QuoteWords.Percent(stops.GetProperty("concession_bp").GetUInt32())} of list"),
            new("Hard stop, concession with commission and overlay", $"{QuoteWords.Percent(stops.GetProperty("giveaway_bp").GetUInt32())} of list"),
            new("One step up beyond the ceiling", Or(Texts(rules.GetProperty("lift_tiers")), "no tier", "tier ")),
            new("Steps that a rebate adds", rules.GetProperty("rebate_lift").GetInt32().ToString(CultureInfo.InvariantCulture)),
            new("Needs a current assessment", Or(Texts(rules.GetProperty("assessment_tiers")), "no tier", "tier ")),
            new("Reason codes", Or(Texts(rules.GetProperty("reason_codes")), "none", "")),
            new("Urgent", $"step {urgent.GetProperty("step").GetInt32()} within {Words.Count(urgent.GetProperty("sla_hours").GetInt64(), "hour")} when the sale phase ends within {Words.Count(urgent.GetProperty("phase_ends_within_hours").GetInt64(), "hour")}"),
            new("An approval counts", Words.Count(rules.GetProperty("approval_valid_days").GetInt64(), "day")),
            new("A quote is valid", $"{Words.Count(days.GetProperty("default").GetInt64(), "day")}, at most {days.GetProperty("max").GetInt64()}"),
        ];
    }

    /// <summary>"Ceilings: startup, S" of "/ceilings_bp/startup/S".</summary>
    public static string Path(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Replace("_bp", "", StringComparison.Ordinal).Replace('_', ' ')).ToList();
        return parts.Count == 0 ? "the version" : $"{char.ToUpperInvariant(parts[0][0])}{parts[0][1..]}{(parts.Count > 1 ? $": {string.Join(", ", parts.Skip(1))}" : "")}";
    }

    /// <summary>One side of a change: basis points as percent, everything else as it stands; a dash where there was nothing.</summary>
    public static string Side(RuleChange change, string text)
    {
        ArgumentNullException.ThrowIfNull(change);
        return text.Length == 0 ? "–" : change.Path.Contains("_bp", StringComparison.Ordinal) && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bp) ? QuoteWords.Percent(bp) : text;
    }

    /// <summary>Since when it counts and until when, in words.</summary>
    public static string Validity(RuleVersionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return $"from {Words.At(record.EffectiveFrom)}{(record.EffectiveTo is { } to ? $" until {Words.At(to)}" : ", open")}";
    }

    private static IReadOnlyList<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!)];

    private static string Or(IReadOnlyList<string> texts, string none, string before) => texts.Count == 0 ? none : $"{before}{string.Join(", ", texts)}";
}
