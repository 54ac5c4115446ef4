using CoretimeDesk.ChainWatcher.Data;
using V1 = CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Market;

/// <summary>The market after a block.</summary>
/// <param name="State">The sale and its price, or on the relay chain the spot price; null when there is no sale.</param>
/// <param name="Lists">All regions and renewals; null when they were not read because nothing has touched them.</param>
internal sealed record MarketReading(V1.Market? State, MarketLists? Lists);

/// <summary>All regions and rights to renew in storage.</summary>
internal sealed record MarketLists(IReadOnlyList<RegionRow> Regions, IReadOnlyList<RenewalRow> Renewals);
