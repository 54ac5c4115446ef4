using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Market;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>The chain watcher's words in the domain's.</summary>
internal static class WireFacts
{
    public static Sighting Seen(this FactOrigin origin) =>
        new(origin.FactId, origin.Chain, origin.BlockNumber, origin.BlockHash, origin.HasEventIndex ? origin.EventIndex : null, origin.OccurredAt.ToDateTimeOffset());

    public static Token TokenOf(this FactOrigin origin) => new(origin.Token.Symbol, (int)origin.Token.Decimals);

    public static IEnumerable<uint> Tasks(this IEnumerable<WorkloadItem> workload) =>
        workload.Where(w => w.Use.Kind == CoreUseKind.Task && w.Use.HasTask).Select(w => w.Use.Task).Distinct();

    /// <summary>The parts of the core that these tasks have together.</summary>
    public static CoreMask MaskOf(this IEnumerable<WorkloadItem> workload, IReadOnlyCollection<uint> tasks) =>
        workload.Where(w => w.Use.Kind == CoreUseKind.Task && w.Use.HasTask && tasks.Contains(w.Use.Task)).Aggregate(CoreMask.Void, (mask, item) => mask | CoreMask.Parse(item.Mask));
}
