using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Pool;

/// <summary>What an event needs of the pool.</summary>
/// <param name="Event">The payment, or the name of an advance.</param>
/// <param name="Needed">What is accrued for it, after corrections, and not paid out yet.</param>
/// <param name="IsFunded">The pool holds it. Else it waits, and everything after it too.</param>
public sealed record EventFunding(string Event, BigInteger Needed, bool IsFunded);

/// <summary>Which commissions the pool can pay: never more than it holds, and in the order of events, so that nobody's small commission overtakes an earlier large one.</summary>
/// <param name="Balance">What the pool holds.</param>
/// <param name="Committed">What of it is promised.</param>
/// <param name="Unfunded">What it lacks for the events that wait.</param>
/// <param name="Events">Events that need anything, in order.</param>
public sealed record PoolCoverage(BigInteger Balance, BigInteger Committed, BigInteger Unfunded, ImmutableArray<EventFunding> Events)
{
    /// <summary>What is left to promise.</summary>
    public BigInteger Free => Balance - Committed;

    /// <summary>Lays a balance out over a ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="balance">What the pool holds now.</param>
    /// <param name="paidOut">What was paid out already, by event or advance; those that are not named have had nothing.</param>
    /// <param name="advances">What was promised beside commissions, in order: it comes after them, since nothing was earned for it yet.</param>
    public static PoolCoverage Of(CommissionLedger ledger, BigInteger balance, IReadOnlyDictionary<string, BigInteger>? paidOut = null, IEnumerable<(string Name, BigInteger Planck)>? advances = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentOutOfRangeException.ThrowIfNegative(balance);
        var accrued = ledger.Lines.Where(l => l.Kind != LineKind.Earn).GroupBy(l => l.Event, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Aggregate(BigInteger.Zero, (sum, l) => sum + l.Planck), StringComparer.Ordinal);
        var (committed, unfunded, waits) = (BigInteger.Zero, BigInteger.Zero, false);
        var events = ImmutableArray.CreateBuilder<EventFunding>();
        foreach (var (name, planck) in ledger.Events.Select(x => (x.Event, accrued.GetValueOrDefault(x.Event))).Concat(advances ?? []))
        {
            // What was clawed back after it was paid out leaves less than nothing to pay for this event; that is a debt of people, and no money of the pool's.
            var needed = BigInteger.Max(planck - (paidOut?.GetValueOrDefault(name) ?? BigInteger.Zero), BigInteger.Zero);
            if (needed.IsZero)
            {
                continue;
            }

            waits = waits || committed + needed > balance;
            (committed, unfunded) = waits ? (committed, unfunded + needed) : (committed + needed, unfunded);
            events.Add(new(name, needed, !waits));
        }

        return new(balance, committed, unfunded, events.ToImmutable());
    }
}
