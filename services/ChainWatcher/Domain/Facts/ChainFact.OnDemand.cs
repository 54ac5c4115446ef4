using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

public abstract partial record ChainFact
{
    /// <summary>One block of a parachain was ordered.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Para">The parachain; anyone may order for any.</param>
    /// <param name="SpotPrice">What it cost.</param>
    /// <param name="OrderedBy">Who paid.</param>
    /// <param name="Payment">How, which the event does not say.</param>
    public sealed record OnDemandOrderPlaced(FactOrigin Origin, uint Para, TokenAmount SpotPrice, AccountId32 OrderedBy, OrderPayment Payment) : ChainFact(Origin);

    /// <summary>Credit for on-demand orders was bought, on the Coretime chain. That the relay chain was told does not follow.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Buyer">Who paid.</param>
    /// <param name="Beneficiary">Who may order with it.</param>
    /// <param name="Amount">How much.</param>
    public sealed record CreditPurchased(FactOrigin Origin, AccountId32 Buyer, AccountId32 Beneficiary, TokenAmount Amount) : ChainFact(Origin);

    /// <summary>An account got credit for on-demand orders.</summary>
    /// <param name="Origin">Where and when; by whom, where an extrinsic did it and not a message of the Coretime chain.</param>
    /// <param name="Account">Who may order with it.</param>
    /// <param name="Amount">How much.</param>
    public sealed record AccountCredited(FactOrigin Origin, AccountId32 Account, TokenAmount Amount) : ChainFact(Origin);

    /// <summary>An on-demand order costs something else from now on.</summary>
    /// <param name="Origin">Where and when.</param>
    /// <param name="SpotPrice">The price of one order.</param>
    public sealed record SpotPriceSet(FactOrigin Origin, TokenAmount SpotPrice) : ChainFact(Origin);
}

/// <summary>With what an on-demand order was paid.</summary>
public enum PaymentMeans
{
    /// <summary>It cannot be told for certain; <see cref="OrderPayment.Reason"/> says why.</summary>
    Unknown = 1,

    /// <summary>From the account's free balance.</summary>
    Balance = 2,

    /// <summary>With credit.</summary>
    Credits = 3,
}

/// <summary>From what it is known how an order was paid.</summary>
public enum PaymentEvidence
{
    /// <summary>It is not known.</summary>
    None = 1,

    /// <summary>From the call that placed it.</summary>
    Call = 2,

    /// <summary>From the account's credit before and after the block.</summary>
    Storage = 3,

    /// <summary>From the runtime, which knows no credit.</summary>
    Runtime = 4,
}

/// <summary>How an on-demand order was paid. It is never guessed.</summary>
/// <param name="Means">With what.</param>
/// <param name="Evidence">From what that is known.</param>
/// <param name="Reason">Why it is not known; null when it is.</param>
public sealed record OrderPayment(PaymentMeans Means, PaymentEvidence Evidence, string? Reason = null)
{
    /// <summary>Not known, and why.</summary>
    public static OrderPayment Unknown(string reason) => new(PaymentMeans.Unknown, PaymentEvidence.None, reason);
}
