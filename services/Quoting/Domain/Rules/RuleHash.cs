namespace CoretimeDesk.Quoting.Rules;

/// <summary>
/// The canonical text of a rule version, which its hash covers: every field of the file in the order of the file's description. Lists that are sets
/// (authority, lifted and assessed tiers) have an order of their own, so that two files that say the same have the same hash. Described in docs/rules.md.
/// </summary>
public static class RuleHash
{
    /// <summary>The hash: SHA-256 of the canonical text, 64 hexadecimal digits in lower case.</summary>
    public static string Of(RuleVersion rules) => rules.Hash;

    internal static string CanonicalOf(RuleVersion rules)
    {
        var json = new CanonicalJson().BeginObject()
            .Name("version").Value(rules.Version)
            .Name("effective_from").Value(Instants.Format(rules.EffectiveFrom))
            .Name("effective_to");
        _ = rules.EffectiveTo is { } to ? json.Value(Instants.Format(to)) : json.Null();
        json.Name("segments").Values(rules.Segments);
        Tiers(json, rules);
        Ceilings(json, rules);
        json.Name("authority").BeginObject();
        foreach (var (role, step) in rules.Authority)
        {
            json.Name(role).Value(step);
        }

        json.EndObject();
        Ladder(json, rules);
        json.Name("lift_tiers").Values(Named(rules, rules.IsLifted))
            .Name("rebate_lift").Value(rules.RebateLift)
            .Name("hard_stops").BeginObject()
            .Name("concession_bp").Value(rules.HardStops.Concession.Value)
            .Name("giveaway_bp").Value(rules.HardStops.Giveaway.Value).EndObject()
            .Name("reason_codes").Values(rules.ReasonCodes)
            .Name("assessment_tiers").Values(Named(rules, rules.NeedsAssessment))
            .Name("urgent").BeginObject()
            .Name("step").Value(rules.Urgent.Step)
            .Name("phase_ends_within_hours").Value(rules.Urgent.PhaseEndsWithinHours)
            .Name("sla_hours").Value(rules.Urgent.SlaHours).EndObject()
            .Name("approval_valid_days").Value(rules.ApprovalValidDays)
            .Name("quote_days").BeginObject()
            .Name("default").Value(rules.QuoteDays.Default)
            .Name("max").Value(rules.QuoteDays.Max).EndObject();
        return json.EndObject().ToString();
    }

    private static void Tiers(CanonicalJson json, RuleVersion rules)
    {
        json.Name("tiers").BeginArray();
        foreach (var tier in rules.Tiers)
        {
            json.BeginObject().Name("name").Value(tier.Name).Name("from").Value(tier.From).Name("to");
            (tier.To is { } to ? json.Value(to) : json.Null()).EndObject();
        }

        json.EndArray();
    }

    private static void Ceilings(CanonicalJson json, RuleVersion rules)
    {
        json.Name("ceilings_bp").BeginObject();
        for (var segment = 0; segment < rules.Segments.Length; segment++)
        {
            json.Name(rules.Segments[segment]).BeginObject();
            for (var tier = 0; tier < rules.Tiers.Length; tier++)
            {
                json.Name(rules.Tiers[tier].Name).Value(rules.Ceiling(segment, tier).Value);
            }

            json.EndObject();
        }

        json.EndObject();
    }

    private static void Ladder(CanonicalJson json, RuleVersion rules)
    {
        json.Name("ladder").BeginArray();
        foreach (var step in rules.Ladder)
        {
            json.BeginObject().Name("up_to_bp_over");
            (step.UpToOver is { } upTo ? json.Value(upTo.Value) : json.Null())
                .Name("approvers").Values(step.Approvers)
                .Name("sla_hours").Value(step.SlaHours)
                .Name("needs_reason").Value(step.NeedsReason).EndObject();
        }

        json.EndArray();
    }

    private static IEnumerable<string> Named(RuleVersion rules, Func<int, bool> isIn) => rules.Tiers.Where((_, index) => isIn(index)).Select(t => t.Name);
}
