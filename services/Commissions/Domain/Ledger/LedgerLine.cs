using System.Collections.Immutable;
using System.Numerics;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>What a line of the ledger does.</summary>
public enum LineKind
{
    /// <summary>A commission is due once its timeslices are delivered.</summary>
    Accrue,

    /// <summary>It is delivered, and to be paid.</summary>
    Earn,

    /// <summary>What was due and not earned becomes less, or by a planck more.</summary>
    Cancel,

    /// <summary>What was earned in the same, open month is taken off it.</summary>
    Reverse,

    /// <summary>What was earned in an earlier, closed month is owed from now on.</summary>
    Clawback,
}

/// <summary>A line of the ledger. It is never changed; what turns out to be wrong gets another line.</summary>
/// <param name="At">When its cause happened.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Event">The payment.</param>
/// <param name="Participant">Whose.</param>
/// <param name="Planck">How much; negative where something is taken, and never zero.</param>
/// <param name="Cause">The fact's id.</param>
/// <param name="Work">How the amount was worked out.</param>
public sealed record LedgerLine(DateTimeOffset At, LineKind Kind, string Event, string Participant, BigInteger Planck, string Cause, LineWork Work);

/// <summary>The numbers that a line's amount follows from.</summary>
public abstract record LineWork;

/// <summary>A share of a commission.</summary>
/// <param name="Base">What the customer paid, without what was given back.</param>
/// <param name="Pieces">The base by rate.</param>
/// <param name="Commission">All of the commission.</param>
/// <param name="RateBp">The plan's rate, which the split adds up to.</param>
/// <param name="Share">The participant's part.</param>
public sealed record ShareWork(BigInteger Base, ImmutableArray<RatePiece> Pieces, BigInteger Commission, uint RateBp, Share Share) : LineWork;

/// <summary>An overlay.</summary>
/// <param name="Base">What the customer paid, without what was given back.</param>
/// <param name="Bp">The overlay's rate.</param>
public sealed record OverlayWork(BigInteger Base, uint Bp) : LineWork;

/// <summary>What is delivered of what is due.</summary>
/// <param name="Due">What is due in all.</param>
/// <param name="Delivered">Timeslices delivered until now.</param>
/// <param name="Timeslices">Timeslices bought.</param>
/// <param name="EarnedBefore">What was earned before.</param>
public sealed record EarnWork(BigInteger Due, BigInteger Delivered, BigInteger Timeslices, BigInteger EarnedBefore) : LineWork
{
    /// <summary>What may be earned by now.</summary>
    public BigInteger Target => Due * Delivered / Timeslices;
}

/// <summary>A correction of what was not earned yet.</summary>
/// <param name="Base">What is left of the base.</param>
/// <param name="Pieces">What is left of its pieces.</param>
/// <param name="Due">What is due now.</param>
/// <param name="DueBefore">What was due before.</param>
/// <param name="UnearnedBefore">What was accrued and not earned.</param>
/// <param name="Earned">What is earned, after what this correction took.</param>
public sealed record CancelWork(BigInteger Base, ImmutableArray<RatePiece> Pieces, BigInteger Due, BigInteger DueBefore, BigInteger UnearnedBefore, BigInteger Earned) : LineWork;

/// <summary>A correction of what was earned.</summary>
/// <param name="Entitled">What may be earned by now, of what is still due.</param>
/// <param name="EarnedBefore">What was earned.</param>
/// <param name="Taken">From which earn lines how much is taken, the latest first.</param>
public sealed record TakeWork(EarnWork Entitled, BigInteger EarnedBefore, ImmutableArray<TakenFrom> Taken) : LineWork;

/// <summary>What is taken from an earn line.</summary>
/// <param name="EarnedAt">The line's time.</param>
/// <param name="Planck">How much.</param>
public sealed record TakenFrom(DateTimeOffset EarnedAt, BigInteger Planck);

/// <summary>A part of what was paid, with its rate.</summary>
/// <param name="Bp">The rate.</param>
/// <param name="Planck">The part.</param>
public sealed record RatePiece(uint Bp, BigInteger Planck);
