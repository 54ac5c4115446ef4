using CoretimeDesk.Commissions.Facts;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>Why a payment earns nothing, in the order in which reasons are looked for.</summary>
public enum ExclusionReason
{
    /// <summary>The desk's sponsor paid.</summary>
    SponsorPaid,

    /// <summary>Granted credits paid.</summary>
    CreditPaid,

    /// <summary>Another holder was paid.</summary>
    SecondaryMarket,

    /// <summary>Somebody else paid.</summary>
    ThirdParty,

    /// <summary>A participant paid.</summary>
    SelfDealing,

    /// <summary>Nobody had registered the deal yet.</summary>
    NotRegistered,

    /// <summary>A renewal of who had coretime before.</summary>
    PriorTenant,

    /// <summary>Nothing was accepted yet.</summary>
    NotAccepted,

    /// <summary>All of it was given back.</summary>
    ZeroBase,

    /// <summary>The customer's window is over.</summary>
    WindowClosed,
}

/// <summary>A payment that earns nothing.</summary>
/// <param name="Event">The payment.</param>
/// <param name="Reason">The first reason that applies.</param>
public sealed record Exclusion(string Event, ExclusionReason Reason);

/// <summary>From the first event that counts until just before the end.</summary>
/// <param name="Start">The first event's time.</param>
/// <param name="End">The first instant that is out.</param>
public sealed record CommissionWindow(DateTimeOffset Start, DateTimeOffset End);

/// <summary>Decides whether a payment earns at all.</summary>
public static class Exclusions
{
    /// <summary>The first reason why a payment earns nothing; null when it earns.</summary>
    /// <param name="paid">The payment.</param>
    /// <param name="known">All that is known beside payments.</param>
    /// <param name="window">The customer's window; null before the first event that counts.</param>
    public static ExclusionReason? Why(Paid paid, KnownFacts known, CommissionWindow? window)
    {
        ArgumentNullException.ThrowIfNull(paid);
        ArgumentNullException.ThrowIfNull(known);
        var registered = known.RegistrationOf(paid.Customer);
        return paid switch
        {
            { Payer: PayerKind.Sponsor } => ExclusionReason.SponsorPaid,
            { Payer: PayerKind.Credit } => ExclusionReason.CreditPaid,
            { How: PaidHow.Transfer } => ExclusionReason.SecondaryMarket,
            { Payer: PayerKind.ThirdParty } => ExclusionReason.ThirdParty,
            _ when known.IsParticipants(paid.Account, paid.At) => ExclusionReason.SelfDealing,
            _ when registered is null || paid.At < registered.At => ExclusionReason.NotRegistered,
            { How: PaidHow.Renewal } when registered.IsTenantBefore => ExclusionReason.PriorTenant,
            _ when known.AcceptanceFor(paid) is null => ExclusionReason.NotAccepted,
            _ when paid.Rebate == paid.Amount => ExclusionReason.ZeroBase,
            _ when window is not null && paid.At >= window.End => ExclusionReason.WindowClosed,
            _ => null,
        };
    }
}
