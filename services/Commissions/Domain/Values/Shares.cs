using System.Collections.Immutable;
using System.Numerics;

namespace CoretimeDesk.Commissions;

/// <summary>What one participant gets of an amount, and how that came about.</summary>
/// <param name="Participant">Who.</param>
/// <param name="Bp">Its part of the plan's rate, in basis points.</param>
/// <param name="Planck">What it gets.</param>
/// <param name="Remainder">What rounding down left, in parts of the whole rate: the larger, the sooner the participant gets one planck more.</param>
/// <param name="HasExtra">One planck of what rounding down left went to this participant.</param>
public sealed record Share(string Participant, uint Bp, BigInteger Planck, BigInteger Remainder, bool HasExtra);

/// <summary>Divides an amount exactly: no planck is lost, and none appears.</summary>
public static class Shares
{
    /// <summary>Divides by basis points. What rounding down leaves goes out planck by planck to the largest remainders; of equal ones the lower id (ordinal) is served first.</summary>
    /// <param name="amount">Not negative.</param>
    /// <param name="split">Ids that differ; without any weight there must be no amount.</param>
    /// <returns>By id, ordinal.</returns>
    public static ImmutableArray<Share> Divide(BigInteger amount, IEnumerable<SplitShare> split)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var entries = split.OrderBy(s => s.Participant, StringComparer.Ordinal).ToList();
        var total = entries.Aggregate(BigInteger.Zero, (sum, s) => sum + s.Bp);
        if (total.IsZero)
        {
            return amount.IsZero ? [.. entries.Select(s => new Share(s.Participant, s.Bp, 0, 0, false))] : throw new ArgumentException("An amount cannot be divided by a split without weight.", nameof(split));
        }

        var parts = entries.ConvertAll(s => BigInteger.DivRem(amount * s.Bp, total));
        // Fewer than there are entries: each remainder is below the total. The order by id is kept among equal remainders, since the sort is stable.
        var left = (int)(amount - parts.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Quotient));
        var served = Enumerable.Range(0, parts.Count).OrderByDescending(i => parts[i].Remainder).Take(left).ToHashSet();
        return [.. entries.Select((s, i) => new Share(s.Participant, s.Bp, parts[i].Quotient + (served.Contains(i) ? 1 : 0), parts[i].Remainder, served.Contains(i)))];
    }
}
