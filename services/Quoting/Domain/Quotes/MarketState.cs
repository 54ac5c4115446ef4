using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What the chain watcher says of a Coretime chain at its newest finalised block.</summary>
public sealed record MarketState
{
    /// <summary>As the watcher calls it.</summary>
    public required string Chain { get; init; }

    /// <summary>The runtime's name: prices are adapted from sale to sale by its code.</summary>
    public required string SpecName { get; init; }

    /// <summary>What amounts are of.</summary>
    public required Token Token { get; init; }

    /// <summary>Height.</summary>
    public required uint BlockNumber { get; init; }

    /// <summary>0x hex.</summary>
    public required string BlockHash { get; init; }

    /// <summary>The block's own time.</summary>
    public required DateTimeOffset BlockTime { get; init; }

    /// <summary>Its relay parent.</summary>
    public required RelayBlock RelayBlock { get; init; }

    /// <summary>The sale that is going on.</summary>
    public required SaleInfo Sale { get; init; }

    /// <summary>How the network sells.</summary>
    public required SaleConfiguration Configuration { get; init; }
}

/// <summary>What the desk adds to what the chain says.</summary>
public sealed record PricingSettings
{
    /// <summary>A block older than this is no price.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The blocks are a recording: the newest counts as made now, and quotes say so.</summary>
    public bool Recorded { get; init; }
}
