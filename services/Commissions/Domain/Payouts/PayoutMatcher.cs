using System.Collections.Immutable;
using System.Numerics;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>A finalised transfer from the pool, with the remark beside it.</summary>
/// <param name="Id">The event's id; the same one twice is one transfer.</param>
/// <param name="Tag">What was remarked with it; null when nothing was.</param>
/// <param name="To">To which account.</param>
/// <param name="Planck">How much.</param>
public sealed record SeenTransfer(string Id, string? Tag, string To, BigInteger Planck);

/// <summary>What became of a transfer of a batch.</summary>
public enum PayoutOutcome
{
    /// <summary>Nothing was seen yet: it stays due.</summary>
    Missing,

    /// <summary>Exactly what is due arrived, perhaps in several transfers.</summary>
    Paid,

    /// <summary>Less than is due arrived: the rest stays due.</summary>
    Partial,

    /// <summary>Nothing but transfers to other accounts: all of it stays due, and what was sent is for people to get back.</summary>
    WrongAccount,

    /// <summary>All of it arrived more than once: the rest is owed, and kept back.</summary>
    PaidTwice,

    /// <summary>More than is due arrived: the rest is owed, and kept back.</summary>
    Overpaid,
}

/// <summary>A line of a batch and what was seen of it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Arrived">What the participant got.</param>
/// <param name="Due">What is still to be paid.</param>
/// <param name="Excess">What the participant got too much, and owes.</param>
/// <param name="Astray">What went to other accounts with the line's tag.</param>
/// <param name="Transfers">The ids of all transfers with its tag, ordinal.</param>
public sealed record PayoutResult(PayoutLine Line, PayoutOutcome Outcome, BigInteger Arrived, BigInteger Due, BigInteger Excess, BigInteger Astray, ImmutableArray<string> Transfers)
{
    /// <summary>The line needs nobody any more.</summary>
    public bool IsClosed => Outcome == PayoutOutcome.Paid && Astray.IsZero;
}

/// <summary>What was seen of a batch.</summary>
/// <param name="Results">One for each line, in order.</param>
/// <param name="Unknown">Transfers that belong to no line: without tag, or with one that the batch does not have. By id.</param>
public sealed record PayoutMatch(ImmutableArray<PayoutResult> Results, ImmutableArray<SeenTransfer> Unknown);

/// <summary>Compares a batch with what the chain shows: a function, so that order and repetition of what is seen do not matter.</summary>
public static class PayoutMatcher
{
    /// <summary>Compares. Transfers are known by their tag alone; an amount that happens to be equal proves nothing.</summary>
    /// <exception cref="ArgumentException">Two transfers that differ have one id.</exception>
    public static PayoutMatch Match(PayoutBatch batch, IEnumerable<SeenTransfer> seen)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(seen);
        var transfers = seen.Distinct().OrderBy(t => t.Id, StringComparer.Ordinal).ToList();
        if (transfers.Zip(transfers.Skip(1)).FirstOrDefault(p => p.First.Id == p.Second.Id) is { First: { } twice })
        {
            throw new ArgumentException($"Transfer '{twice.Id}' was told of twice, and differently.", nameof(seen));
        }

        var tags = batch.Lines.Select(l => l.Tag).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. batch.Lines.Select(line => Result(line, [.. transfers.Where(t => t.Tag == line.Tag)]))],
            [.. transfers.Where(t => t.Tag is null || !tags.Contains(t.Tag))]);
    }

    private static PayoutResult Result(PayoutLine line, List<SeenTransfer> transfers)
    {
        var right = transfers.FindAll(t => t.To == line.Account);
        var arrived = right.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Planck);
        var astray = transfers.Where(t => t.To != line.Account).Aggregate(BigInteger.Zero, (sum, t) => sum + t.Planck);
        var outcome = arrived == line.Planck ? PayoutOutcome.Paid
            : arrived > line.Planck ? right.Count(t => t.Planck == line.Planck) > 1 ? PayoutOutcome.PaidTwice : PayoutOutcome.Overpaid
            : arrived.Sign > 0 ? PayoutOutcome.Partial
            : astray.Sign > 0 ? PayoutOutcome.WrongAccount
            : PayoutOutcome.Missing;
        return new(line, outcome, arrived, BigInteger.Max(line.Planck - arrived, 0), BigInteger.Max(arrived - line.Planck, 0), astray, [.. transfers.Select(t => t.Id)]);
    }
}
