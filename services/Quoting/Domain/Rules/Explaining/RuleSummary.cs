namespace CoretimeDesk.Quoting.Rules;

/// <summary>A rule version in a page of sentences.</summary>
public static class RuleSummary
{
    /// <summary>The sentences, in the order of the fields.</summary>
    public static IReadOnlyList<string> Of(RuleVersion rules)
    {
        var lines = new List<string> { $"In force {RuleWords.Validity(rules)}.", "What a rep may concede alone:" };
        for (var segment = 0; segment < rules.Segments.Length; segment++)
        {
            lines.Add($"  {rules.Segments[segment]}: {string.Join(", ", rules.Tiers.Select((t, tier) => $"{t.Name} {rules.Ceiling(segment, tier)}"))}");
        }

        lines.Add($"Tiers: {string.Join("; ", rules.Tiers.Select(t => $"{t.Name} {t.ToWords()}"))}.");
        foreach (var (index, step) in rules.Ladder.Index())
        {
            var reach = step.UpToOver is { } over ? $"up to {over} over the ceiling" : "everything above";
            lines.Add($"Step {index + 1}: {reach}, {RuleWords.All(step.Approvers)}, within {RuleWords.Count(step.SlaHours, "hour")}{(step.NeedsReason ? ", with a reason code" : "")}.");
        }

        lines.Add($"Alone: {string.Join(", ", rules.Authority.Select(a => $"{RuleWords.Role(a.Role)} {(a.Step == 0 ? "the ceiling" : $"up to step {a.Step}")}"))}.");
        lines.Add($"One step up: {(rules.Tiers.Where((_, t) => rules.IsLifted(t)).Select(t => t.Name).ToList() is { Count: > 0 } lifted ? $"tier {RuleWords.Join(lifted, "and")}, beyond the ceiling" : "no tier")}. A rebate in DOT: {RuleWords.Count(rules.RebateLift, "step")} up.");
        lines.Add($"Nobody: a concession over {rules.HardStops.Concession}, or concession, commission and overlay over {rules.HardStops.Giveaway} together.");
        lines.Add($"Assessment needed: {(rules.Tiers.Where((_, t) => rules.NeedsAssessment(t)).Select(t => t.Name).ToList() is { Count: > 0 } assessed ? $"tier {RuleWords.Join(assessed, "and")}" : "never")}. Reason codes: {string.Join(", ", rules.ReasonCodes)}.");
        lines.Add($"When the sale phase ends within {RuleWords.Count(rules.Urgent.PhaseEndsWithinHours, "hour")}, step {rules.Urgent.Step} is decided within {RuleWords.Count(rules.Urgent.SlaHours, "hour")}.");
        lines.Add($"An approval counts for {RuleWords.Count(rules.ApprovalValidDays, "day")}; a quote is valid for {RuleWords.Count(rules.QuoteDays.Default, "day")}, at most {rules.QuoteDays.Max}.");
        return lines;
    }
}
