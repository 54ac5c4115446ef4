using System.Numerics;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Credits;

/// <summary>A part of what was funded.</summary>
/// <param name="Name">"Spent".</param>
/// <param name="Planck">How much.</param>
/// <param name="Css">How it is drawn.</param>
internal sealed record FundPart(string Name, BigInteger Planck, string Css);

/// <summary>
/// The bar of a programme: four parts that add up to what was funded, exactly. Free money is what came back from lapsed grants, as far as it is still free, and what
/// was never awarded. A shortfall makes spent and reserved more than was funded; then the bar is as long as they are.
/// </summary>
internal static class FundBar
{
    /// <summary>The four parts, in their order.</summary>
    public static IReadOnlyList<FundPart> Of(Balances balances)
    {
        var (free, lapsed) = (Read(balances.Free), Read(balances.Lapsed));
        var back = BigInteger.Min(free, lapsed);
        return [new("Spent", Read(balances.Spent), "f1"), new("Reserved", Read(balances.Reserved), "reserved"), new("Lapsed, back", back, "fm"), new("Never awarded", free - back, "rest")];
    }

    /// <summary>What the parts add up to.</summary>
    public static BigInteger Sum(IEnumerable<FundPart> parts) => parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Planck);

    /// <summary>The share of the whole, for the width of a part: exact enough for a drawing.</summary>
    public static double Share(BigInteger part, BigInteger whole) => whole.IsZero ? 0 : (double)(part * 1_000_000 / whole) / 1_000_000;

    internal static BigInteger Read(string planck) => SumWords.TryRead(planck, out var amount) ? amount : BigInteger.Zero;
}
