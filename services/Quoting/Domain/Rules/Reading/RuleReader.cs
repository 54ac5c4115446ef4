using CoretimeDesk.Market;
using static CoretimeDesk.Quoting.Rules.RuleComplaintCodes;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Reads the fields of a rule version, and complains of what is not as it should be.</summary>
internal static class RuleReader
{
    private static readonly string[] Fields =
    [
        "version", "effective_from", "effective_to", "segments", "tiers", "ceilings_bp", "authority", "ladder", "lift_tiers", "rebate_lift", "hard_stops",
        "reason_codes", "assessment_tiers", "urgent", "approval_valid_days", "quote_days",
    ];

    /// <summary>The parts; of use only when nothing was complained of.</summary>
    public static RuleParts? Read(RuleNode root, ComplaintBook book)
    {
        if (root.Members() is not { } members)
        {
            return null;
        }

        foreach (var (name, node) in members)
        {
            if (!Fields.Contains(name))
            {
                node.Complain(UnknownField, $"is no field of a rule version; those are {string.Join(", ", Fields)}");
            }
        }

        foreach (var field in Fields.Where(f => !members.ContainsKey(f)))
        {
            root.ComplainAt(field, Missing, "is missing");
        }

        var segments = Names(root.Member("segments"));
        var tiers = TierReader.Read(root.Member("tiers"));
        var tierNames = tiers.Select(t => t.Name).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var stops = Stops(root.Member("hard_stops"));
        var (ladder, steps) = LadderReader.Read(root.Member("ladder"));
        var (from, to) = Validity(root);
        var parts = new
        {
            Version = root.Member("version")?.Integer(1, int.MaxValue),
            Ceilings = CeilingReader.Read(root.Member("ceilings_bp"), segments, tierNames, stops?.Concession),
            Authority = LadderReader.Authority(root.Member("authority"), steps),
            LiftTiers = TierNames(root.Member("lift_tiers"), tierNames),
            RebateLift = root.Member("rebate_lift")?.Integer(0, 3),
            Reasons = Names(root.Member("reason_codes")),
            AssessmentTiers = TierNames(root.Member("assessment_tiers"), tierNames),
            Urgent = LadderReader.Urgent(root.Member("urgent"), steps),
            ApprovalValidDays = root.Member("approval_valid_days")?.Integer(1, 90),
            QuoteDays = Days(root.Member("quote_days")),
        };
        return !book.Sorted().IsEmpty ? null : new()
        {
            Version = parts.Version!.Value,
            EffectiveFrom = from!.Value,
            EffectiveTo = to,
            Segments = [.. segments],
            Tiers = [.. tiers.Select(t => new SizeRange(t.Name!, t.From!.Value, t.To))],
            Ceilings = parts.Ceilings,
            Authority = parts.Authority,
            Ladder = ladder,
            LiftTiers = parts.LiftTiers,
            RebateLift = parts.RebateLift!.Value,
            HardStops = new(stops!.Value.Concession!.Value, stops.Value.Giveaway!.Value),
            ReasonCodes = [.. parts.Reasons],
            AssessmentTiers = parts.AssessmentTiers,
            Urgent = parts.Urgent!,
            ApprovalValidDays = parts.ApprovalValidDays!.Value,
            QuoteDays = parts.QuoteDays!,
        };
    }

    /// <summary>A list of texts, none of them twice. Those that can be read.</summary>
    private static List<string> Names(RuleNode? node)
    {
        var names = new List<string>();
        if (node?.Entries() is not { } entries)
        {
            return names;
        }

        if (entries.Count == 0)
        {
            node.Value.Complain(Empty, "is empty; name at least one");
        }

        foreach (var entry in entries)
        {
            if (entry.Text() is not { } name)
            {
                continue;
            }

            if (names.Contains(name))
            {
                entry.Complain(Duplicate, $"'{name}' stands there twice");
            }

            names.Add(name);
        }

        return names;
    }

    private static List<string> TierNames(RuleNode? node, List<string> tiers)
    {
        var names = new List<string>();
        foreach (var entry in node?.Entries() ?? [])
        {
            if (entry.Text() is not { } name)
            {
                continue;
            }

            if (!tiers.Contains(name))
            {
                entry.Complain(UnknownTier, $"'{name}' is no tier; those are {string.Join(", ", tiers)}");
            }

            names.Add(name);
        }

        return names;
    }

    private static (DateTimeOffset? From, DateTimeOffset? To) Validity(RuleNode root)
    {
        var from = root.Member("effective_from")?.Instant();
        var to = root.Member("effective_to") is { IsNull: false } node ? node.Instant() : null;
        if (to <= from)
        {
            root.ComplainAt("effective_to", EndsBeforeStart, "must be after effective_from, or null for no end");
        }

        return (from, to);
    }

    private static (BasisPoints? Concession, BasisPoints? Giveaway)? Stops(RuleNode? node)
    {
        if (node is not { } stops || !stops.IsObject())
        {
            return null;
        }

        var concession = stops.Required("concession_bp", Missing, "basis points, 0 to 10,000")?.Rate();
        var giveaway = stops.Required("giveaway_bp", Missing, "basis points, 0 to 10,000")?.Rate();
        if (giveaway < concession)
        {
            stops.ComplainAt("giveaway_bp", BelowConcession, "concession and commission together cannot be allowed less than the concession alone");
        }

        return (concession, giveaway);
    }

    private static QuoteDays? Days(RuleNode? node)
    {
        if (node is not { } days || !days.IsObject())
        {
            return null;
        }

        var (usual, most) = (days.Integer("default", 1, 365), days.Integer("max", 1, 365));
        if (usual > most)
        {
            days.ComplainAt("default", OutOfRange, "must not be more than max");
        }

        return usual is { } d && most is { } m ? new(d, m) : null;
    }
}
