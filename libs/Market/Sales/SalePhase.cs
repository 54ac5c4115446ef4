namespace CoretimeDesk.Market;

/// <summary>The three parts of a sale, in order.</summary>
public enum SalePhase
{
    /// <summary>From the rotation to the sale's start, that block included: only renewals are possible.</summary>
    Interlude,

    /// <summary>The price falls from block to block.</summary>
    Leadin,

    /// <summary>The price stays at the end price until the next rotation.</summary>
    FixedPrice,
}

/// <summary>What may be done in a sale at some moment, provided that a core is left.</summary>
[Flags]
public enum SaleActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A renewal of what is assigned until the sold regions begin, at the stored price.</summary>
    Renew = 1,

    /// <summary>A purchase at the price of the moment.</summary>
    Purchase = 2,
}
