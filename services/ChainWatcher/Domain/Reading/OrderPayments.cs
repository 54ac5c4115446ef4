using System.Buffers.Binary;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// Tells how orders were paid whose call cannot be told: those of schedulers, and of other chains' messages. An account's credit falls by the spot price of each
/// order that it pays, and rises by what it is credited; nothing else moves it.
/// </summary>
internal static class OrderPayments
{
    /// <summary>The facts of a block, with payments told where credit before and after decides.</summary>
    public static IReadOnlyList<ChainFact> Settle(IReadOnlyList<ChainFact> facts, StorageItem? credits, StorageValues storage)
    {
        if (credits is null || !facts.OfType<ChainFact.OnDemandOrderPlaced>().Any(IsOpen))
        {
            return facts;
        }

        var told = facts.OfType<ChainFact.OnDemandOrderPlaced>().Where(IsOpen).GroupBy(o => o.OrderedBy)
            .ToDictionary(open => open.Key, open => Decide(open.Key, [.. open], facts, credits, storage));
        return [.. facts.Select(f => f is ChainFact.OnDemandOrderPlaced order && IsOpen(order) ? order with { Payment = told[order.OrderedBy] } : f)];
    }

    private static bool IsOpen(ChainFact.OnDemandOrderPlaced order) => order.Payment.Means == PaymentMeans.Unknown;

    private static OrderPayment Decide(
        AccountId32 account, List<ChainFact.OnDemandOrderPlaced> open, IReadOnlyList<ChainFact> facts, StorageItem credits, StorageValues storage)
    {
        var key = credits.Key(account.ToArray());
        if (!storage.TryGet(StorageRead.Of(key, StorageSide.Parent), out var before) || !storage.TryGet(StorageRead.Of(key, StorageSide.Block), out var after))
        {
            return open[0].Payment;
        }

        var spent = (Int128)Of(credits, before) - (Int128)Of(credits, after);
        foreach (var fact in facts)
        {
            spent += fact switch
            {
                ChainFact.AccountCredited credited when credited.Account == account => (Int128)credited.Amount.Planck,
                ChainFact.OnDemandOrderPlaced { Payment.Means: PaymentMeans.Credits } order when order.OrderedBy == account => -(Int128)order.SpotPrice.Planck,
                _ => 0,
            };
        }

        var price = open.Aggregate(Int128.Zero, (sum, o) => sum + (Int128)o.SpotPrice.Planck);
        return price == 0 ? OrderPayment.Unknown("the call that placed it cannot be told, and it cost nothing")
            : spent == price ? new(PaymentMeans.Credits, PaymentEvidence.Storage)
            : spent == 0 ? new(PaymentMeans.Balance, PaymentEvidence.Storage)
            : OrderPayment.Unknown($"the account's {open.Count} orders in the block were paid in more than one way, and their calls cannot be told");
    }

    private static UInt128 Of(StorageItem credits, byte[]? value) => credits.DecodeOrDefault(value) is { } credit
        ? credit.AsUInt128()
        : 0;
}
