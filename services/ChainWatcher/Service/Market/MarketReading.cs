using CoretimeDesk.ChainWatcher.Data;
using V1 = CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Market;

/// <summary>The market after a block. What of it cannot be read keeps no fact from being saved; it is said instead of showing what was before.</summary>
/// <param name="State">The sale and its price, or on the relay chain the spot price; null when there is no sale, or it cannot be read.</param>
/// <param name="StateProblem">Why it cannot be read; null when it was.</param>
/// <param name="Lists">All regions and renewals; null when they were not read because nothing has touched them, or cannot be read.</param>
/// <param name="ListsProblem">Why they cannot be read; null when they were, or were not tried.</param>
internal sealed record MarketReading(V1.Market? State, string? StateProblem, MarketLists? Lists, string? ListsProblem);

/// <summary>All regions and rights to renew in storage.</summary>
internal sealed record MarketLists(IReadOnlyList<RegionRow> Regions, IReadOnlyList<RenewalRow> Renewals);
