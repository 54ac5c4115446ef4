namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Where a revision of a quote stands. The numbers are those of the wire.</summary>
public enum QuoteState
{
    /// <summary>Being written; it has no price.</summary>
    Draft = 1,

    /// <summary>It has terms and a digest, and nobody has judged them.</summary>
    Priced = 2,

    /// <summary>The rules want approvals, and some are missing.</summary>
    Submitted = 3,

    /// <summary>It may be sent.</summary>
    Approved = 4,

    /// <summary>Frozen, with the customer.</summary>
    Sent = 5,

    /// <summary>The customer has accepted it.</summary>
    Accepted = 6,

    /// <summary>A finalised purchase was matched to it. No command leads here.</summary>
    Won = 7,

    /// <summary>One of its clocks has run out. It never comes back.</summary>
    Expired = 8,

    /// <summary>Taken back.</summary>
    Withdrawn = 9,

    /// <summary>A later revision was sent.</summary>
    Superseded = 10,
}

/// <summary>Who buys. Interlaced shares of a core are not offered: Polkadot filters the call.</summary>
public enum Settlement
{
    /// <summary>The customer buys what is not sponsor-paid.</summary>
    CustomerBuys = 1,

    /// <summary>The sponsor buys the first period and assigns it with finality to the customer's para, which never holds a region.</summary>
    SponsorBuysAndAssigns = 2,
}

/// <summary>The clock that ends a quote first.</summary>
public enum ValidityClock
{
    /// <summary>So many days after it was sent.</summary>
    Calendar = 1,

    /// <summary>The end of the sale phase that it was priced in.</summary>
    SalePhase = 2,

    /// <summary>The end of the rule version that judged it.</summary>
    RuleVersion = 3,
}

/// <summary>What may be done in a state.</summary>
public static class QuoteStates
{
    /// <summary>It is still being worked on, and has never left the desk.</summary>
    public static bool IsUnsent(this QuoteState state) => state is QuoteState.Draft or QuoteState.Priced or QuoteState.Submitted or QuoteState.Approved;

    /// <summary>It is with the customer and counts.</summary>
    public static bool IsOut(this QuoteState state) => state is QuoteState.Sent or QuoteState.Accepted;
}
