using System.Numerics;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>
/// A customer's credit on the relay chain, as the facts so far make it: what arrived less what orders took. It is a sum over a set of facts, so their order does not
/// matter; below zero means that facts are missing, or that credit came by a way that nobody watched.
/// </summary>
/// <param name="Arrived">All credit that arrived.</param>
/// <param name="Ordered">All orders paid by it.</param>
public sealed record CreditBalance(BigInteger Arrived, BigInteger Ordered)
{
    /// <summary>What is left.</summary>
    public BigInteger Left => Arrived - Ordered;

    /// <summary>More was redeemed than arrived: an alarm.</summary>
    public bool IsOverRedeemed => Left.Sign < 0;

    /// <summary>The balance of an account. Each fact counts once, however often it came.</summary>
    public static CreditBalance Of(AccountId32 account, IEnumerable<RailFact> facts)
    {
        var (arrived, ordered) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var fact in facts.DistinctBy(f => f.FactId, StringComparer.Ordinal))
        {
            switch (fact)
            {
                case CreditedAccount c when c.Account == account:
                    arrived += c.Amount.Value;
                    break;
                case OrderedBlock { Means: OrderMeans.Credit } o when o.OrderedBy == account:
                    ordered += o.SpotPrice.Value;
                    break;
            }
        }

        return new(arrived, ordered);
    }
}
