using System.Numerics;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Selling;

/// <summary>What was sold, and what it brings those who sold it.</summary>
/// <param name="Base">What customers paid in planck, without what was given back.</param>
/// <param name="CoreTimeslices">Cores times timeslices; orders on demand have none.</param>
/// <param name="Payments">How many of which something is left.</param>
/// <param name="Accrued">Commission and overlay that are due, in planck, after corrections.</param>
/// <param name="Earned">What of that is delivered until now, in planck.</param>
public sealed record Sold(BigInteger Base, BigInteger CoreTimeslices, int Payments, BigInteger Accrued, BigInteger Earned)
{
    /// <summary>Nothing.</summary>
    public static Sold None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>What is accrued, of the base in basis points, rounded down; null without a base.</summary>
    public uint? ShareBp => Base.IsZero ? null : (uint)(Accrued * BasisPoints.One / Base);

    /// <summary>What is accrued for a core-period, rounded down; null where no core was sold.</summary>
    public BigInteger? PerCorePeriod => CoreTimeslices.IsZero ? null : Accrued * UnitEconomics.PeriodTimeslices / CoreTimeslices;

    /// <summary>Both together.</summary>
    public static Sold operator +(Sold left, Sold right) =>
        new(left.Base + right.Base, left.CoreTimeslices + right.CoreTimeslices, left.Payments + right.Payments, left.Accrued + right.Accrued, left.Earned + right.Earned);

    /// <summary>All of it together.</summary>
    public static Sold Sum(IEnumerable<Sold> sold) => sold.Aggregate(None, (sum, s) => sum + s);
}
