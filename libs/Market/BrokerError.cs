namespace CoretimeDesk.Market;

/// <summary>Why the chain would refuse, by the names that the Broker pallet gives its errors.</summary>
/// <remarks>Names and not numbers: the pallet's numbers move from one runtime to the next, so compare with what metadata says.</remarks>
public enum BrokerError
{
    /// <summary>The pivot of a partition is at or after the region's end.</summary>
    PivotTooLate,

    /// <summary>The pivot of a partition is at the region's begin.</summary>
    PivotTooEarly,

    /// <summary>The pivot of an interlace has parts of the core that the region does not have.</summary>
    ExteriorPivot,

    /// <summary>The pivot of an interlace has no part of the core.</summary>
    VoidPivot,

    /// <summary>The pivot of an interlace is all that the region has.</summary>
    CompletePivot,

    /// <summary>The price is above the buyer's limit.</summary>
    Overpriced,

    /// <summary>The network has no cores for the sale.</summary>
    Unavailable,

    /// <summary>Every core of the sale is sold or renewed.</summary>
    SoldOut,

    /// <summary>The relay chain is not past the sale's start; only renewals are possible.</summary>
    TooEarly,

    /// <summary>Nothing is on record that could be renewed on that core in this sale.</summary>
    NotAllowed,

    /// <summary>Only a part of the core was assigned, so its workload cannot be renewed.</summary>
    IncompleteAssignment,
}
