using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>Why a grant is over.</summary>
public enum ClosingReason
{
    /// <summary>The sponsor paid nothing for it within the days of activation.</summary>
    NotActivated,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was taken back.</summary>
    Revoked,
}

/// <summary>A grant that is over.</summary>
/// <param name="At">From when on: payments of before that still belong to it, whenever they arrive.</param>
/// <param name="Why">Why.</param>
public sealed record Closing(DateTimeOffset At, ClosingReason Why);

/// <summary>One tranche.</summary>
/// <param name="Value">What was awarded.</param>
/// <param name="Net">What regular payments, less what came back of them, have taken of it; perhaps more than its value.</param>
/// <param name="Used">The value that was used, as measured.</param>
public readonly record struct Tranche(Planck Value, Planck Net, BigInteger Used)
{
    /// <summary>What was awarded and not paid: reserved while the grant runs, lapsed when it is over.</summary>
    public Planck Left => Value > Net ? Value - Net : Planck.Zero;

    /// <summary>How much of the payments the award covers.</summary>
    public Planck Covered => Planck.Min(Value, Net);
}

/// <summary>A payment of the sponsor.</summary>
/// <param name="Fact">What the chain said.</param>
/// <param name="Back">What came back; perhaps more than was paid, which is ignored.</param>
/// <param name="WasOpen">Its tranche was open when it arrived. Otherwise it is foreign, and stays so.</param>
public sealed record Payment(Spent Fact, Planck Back, bool WasOpen)
{
    /// <summary>What it has cost the sponsor; never below nothing.</summary>
    public Planck Net => Fact.Amount > Back ? Fact.Amount - Back : Planck.Zero;

    /// <summary>More came back than was paid.</summary>
    public bool IsOverRefunded => Back > Fact.Amount;
}

/// <summary>A grant as the events so far have made it.</summary>
public sealed record Grant
{
    /// <summary>A grant that was just awarded.</summary>
    public Grant(Awarded award)
    {
        Award = award;
        ExpiresAt = award.ExpiresAt;
        Tranches = [.. award.Tranches.Select(v => new Tranche(v, Planck.Zero, BigInteger.Zero))];
    }

    /// <summary>What was awarded.</summary>
    public Awarded Award { get; }

    /// <summary>Its name.</summary>
    public string Name => Award.Grant;

    /// <summary>Its tranches, the first at index 0.</summary>
    public ImmutableArray<Tranche> Tranches { get; init; }

    /// <summary>How many tranches are open.</summary>
    public int OpenTranches { get; init; } = 1;

    /// <summary>When it ends, or has ended.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Suspicions that stand.</summary>
    public ImmutableSortedSet<string> Flags { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Tranches whose milestone was reached, from 1.</summary>
    public ImmutableSortedSet<long> Milestones { get; init; } = [];

    /// <summary>How and when it ended; null while it runs.</summary>
    public Closing? Closing { get; init; }

    /// <summary>The ids of the payments for open tranches, in order of arrival.</summary>
    public ImmutableList<string> Payments { get; init; } = [];

    /// <summary>The earliest of them, by the chain's time.</summary>
    public DateTimeOffset? FirstPaidAt { get; init; }

    /// <summary>A payment for an open tranche, at that time, is one of the grant's: regular. This looks at the grant as it is now, so that it does not matter which arrived first.</summary>
    public bool Covers(DateTimeOffset paidAt) => Closing is not { } closing || paidAt < closing.At;

    /// <summary>The sponsor paid for it at least once while it ran.</summary>
    public bool HasRegularPayment => FirstPaidAt is { } first && Covers(first);

    /// <summary>It counts against what a cluster may have: what ended unused does not, what was revoked does.</summary>
    public bool CountsForCluster => Closing is not { Why: ClosingReason.NotActivated or ClosingReason.Expired } || HasRegularPayment;

    /// <summary>The tranche of a number is open.</summary>
    public bool IsOpen(long? tranche) => tranche is { } number && number >= 1 && number <= OpenTranches;

    /// <summary>The same grant with one tranche changed.</summary>
    internal Grant With(long tranche, Func<Tranche, Tranche> change) => this with { Tranches = Tranches.SetItem((int)tranche - 1, change(Tranches[(int)tranche - 1])) };

    /// <summary>Its part in the balances.</summary>
    internal Tally Tally()
    {
        var tally = default(Tally);
        foreach (var tranche in Tranches)
        {
            BigInteger left = tranche.Left.Value;
            tally += new Tally(tranche.Value.Value, Closing is null ? left : 0, Closing is null ? 0 : left, tranche.Covered.Value);
        }

        return tally;
    }
}

/// <summary>The part of the balances that comes from awards.</summary>
internal readonly record struct Tally(BigInteger Awarded, BigInteger Reserved, BigInteger Lapsed, BigInteger Covered)
{
    public static Tally operator +(Tally a, Tally b) => new(a.Awarded + b.Awarded, a.Reserved + b.Reserved, a.Lapsed + b.Lapsed, a.Covered + b.Covered);

    public static Tally operator -(Tally a, Tally b) => new(a.Awarded - b.Awarded, a.Reserved - b.Reserved, a.Lapsed - b.Lapsed, a.Covered - b.Covered);
}
