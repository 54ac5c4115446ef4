using System.Collections.Immutable;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>Something that happened to a programme's budget, in the order in which the desk learned of it.</summary>
/// <param name="Id">Its own id: the same id again is the same event again.</param>
/// <param name="At">When it happened. A chain fact may have happened long before it arrived.</param>
public abstract record BudgetEvent(string Id, DateTimeOffset At);

/// <summary>What a finalised block says about the sponsor's money. Never refused for what it says: what does not fit the plan is an alarm.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Amount">At least one planck.</param>
public abstract record ChainFact(string Id, DateTimeOffset At, Planck Amount) : BudgetEvent(Id, At);

/// <summary>Money came to the sponsor's account.</summary>
public sealed record Funded(string Id, DateTimeOffset At, Planck Amount) : ChainFact(Id, At, Amount);

/// <summary>Money left the sponsor's account, for something that is no grant.</summary>
public sealed record Withdrawn(string Id, DateTimeOffset At, Planck Amount) : ChainFact(Id, At, Amount);

/// <summary>The sponsor paid for a customer's coretime.</summary>
/// <param name="Id">Its own id, which refunds name.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Amount">What was paid.</param>
/// <param name="Grant">For which grant; null when the fact names none.</param>
/// <param name="Tranche">For which of its tranches, from 1; null when the fact names none.</param>
public sealed record Spent(string Id, DateTimeOffset At, Planck Amount, string? Grant, long? Tranche) : ChainFact(Id, At, Amount);

/// <summary>Some of a payment came back to the account.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Amount">What came back.</param>
/// <param name="Of">The id of the payment. It may still be unknown: the refund then waits for it.</param>
public sealed record Refunded(string Id, DateTimeOffset At, Planck Amount, string Of) : ChainFact(Id, At, Amount);

/// <summary>Value was used, as measured on the chain: what opens the next tranche. It moves no money.</summary>
public sealed record Used(string Id, DateTimeOffset At, Planck Amount, string? Grant, long? Tranche) : ChainFact(Id, At, Amount);

/// <summary>Something that a person decided about a grant.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Grant">The grant; null names none.</param>
public abstract record GrantCommand(string Id, DateTimeOffset At, string? Grant) : BudgetEvent(Id, At);

/// <summary>A grant is awarded: all of its tranches are reserved, and the first is open.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="At">From when on it runs; it must be activated within 90 days.</param>
/// <param name="Grant">The new grant's name.</param>
/// <param name="Cluster">Who gets it: customers under one control are one cluster.</param>
/// <param name="Tier">The kind of grant.</param>
/// <param name="Tranches">The value of each tranche, at least one, none of them nothing.</param>
/// <param name="HalfPeriods">Its value in half core-periods, which the lifetime cap of a cluster counts.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Code">The provider's code, if one was given. An award uses it up for ever.</param>
/// <param name="HasMilestones">Each further tranche also waits for its milestone.</param>
public sealed record Awarded(
    string Id, DateTimeOffset At, string Grant, string Cluster, GrantTier Tier, ImmutableArray<Planck> Tranches, ulong HalfPeriods, DateTimeOffset ExpiresAt, string? Code = null, bool HasMilestones = false)
    : BudgetEvent(Id, At)
{
    /// <summary>The same award, tranche by tranche.</summary>
    public bool Equals(Awarded? other) =>
        base.Equals(other) && Grant == other.Grant && Cluster == other.Cluster && Tier == other.Tier && HalfPeriods == other.HalfPeriods && ExpiresAt == other.ExpiresAt
        && Code == other.Code && HasMilestones == other.HasMilestones && Tranches.AsSpan().SequenceEqual(other.Tranches.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Grant, Cluster, Tier, HalfPeriods, ExpiresAt, Tranches.Length);
}

/// <summary>The next tranche is opened.</summary>
public sealed record Opened(string Id, DateTimeOffset At, string? Grant, long? Tranche) : GrantCommand(Id, At, Grant);

/// <summary>A tranche's milestone was reached.</summary>
public sealed record MilestoneReached(string Id, DateTimeOffset At, string? Grant, long? Tranche) : GrantCommand(Id, At, Grant);

/// <summary>A suspicion of abuse: no tranche opens while a flag stands.</summary>
public sealed record Flagged(string Id, DateTimeOffset At, string? Grant, string Flag) : GrantCommand(Id, At, Grant);

/// <summary>A suspicion was cleared.</summary>
public sealed record Unflagged(string Id, DateTimeOffset At, string? Grant, string Flag) : GrantCommand(Id, At, Grant);

/// <summary>The grant ends later. Not possible once it has expired.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Grant">The grant.</param>
/// <param name="ExpiresAt">The new end; null when what was given is no instant.</param>
public sealed record Extended(string Id, DateTimeOffset At, string? Grant, DateTimeOffset? ExpiresAt) : GrantCommand(Id, At, Grant);

/// <summary>The grant is taken back: what is not spent is free again.</summary>
public sealed record Revoked(string Id, DateTimeOffset At, string? Grant) : GrantCommand(Id, At, Grant);

/// <summary>The clock: closes every grant that is due at that instant.</summary>
public sealed record Ticked(string Id, DateTimeOffset At) : BudgetEvent(Id, At);
