namespace CoretimeDesk.Market;

/// <summary>What keeps an assigned region from being renewable.</summary>
[Flags]
public enum RenewalObstacles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// It is not a whole core. The renewal waits until its other parts are assigned as well, at the same price paid; see
    /// <see cref="PotentialRenewal.AfterAssignment"/>.
    /// </summary>
    PartOfCore = 1,

    /// <summary>It is shorter than what is sold: it was partitioned, or assigned after it had begun.</summary>
    NotFullLength = 2,

    /// <summary>No payment is on record for it: it was partitioned, or never bought in a sale.</summary>
    NothingPaid = 4,

    /// <summary>It was assigned provisionally.</summary>
    Provisional = 8,
}
