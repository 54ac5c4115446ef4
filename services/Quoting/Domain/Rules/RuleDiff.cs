
namespace CoretimeDesk.Quoting.Rules;

/// <summary>One difference between two rule versions.</summary>
/// <param name="Path">Where, as a JSON Pointer: <c>/ceilings_bp/startup/S</c>. Tiers stand by name, wherever they are in the list.</param>
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
        Parts(Tiers(before), Tiers(after));
        Parts(Ceilings(before), Ceilings(after));
        Parts(Authority(before), Authority(after));
        Parts(Ladder(before), Ladder(after));
        Field("/lift_tiers", Named(before, before.IsLifted), Named(after, after.IsLifted), "Tiers that go one step up");
        Field("/rebate_lift", RuleWords.Count(before.RebateLift, "step"), RuleWords.Count(after.RebateLift, "step"), "A rebate in DOT goes up by");
        Field("/hard_stops/concession_bp", $"{before.HardStops.Concession}", $"{after.HardStops.Concession}", "The deepest concession");
        Field("/hard_stops/giveaway_bp", $"{before.HardStops.Giveaway}", $"{after.HardStops.Giveaway}", "The most that concession, commission and overlay may be together");
        Field("/reason_codes", List(before.ReasonCodes), List(after.ReasonCodes), "Reason codes");
        Field("/assessment_tiers", Named(before, before.NeedsAssessment), Named(after, after.NeedsAssessment), "Tiers that need an assessment");
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

        // What has a name of its own may also come and go.
        void Parts(IReadOnlyList<Part> was, IReadOnlyList<Part> becomes)
        {
            foreach (var (path, what) in was.Concat(becomes).Select(p => (p.Path, p.What)).Distinct())
            {
                var (old, now) = (was.FirstOrDefault(p => p.Path == path)?.Value, becomes.FirstOrDefault(p => p.Path == path)?.Value);
                if (old is not null && now is not null)
                {
                    Field(path, old, now, what);
                }
                else
                {
                    changes.Add(new(path, old, now, now is null ? $"{what}: no longer there; it was {old}." : $"{what}: new, {now}."));
                }
            }
        }
    }

    private static List<Part> Tiers(RuleVersion rules) => [.. rules.Tiers.Select(t => new Part($"/tiers/{RuleNode.Escape(t.Name)}", $"Tier {t.Name}", t.ToWords()))];

    private static List<Part> Ceilings(RuleVersion rules) =>
    [
        .. from segment in Enumerable.Range(0, rules.Segments.Length)
           from tier in Enumerable.Range(0, rules.Tiers.Length)
           let names = (Segment: rules.Segments[segment], Tier: rules.Tiers[tier].Name)
           select new Part(
               $"/ceilings_bp/{RuleNode.Escape(names.Segment)}/{RuleNode.Escape(names.Tier)}", $"A rep's own ceiling, {names.Segment}, tier {names.Tier}", $"{rules.Ceiling(segment, tier)}"),
    ];

    private static List<Part> Authority(RuleVersion rules) =>
        [.. rules.Authority.Select(a => new Part($"/authority/{RuleNode.Escape(a.Role)}", $"What {RuleWords.Role(a.Role)} may concede alone", a.Step == 0 ? "the ceiling" : $"up to step {a.Step}"))];

    private static List<Part> Ladder(RuleVersion rules) => [.. rules.Ladder.Index().Select(s => new Part($"/ladder/{s.Index}", $"Step {s.Index + 1}", Step(s.Item)))];

    private static string Step(LadderStep step) =>
        $"{(step.UpToOver is { } over ? $"up to {over} over the ceiling" : "everything above")}, {RuleWords.All(step.Approvers)}, within {RuleWords.Count(step.SlaHours, "hour")}{(step.NeedsReason ? ", with a reason code" : "")}";

    private static string Urgent(UrgentRule urgent) => $"within {RuleWords.Count(urgent.PhaseEndsWithinHours, "hour")} step {urgent.Step} is decided in {RuleWords.Count(urgent.SlaHours, "hour")}";

    private static string End(RuleVersion rules) => rules.EffectiveTo is { } to ? RuleWords.When(to) : "no end";

    private static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static string Named(RuleVersion rules, Func<int, bool> isIn) => List([.. rules.Tiers.Where((_, index) => isIn(index)).Select(t => t.Name)]);

    /// <summary>Something that has a name of its own.</summary>
    private sealed record Part(string Path, string What, string Value);
}
