using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Pool;

/// <summary>What a pool was last seen to hold on a chain.</summary>
/// <param name="Block">After which block.</param>
/// <param name="Free">What it could spend.</param>
public sealed record KnownBalance(long Block, Planck Free);

/// <summary>What a pool holds after a block.</summary>
/// <param name="FactId">The chain watcher's name of it.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Block">The block.</param>
/// <param name="Free">What it can spend.</param>
public sealed record PoolSighting(string FactId, DateTimeOffset At, long Block, Planck Free);

/// <summary>
/// Lets a ledger's money follow what the chains hold, whatever the reason: deposits, fees, transfers. On each chain funded less spent is, at the end of every block, the
/// balance that was seen. A payment explains what it took; all that payments do not explain came in or went out.
/// </summary>
/// <remarks>
/// The balance is compared with the one that was seen last and not with the one that the chain names as "before": they are the same while nothing was missed, and if
/// something was, the ledger still ends where the chain is.
/// </remarks>
public static class PoolBook
{
    /// <summary>What a balance means that was seen.</summary>
    /// <param name="known">What was known; null for a chain on which the pool was not seen yet.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="paid">
    /// What the pool paid on the chain, as far as it was told: in blocks after the known one, up to this one; for a first sighting in blocks after this one, whose money was
    /// funded as <see cref="Unseen"/> and which the next balance will explain all the same.
    /// </param>
    /// <returns>What is known now, and what the ledger must be told; null for nothing.</returns>
    /// <exception cref="OverflowException">More came or went at once than 128 bits hold: no chain's balance can do that.</exception>
    public static (KnownBalance Known, ChainFact? Told) See(KnownBalance? known, PoolSighting seen, BigInteger paid)
    {
        ArgumentNullException.ThrowIfNull(seen);

        // The same again, or one that was overtaken by a later block: what it says is part of what is known.
        if (known is not null && seen.Block <= known.Block)
        {
            return (known, null);
        }

        var unexplained = known is null ? seen.Free.Value - paid : seen.Free.Value - (BigInteger)known.Free.Value + paid;
        var id = $"{seen.FactId}/balance";
        ChainFact? told = unexplained.Sign switch
        {
            > 0 => new Funded(id, seen.At, new((UInt128)unexplained)),
            < 0 => new Withdrawn(id, seen.At, new((UInt128)(-unexplained))),
            _ => null,
        };
        return (new(seen.Block, seen.Free), told);
    }

    /// <summary>
    /// The money of a payment that the ledger will not see leave: on a chain where the pool was not seen yet, or in a block whose balance is known already. It must have
    /// been there, so it is funded; null for a payment that the balance after its block will show.
    /// </summary>
    /// <param name="known">What was known before the payment was told.</param>
    /// <param name="paid">The payment.</param>
    /// <param name="factId">The chain watcher's name of it.</param>
    /// <param name="block">Its block.</param>
    public static Funded? Unseen(KnownBalance? known, Spent paid, string factId, long block)
    {
        ArgumentNullException.ThrowIfNull(paid);
        return (known is null || block <= known.Block) && !paid.Amount.IsZero ? new($"{factId}/unseen", paid.At, paid.Amount) : null;
    }
}
