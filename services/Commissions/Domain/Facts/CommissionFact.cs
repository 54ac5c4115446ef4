using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Facts;

/// <summary>Something that happened and that commissions follow from. Two facts are the same when they are equal.</summary>
/// <param name="Id">Its id, of which there is one.</param>
/// <param name="At">When it happened, in UTC.</param>
public abstract record CommissionFact(string Id, DateTimeOffset At);

/// <summary>A deal registration was approved.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Customer">Whose.</param>
/// <param name="IsTenantBefore">The customer had coretime before: what it merely renews is nobody's success.</param>
public sealed record Registered(string Id, DateTimeOffset At, string Customer, bool IsTenantBefore) : CommissionFact(Id, At);

/// <summary>A quote was accepted: plan and split are frozen for what is paid from now on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Customer">Whose.</param>
/// <param name="Plan">The plan's id.</param>
/// <param name="Owner">Whose deal it is, and whose quota counts; one of the split.</param>
/// <param name="Split">Who shares the commission; adds up to the plan's rate.</param>
/// <param name="Csm">Who gets the overlay; null for nobody.</param>
public sealed record Accepted(string Id, DateTimeOffset At, string Customer, string Plan, string Owner, Split Split, string? Csm) : CommissionFact(Id, At);

/// <summary>A chain account is a participant's.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it became known; it counts for all payments, also for earlier ones.</param>
/// <param name="Participant">Whose.</param>
/// <param name="Account">The account.</param>
/// <param name="Until">When it was found to be none: payments from then on are not judged by it. Null while it is one.</param>
public sealed record ParticipantKey(string Id, DateTimeOffset At, string Participant, string Account, DateTimeOffset? Until = null) : CommissionFact(Id, At);

/// <summary>A participant's quota for a month.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was set. The first that was set for a month counts for all of it.</param>
/// <param name="Participant">Whose.</param>
/// <param name="Month">For which month.</param>
/// <param name="Quota">How much is to be attained; not zero.</param>
public sealed record QuotaSet(string Id, DateTimeOffset At, string Participant, Month Month, Planck Quota) : CommissionFact(Id, At);

/// <summary>A finalised payment for coretime.</summary>
/// <param name="Id">Its id, which is the event's.</param>
/// <param name="At">The block's time.</param>
/// <param name="Customer">Whose coretime it is.</param>
/// <param name="Account">Who paid.</param>
/// <param name="Amount">How much.</param>
/// <param name="Rebate">What of it was given back already.</param>
/// <param name="How">How the coretime was bought.</param>
/// <param name="Payer">Whose money it was.</param>
/// <param name="Timeslices">How many were bought; 0 unless it was a purchase or a renewal.</param>
public sealed record Paid(string Id, DateTimeOffset At, string Customer, string Account, Planck Amount, Planck Rebate, PaidHow How, PayerKind Payer, UInt128 Timeslices) : CommissionFact(Id, At);

/// <summary>A fact about a payment that was made before.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it happened.</param>
/// <param name="Event">The payment's id.</param>
public abstract record AboutPayment(string Id, DateTimeOffset At, string Event) : CommissionFact(Id, At);

/// <summary>Timeslices were delivered while the region ran the customer's task.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Event">Of which payment.</param>
/// <param name="Timeslices">How many, in addition.</param>
public sealed record Delivered(string Id, DateTimeOffset At, string Event, UInt128 Timeslices) : AboutPayment(Id, At, Event);

/// <summary>A rebate was paid later.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Event">Of which payment.</param>
/// <param name="Amount">How much.</param>
public sealed record LateRebate(string Id, DateTimeOffset At, string Event, Planck Amount) : AboutPayment(Id, At, Event);

/// <summary>The payment should never have counted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When that was found.</param>
/// <param name="Event">Which payment.</param>
/// <param name="Cause">Why, as <see cref="FactWords.Causes"/> name it.</param>
public sealed record Reversed(string Id, DateTimeOffset At, string Event, string Cause) : AboutPayment(Id, At, Event);

/// <summary>How coretime was bought.</summary>
public enum PaidHow
{
    /// <summary>A region in a sale.</summary>
    Purchase,

    /// <summary>The renewal of a core.</summary>
    Renewal,

    /// <summary>An order on demand; delivered at once.</summary>
    OnDemand,

    /// <summary>From another holder, which pays nobody but that holder.</summary>
    Transfer,
}

/// <summary>Whose money it was.</summary>
public enum PayerKind
{
    /// <summary>The customer's own.</summary>
    Customer,

    /// <summary>Somebody else's.</summary>
    ThirdParty,

    /// <summary>The desk's sponsor account's.</summary>
    Sponsor,

    /// <summary>Credits that were granted.</summary>
    Credit,
}
