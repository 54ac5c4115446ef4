using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>Rates of an event: marginal by what its owner attained of the month's quota before it.</summary>
public static class Rating
{
    /// <summary>Cuts a base into pieces by rate; pieces without size are left out.</summary>
    /// <param name="plan">The event's plan.</param>
    /// <param name="amount">The base; not negative.</param>
    /// <param name="attained">What the owner attained in the month before this event.</param>
    /// <param name="quota">The owner's quota for the month; null for none, which pays the flat rate.</param>
    public static ImmutableArray<RatePiece> Pieces(CommissionPlan plan, BigInteger amount, BigInteger attained, Planck? quota)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (quota is not { } target || plan.Accelerator.IsEmpty)
        {
            return amount.IsZero ? [] : [new(plan.FlatBp, amount)];
        }

        var pieces = ImmutableArray.CreateBuilder<RatePiece>();
        var (from, end) = (attained, attained + amount);
        foreach (var step in plan.Accelerator)
        {
            var to = step.ToQuotaBp is { } bp ? BigInteger.Min((BigInteger)target.Value * bp / BasisPoints.One, end) : end;
            if (to > from)
            {
                pieces.Add(new(step.Bp, to - from));
                from = to;
            }
        }

        return pieces.ToImmutable();
    }

    /// <summary>What pieces pay together: one rounding, down, for the event.</summary>
    public static BigInteger Commission(IEnumerable<RatePiece> pieces) => pieces.Aggregate(BigInteger.Zero, (sum, p) => sum + (p.Planck * p.Bp)) / BasisPoints.One;

    /// <summary>What a single rate pays.</summary>
    public static BigInteger Overlay(BigInteger amount, uint bp) => amount * bp / BasisPoints.One;

    /// <summary>All pieces together.</summary>
    public static BigInteger Base(IEnumerable<RatePiece> pieces) => pieces.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Planck);

    /// <summary>Takes so much off the pieces, from the last one first, and at most all of it.</summary>
    public static ImmutableArray<RatePiece> Shrink(ImmutableArray<RatePiece> pieces, BigInteger by)
    {
        var left = pieces.ToBuilder();
        while (left.Count > 0 && by.Sign > 0)
        {
            var last = left[^1];
            left.RemoveAt(left.Count - 1);
            if (last.Planck > by)
            {
                left.Add(last with { Planck = last.Planck - by });
            }

            by = BigInteger.Max(by - last.Planck, BigInteger.Zero);
        }

        return left.ToImmutable();
    }
}
