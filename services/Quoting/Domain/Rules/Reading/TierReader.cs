using static CoretimeDesk.Quoting.Rules.RuleComplaintCodes;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Reads size tiers: ranges that follow one another without gap and overlap, the last without end.</summary>
internal static class TierReader
{
    /// <summary>A tier as far as it could be read.</summary>
    public sealed record Tier(string? Name, int? From, int? To);

    public static List<Tier> Read(RuleNode? node)
    {
        var tiers = new List<Tier>();
        if (node?.Entries() is not { } entries)
        {
            return tiers;
        }

        if (entries.Count == 0)
        {
            node.Value.Complain(Empty, "is empty; name at least one tier");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        long? expected = 1;
        foreach (var (index, entry) in entries.Index())
        {
            var tier = entry.IsObject() ? Read(entry, expected, index == entries.Count - 1) : new(null, null, null);
            if (tier.Name is { } name && !names.Add(name))
            {
                entry.ComplainAt("name", Duplicate, $"there is a tier '{name}' before");
            }

            // After a bound that cannot be read there is nothing to compare the next tier with.
            expected = tier.To is { } to ? to + 1L : null;
            tiers.Add(tier);
        }

        return tiers;
    }

    private static Tier Read(RuleNode entry, long? expected, bool isLast)
    {
        var name = entry.Required("name", WrongType, "a text")?.Text();
        var from = entry.Integer("from", 1, int.MaxValue);
        if (from is { } start && expected is { } wanted && start != wanted)
        {
            var (code, problem) = start > wanted ? (Gap, "leaves a gap") : (Overlap, "overlaps with the tier before");
            entry.ComplainAt("from", code, wanted == 1 ? $"{problem}: the first tier begins with 1" : $"{problem}: it must be {wanted}, one more than where the tier before ends");
        }

        return new(name, from, End(entry, from, isLast));
    }

    private static int? End(RuleNode entry, int? from, bool isLast)
    {
        if (entry.Required("to", WrongType, "a whole number, or null in the last tier") is not { } node)
        {
            return null;
        }

        if (node.IsNull)
        {
            if (!isLast)
            {
                node.Complain(OpenBeforeLast, "only the last tier has no end");
            }

            return null;
        }

        var to = node.Integer(1, int.MaxValue);
        if (to < from)
        {
            node.Complain(EndsBeforeStart, "must not be below where the tier begins");
        }

        if (to is not null && isLast)
        {
            node.Complain(Gap, "must be null: nobody may be too large for the last tier");
        }

        return to;
    }
}
