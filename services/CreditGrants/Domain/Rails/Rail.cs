using System.Collections.Immutable;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>How free coretime reaches a customer.</summary>
public enum RailKind
{
    /// <summary>A: the sponsor renews the core on which the customer's para runs.</summary>
    SponsorRenewal,

    /// <summary>B: the sponsor buys a core and assigns it to the customer's para for good.</summary>
    SponsorPurchase,

    /// <summary>C: the sponsor places on-demand orders for the customer's para.</summary>
    SponsorOrders,

    /// <summary>D: credit for on-demand orders in the customer's account.</summary>
    NativeCredits,

    /// <summary>A region in the customer's own hands: it can be sold, so it is no rail that a desk begins with.</summary>
    HandedOverRegion,
}

/// <summary>Which chain a rail's calls are for.</summary>
public enum RailChain
{
    /// <summary>Where cores are sold.</summary>
    Coretime,

    /// <summary>Where on-demand orders are placed today.</summary>
    Relay,
}

/// <summary>A rail as data.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Letter">What people call it.</param>
/// <param name="Chain">Where it is signed.</param>
/// <param name="IsTransferable">The customer could sell what it gets.</param>
/// <param name="IsOn">On for a new desk. What is off needs a setting of the desk.</param>
/// <param name="Sentence">What it does.</param>
public sealed record Rail(RailKind Kind, string Letter, RailChain Chain, bool IsTransferable, bool IsOn, string Sentence)
{
    /// <summary>All rails, in the order in which they are offered.</summary>
    public static ImmutableArray<Rail> All { get; } =
    [
        new(RailKind.SponsorRenewal, "A", RailChain.Coretime, false, true, "The sponsor renews the core on which the customer's para runs."),
        new(RailKind.SponsorPurchase, "B", RailChain.Coretime, false, true, "The sponsor buys a core and assigns it to the customer's para for good."),
        new(RailKind.SponsorOrders, "C", RailChain.Relay, false, true, "The sponsor orders blocks for the customer's para, one by one."),
        new(RailKind.NativeCredits, "D", RailChain.Coretime, false, false, "The sponsor buys credit for on-demand orders into the customer's account. Public networks reject the call."),
        new(RailKind.HandedOverRegion, "T", RailChain.Coretime, true, false, "The sponsor buys a core and transfers the region to the customer, who can sell it."),
    ];

    /// <summary>The rail of a kind.</summary>
    public static Rail Of(RailKind kind) => All.First(r => r.Kind == kind);
}
