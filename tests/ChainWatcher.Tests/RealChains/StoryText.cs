using System.Text.Json.Nodes;
using CoretimeDesk.ChainLab;

namespace CoretimeDesk.ChainWatcher.Tests.RealChains;

/// <summary>One step of the story.</summary>
/// <param name="Line">As it is written in the story.</param>
/// <param name="Scenario">A scenario of the lab.</param>
/// <param name="Parameters">Of the scenario.</param>
/// <param name="Facts">What must become of it, in the order of events: <c>Renewed Renewable CoreAssigned*7</c>.</param>
internal sealed record Step(string Line, string Scenario, JsonObject Parameters, string Facts)
{
    public static Step Of(string line)
    {
        var halves = line.Split('|');
        var words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parameters = words.Skip(1).Select(w => w.Split('=')).Select(p => KeyValuePair.Create(p[0], uint.TryParse(p[1], out var number) ? JsonValue.Create(number) : (JsonNode?)p[1]));
        return new(line.Trim(), words[0], new(parameters), halves[1].Trim());
    }
}

/// <summary>A step as it was played.</summary>
/// <param name="Step">The step.</param>
/// <param name="Blocks">The blocks that are part of the chain.</param>
/// <param name="Orphans">Blocks that lost against another one at their height.</param>
internal sealed record Played(Step Step, IReadOnlyList<LabBlock> Blocks, IReadOnlyList<LabBlock> Orphans);

/// <summary>
/// What happens on the lab's two chains, and which facts it must become: written by hand, from what the scenarios do. Prices, cores and accounts are for
/// the other decoder to compare.
/// </summary>
internal static class StoryText
{
    /// <summary>Before the story, the lab has configured the broker, made reservations and leases, and started sales; the relay chain has found its first spot price.</summary>
    public const string Before = "ConfigurationChanged ReservationMade*2 Leased*2 CoreCountRequested SalesStarted Renewable LeaseEnding SaleInitialized SpotPriceSet";

    public static IReadOnlyList<Step> Steps { get; } = [.. Text.Split('\n').Where(l => l.Contains('|', StringComparison.Ordinal)).Select(Step.Of)];

    private const string Text = """
        goto-phase phase=half                        |
        purchase who=alice                           | Purchased
        purchase-overpriced                          |
        order-keep-alive who=bob para=2000           | OnDemandOrderPlaced
        three-buyers-one-block                       | Purchased*2
        purchase-batch-interrupted                   | Purchased
        purchase-batch-all                           | Purchased*2
        purchase-batch-all-fails                     |
        purchase-force-batch                         | Purchased
        tagged-purchase quote=Q-1                    | Remarked Purchased
        tagged-purchase-overpriced quote=Q-2         | CallFailed
        tagged-batch-interrupted quote=Q-3           | Remarked Purchased CallFailed
        tagged-purchase quote=Q-4 tag=another-desk:  | Purchased
        purchase-via-proxy                           | Purchased
        tagged-proxy-inner-fails quote=Q-5           | CallFailed
        purchase-via-multisig                        | Purchased
        credit-end-to-end who=alice for=bob          | CreditPurchased AccountCredited OnDemandOrderPlaced
        purchase-credit                              | BalanceTransferred CreditPurchased
        reorg who=alice depth=2                      |
        purchase who=desk                            | Purchased
        assign who=desk task=2000                    | Renewable Assigned
        transfer who=alice to=bob                    | Transferred
        partition who=bob                            | Partitioned
        interlace who=bob                            | Interlaced
        pool who=bob finality=Provisional            | Pooled
        assign-provisional who=bob                   | RegionUnpooled Assigned
        remove-assignment who=bob                    | AssignmentRemoved
        pool who=bob                                 | Pooled
        pool who=alice                               | Pooled
        order-batch who=bob                          | OnDemandOrderPlaced*2
        tagged-order quote=O-1                       | Remarked OnDemandOrderPlaced
        tagged-order-too-expensive quote=O-2         | CallFailed
        credit-account-xcm for=dave                  | AccountCredited
        reorg chain=relay                            |
        relay-assign-core                            | CoreAssigned
        pay who=alice to=desk                        | BalanceTransferred
        pay who=bob to=charlie                       |
        configure renewalBump=50000000               | ConfigurationChanged
        configure-xcm renewalBump=40000000           | ConfigurationChanged
        admin-misc                                   | ReservationMade ReservationCancelled Leased LeaseRemoved
        request-core-count                           | CoreCountRequested
        notify-core-count count=24                   | CoreCountChanged
        rotate-sale                                  | SaleInitialized CoreAssigned*14
        renew who=bob task=2001                      | Renewed Renewable
        renew who=desk task=2000                     | Renewed Renewable
        fund task=2001                               |
        auto-renew-on task=2001                      | AutoRenewalEnabled
        auto-renew-on task=2000                      | AutoRenewalEnabled
        notify-revenue                               | ClaimsReady
        claim-revenue                                | RevenueClaimPaid
        rotate-sale                                  | Renewed Renewable AutoRenewalFailed SaleInitialized CoreAssigned*24
        drop-region                                  | RegionDropped
        auto-renew-off task=2001                     | AutoRenewalDisabled
        rotate-sale                                  | SaleInitialized CoreAssigned*24
        drop-renewal                                 | PotentialRenewalDropped
        goto-phase phase=three-quarters              |
        purchase who=bob                             | Purchased
        """;
}
