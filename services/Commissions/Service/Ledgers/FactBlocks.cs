using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Where on its chain a payment stands: whoever has a node can look it up.</summary>
internal static class FactBlocks
{
    /// <summary>By the id of the fact: "polkadot-coretime, block 2,210,000 0x…, event 3". Of an order, which is judged and not kept here, the hash is all that is known of the block.</summary>
    public static IReadOnlyDictionary<string, string> Of(Observations told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var blocks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var origin in told.Of<Purchased>().Select(p => p.Message.Origin).Concat(told.Of<Renewed>().Select(r => r.Message.Origin)))
        {
            blocks.TryAdd(origin.FactId, string.Create(CultureInfo.InvariantCulture, $"{origin.Chain}, block {origin.BlockNumber:N0} {origin.BlockHash}, event {origin.EventIndex}"));
        }

        foreach (var judged in told.Of<PurchaseJudged>().Select(j => j.Message).Where(j => j.BlockHash.Length > 0))
        {
            blocks.TryAdd(judged.FactId, string.Create(CultureInfo.InvariantCulture, $"{judged.Chain}, block {judged.BlockHash}, event {judged.EventIndex}"));
        }

        return blocks;
    }

    /// <summary>The fact that an event of the ledger is of: one that counts anew has "#2" after its id.</summary>
    public static string FactOf(string payment) => payment.IndexOf('#', StringComparison.Ordinal) is var at and > 0 ? payment[..at] : payment;
}
