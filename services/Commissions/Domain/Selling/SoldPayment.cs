using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Selling;

/// <summary>What a payment brings somebody, in planck, after corrections.</summary>
/// <param name="Accrued">What is due.</param>
/// <param name="Earned">What of it is delivered until now.</param>
public sealed record Due(BigInteger Accrued, BigInteger Earned);

/// <summary>A payment that earns, with all that follows from it until now.</summary>
/// <param name="Paid">The payment.</param>
/// <param name="Plan">By which plan.</param>
/// <param name="Owner">Whose deal.</param>
/// <param name="Sold">What it is in all.</param>
/// <param name="ByParticipant">What it brings each.</param>
public sealed record SoldPayment(Paid Paid, string Plan, string Owner, Sold Sold, ImmutableSortedDictionary<string, Due> ByParticipant)
{
    /// <summary>Those of a range of months, in order of effect. One that was given back in full, or should never have counted, stands there with nothing sold.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="facts">What it follows from.</param>
    /// <param name="from">The first month.</param>
    /// <param name="to">The last one.</param>
    public static ImmutableArray<SoldPayment> Of(CommissionLedger ledger, IEnumerable<CommissionFact> facts, Month from, Month to)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var payments = facts.OfType<Paid>().Where(p => Month.Of(p.At) is var month && month >= from && month <= to).ToDictionary(p => p.Id, StringComparer.Ordinal);
        var lines = ledger.Lines.ToLookup(l => l.Event, StringComparer.Ordinal);
        return [.. ledger.Events.Where(e => payments.ContainsKey(e.Event)).Select(e => Of(payments[e.Event], e, ledger.Bases[e.Event], lines[e.Event]))];
    }

    private static SoldPayment Of(Paid paid, RatedEvent rated, BigInteger left, IEnumerable<LedgerLine> lines)
    {
        var dues = lines.GroupBy(l => l.Participant, StringComparer.Ordinal).ToImmutableSortedDictionary(
            g => g.Key,
            g => new Due(Sum(g, LineKind.Accrue, LineKind.Cancel, LineKind.Reverse, LineKind.Clawback), Sum(g, LineKind.Earn, LineKind.Reverse, LineKind.Clawback)),
            StringComparer.Ordinal);
        // What was never worth anything is no coretime sold.
        var (timeslices, payments) = left.IsZero ? (BigInteger.Zero, 0) : (paid.Timeslices, 1);
        return new(paid, rated.Plan, rated.Owner, new(left, timeslices, payments, Total(dues.Values.Select(d => d.Accrued)), Total(dues.Values.Select(d => d.Earned))), dues);
    }

    private static BigInteger Sum(IEnumerable<LedgerLine> lines, params LineKind[] kinds) => Total(lines.Where(l => kinds.Contains(l.Kind)).Select(l => l.Planck));

    private static BigInteger Total(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);
}
