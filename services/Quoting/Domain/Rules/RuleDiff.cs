
namespace CoretimeDesk.Quoting.Rules;

/// <summary>One difference between two rule versions.</summary>
/// <param name="Path">Where, as a JSON Pointer into the file: <c>/ceilings_bp/startup/S</c>.</param>
/// <param name="Before">What it was; null when it was not there.</param>
/// <param name="After">What it is; null when it is no longer there.</param>
/// <param name="Sentence">The difference in people's words.</param>
public sealed record RuleChange(string Path, string? Before, string? After, string Sentence);

/// <summary>Compares two rule versions, field by field in the order of the file.</summary>
public static class RuleDiff
{
    /// <summary>All differences but the number of the version; none when both say the same.</summary>
    public static IReadOnlyList<RuleChange> Between(RuleVersion before, RuleVersion after)
    {
        var changes = new List<RuleChange>();
        Field("/effective_from", RuleWords.When(before.EffectiveFrom), RuleWords.When(after.EffectiveFrom), "In force from");
        Field("/effective_to", End(before), End(after), "In force until");
        Field("/segments", List(before.Segments), List(after.Segments), "Segments");
        Keyed("/tiers", before.Tiers.ToDictionary(t => t.Name, t => t.ToWords()), after.Tiers.ToDictionary(t => t.Name, t => t.ToWords()), name => $"Tier {name}");
        Keyed("/ceilings_bp", Ceilings(before), Ceilings(after), name => $"A rep's own ceiling, {name.Replace("/", ", tier ", StringComparison.Ordinal)}");
        Keyed("/authority", Authority(before), Authority(after), role => $"What {RuleWords.Role(role)} may concede alone");
        Keyed("/ladder", Ladder(before), Ladder(after), index => $"Step {int.Parse(index, System.Globalization.CultureInfo.InvariantCulture) + 1}");
        Field("/lift_tiers", Tiers(before, before.IsLifted), Tiers(after, after.IsLifted), "Tiers that go one step up");
        Field("/rebate_lift", RuleWords.Count(before.RebateLift, "step"), RuleWords.Count(after.RebateLift, "step"), "A rebate in DOT goes up by");
        Field("/hard_stops/concession_bp", $"{before.HardStops.Concession}", $"{after.HardStops.Concession}", "The deepest concession");
        Field("/hard_stops/giveaway_bp", $"{before.HardStops.Giveaway}", $"{after.HardStops.Giveaway}", "The most that concession, commission and overlay may be together");
        Field("/reason_codes", List(before.ReasonCodes), List(after.ReasonCodes), "Reason codes");
        Field("/assessment_tiers", Tiers(before, before.NeedsAssessment), Tiers(after, after.NeedsAssessment), "Tiers that need an assessment");
        Field("/urgent", Urgent(before.Urgent), Urgent(after.Urgent), "Near the end of a sale phase");
        Field("/approval_valid_days", RuleWords.Count(before.ApprovalValidDays, "day"), RuleWords.Count(after.ApprovalValidDays, "day"), "An approval counts for");
        Field("/quote_days/default", RuleWords.Count(before.QuoteDays.Default, "day"), RuleWords.Count(after.QuoteDays.Default, "day"), "A quote is usually valid for");
        Field("/quote_days/max", RuleWords.Count(before.QuoteDays.Max, "day"), RuleWords.Count(after.QuoteDays.Max, "day"), "A quote is valid for at most");
        return changes;

        void Field(string path, string was, string becomes, string what)
        {
            if (was != becomes)
            {
                changes.Add(new(path, was, becomes, $"{what}: {becomes}, and was {was}."));
            }
        }

        void Keyed(string path, Dictionary<string, string> was, Dictionary<string, string> becomes, Func<string, string> what)
        {
            foreach (var key in was.Keys.Union(becomes.Keys, StringComparer.Ordinal))
            {
                var (old, now) = (was.GetValueOrDefault(key), becomes.GetValueOrDefault(key));
                if (old is not null && now is not null)
                {
                    Field($"{path}/{key}", old, now, what(key));
                }
                else
                {
                    changes.Add(new($"{path}/{key}", old, now, now is null ? $"{what(key)}: no longer there; it was {old}." : $"{what(key)}: new, {now}."));
                }
            }
        }
    }

    private static Dictionary<string, string> Ceilings(RuleVersion rules) =>
        (from segment in Enumerable.Range(0, rules.Segments.Length)
         from tier in Enumerable.Range(0, rules.Tiers.Length)
         select (Key: $"{rules.Segments[segment]}/{rules.Tiers[tier].Name}", Value: $"{rules.Ceiling(segment, tier)}")).ToDictionary(c => c.Key, c => c.Value);

    private static Dictionary<string, string> Authority(RuleVersion rules) =>
        rules.Authority.ToDictionary(a => a.Role, a => a.Step == 0 ? "the ceiling" : $"step {a.Step}");

    private static Dictionary<string, string> Ladder(RuleVersion rules) => rules.Ladder.Index().ToDictionary(
        s => s.Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
        s => $"{(s.Item.UpToOver is { } over ? $"up to {over} over the ceiling" : "everything above")}, {RuleWords.All(s.Item.Approvers)}, within {RuleWords.Count(s.Item.SlaHours, "hour")}{(s.Item.NeedsReason ? ", with a reason code" : "")}");

    private static string Urgent(UrgentRule urgent) => $"within {RuleWords.Count(urgent.PhaseEndsWithinHours, "hour")} step {urgent.Step} is decided in {RuleWords.Count(urgent.SlaHours, "hour")}";

    private static string End(RuleVersion rules) => rules.EffectiveTo is { } to ? RuleWords.When(to) : "no end";

    private static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static string Tiers(RuleVersion rules, Func<int, bool> isIn) => List([.. rules.Tiers.Where((_, index) => isIn(index)).Select(t => t.Name)]);
}
