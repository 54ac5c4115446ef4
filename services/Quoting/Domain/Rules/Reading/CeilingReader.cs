using CoretimeDesk.Market;
using static CoretimeDesk.Quoting.Rules.RuleComplaintCodes;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Reads the rep's own ceilings: a row for each segment, a cell for each tier, not falling from tier to tier.</summary>
internal static class CeilingReader
{
    public static Dictionary<(string Segment, string Tier), BasisPoints> Read(RuleNode? node, IReadOnlyList<string> segments, IReadOnlyList<string> tiers, BasisPoints? stop)
    {
        var ceilings = new Dictionary<(string, string), BasisPoints>();
        if (node?.Members() is not { } rows)
        {
            return ceilings;
        }

        foreach (var (name, row) in rows)
        {
            if (!segments.Contains(name))
            {
                row.Complain(UnknownSegment, $"'{name}' is no segment; those are {string.Join(", ", segments)}");
            }
        }

        foreach (var segment in segments.Distinct(StringComparer.Ordinal))
        {
            if (node.Value.Required(segment, Missing, "an object with a ceiling for each tier") is { } row)
            {
                Row(row, segment, tiers, stop, ceilings);
            }
        }

        return ceilings;
    }

    private static void Row(RuleNode row, string segment, IReadOnlyList<string> tiers, BasisPoints? stop, Dictionary<(string Segment, string Tier), BasisPoints> ceilings)
    {
        if (row.Members() is not { } cells)
        {
            return;
        }

        foreach (var (name, cell) in cells)
        {
            if (!tiers.Contains(name))
            {
                cell.Complain(UnknownTier, $"'{name}' is no tier; those are {string.Join(", ", tiers)}");
            }
        }

        BasisPoints? before = null;
        foreach (var tier in tiers)
        {
            var ceiling = row.Required(tier, Missing, "basis points, 0 to 10,000")?.Rate();
            if (ceiling < before)
            {
                row.ComplainAt(tier, NotMonotonic, $"a larger customer must not have a lower ceiling: {ceiling} comes after {before}");
            }

            if (ceiling > stop)
            {
                row.ComplainAt(tier, OverHardStop, $"{ceiling} is beyond the hard stop of {stop}");
            }

            if (ceiling is { } read)
            {
                ceilings[(segment, tier)] = read;
            }

            before = ceiling;
        }
    }
}
