namespace CoretimeDesk.ChainWatcher.Market;

/// <summary>Facts after which the lists of regions and rights to renew are not what they were.</summary>
internal static class ListTouches
{
    private static readonly HashSet<string> Names =
    [
        nameof(ChainFact.Purchased), nameof(ChainFact.Renewable), nameof(ChainFact.Renewed), nameof(ChainFact.AutoRenewalEnabled), nameof(ChainFact.AutoRenewalDisabled),
        nameof(ChainFact.AutoRenewalFailed), nameof(ChainFact.PotentialRenewalDropped), nameof(ChainFact.PotentialRenewalRemoved), nameof(ChainFact.Assigned),
        nameof(ChainFact.AssignmentRemoved), nameof(ChainFact.Pooled), nameof(ChainFact.RegionUnpooled), nameof(ChainFact.Partitioned), nameof(ChainFact.Interlaced),
        nameof(ChainFact.Transferred), nameof(ChainFact.RegionDropped), nameof(ChainFact.SaleInitialized), nameof(ChainFact.SalesStarted), nameof(ChainFact.UnknownMarketEvent),
    ];

    public static bool By(BlockFacts block) => block.Facts.Any(f => Names.Contains(f.Name));
}
