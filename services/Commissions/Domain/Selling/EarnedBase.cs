using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Selling;

/// <summary>What was earned in a month of what a customer paid: the base of the commission, by the part of its timeslices that ran in the month.</summary>
/// <param name="Owner">Of the deal; whose quota it counts towards.</param>
/// <param name="Month">The month.</param>
/// <param name="Event">The payment.</param>
/// <param name="Planck">How much; more than 0.</param>
public sealed record EarnedBase(string Owner, Month Month, string Event, BigInteger Planck)
{
    /// <summary>
    /// All of it, by payment in the order of the ledger, and month. The base is what is left of it after all corrections that are known: a rebate makes every month of the payment less.
    /// Until an instant it is rounded down once, so that the months of a payment that has run add up to its base.
    /// </summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="facts">What the ledger was worked out of.</param>
    public static ImmutableArray<EarnedBase> Of(CommissionLedger ledger, IEnumerable<CommissionFact> facts)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(facts);
        var known = facts.ToList();
        var paid = known.OfType<Paid>().ToDictionary(p => p.Id, StringComparer.Ordinal);
        var delivered = known.OfType<Delivered>().ToLookup(d => d.Event, StringComparer.Ordinal);
        return [.. ledger.Events.SelectMany(e => Months(paid[e.Event], ledger.Bases[e.Event], delivered[e.Event]).Where(m => m.Value.Sign > 0).Select(m => new EarnedBase(e.Owner, m.Key, e.Event, m.Value)))];
    }

    private static SortedDictionary<Month, BigInteger> Months(Paid paid, BigInteger amount, IEnumerable<Delivered> delivered)
    {
        var months = new SortedDictionary<Month, BigInteger>();
        if (paid.How == PaidHow.OnDemand)
        {
            months[Month.Of(paid.At)] = amount;
            return months;
        }

        var (ran, before) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var one in delivered.Where(d => d.At >= paid.At).OrderBy(d => d.At).ThenBy(d => d.Id, StringComparer.Ordinal))
        {
            ran = BigInteger.Min(ran + one.Timeslices, paid.Timeslices);
            var earned = amount * ran / paid.Timeslices;
            months[Month.Of(one.At)] = months.GetValueOrDefault(Month.Of(one.At)) + earned - before;
            before = earned;
        }

        return months;
    }
}
