using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>The on-demand pallet of today's relay chains. Kusama calls it after its former job, with the same contents.</summary>
public sealed class OnDemandPallet : IOrderVenue
{
    private static readonly string[] Pallets = ["OnDemand", "OnDemandAssignmentProvider"];

    /// <inheritdoc/>
    public void Declare(FactBook book)
    {
        foreach (var pallet in Pallets)
        {
            book.On<Wire.OrderPlaced>(pallet, "OnDemandOrderPlaced", (e, at) =>
                new ChainFact.OnDemandOrderPlaced(at.Origin, e.ParaId, at.Amount(e.SpotPrice), e.OrderedBy, PaymentOf(at)));
            book.On<Wire.WhoAndAmount>(pallet, "AccountCredited", (e, at) => new ChainFact.AccountCredited(at.Origin, e.Who, at.Amount(e.Amount)));
            book.On<Wire.PriceSet>(pallet, "SpotPriceSet", (e, at) => new ChainFact.SpotPriceSet(at.Origin, at.Amount(e.SpotPrice)));
            book.Rest(pallet, MarketEvents.Read);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The call tells for an order in an extrinsic; the account's credit before and after tells for the others, and is a second witness for these.</remarks>
    public IEnumerable<StorageRead> Reads(Runtime runtime, EventRecord record)
    {
        if (record.Event.Name != "OnDemandOrderPlaced" || !Pallets.Contains(record.Event.Pallet) || Credits(runtime) is not { } credits
            || !record.Fields.TryField("ordered_by", out var who) || who.Kind != ScaleKind.Bytes)
        {
            return [];
        }

        var key = credits.Key(who.AsBytes().ToArray());
        return [StorageRead.Of(key, StorageSide.Parent), StorageRead.Of(key, StorageSide.Block)];
    }

    /// <inheritdoc/>
    public PaymentMeans? MeansOf(CallView call) => !Pallets.Contains(call.Pallet) ? null : call.Name switch
    {
        "place_order_allow_death" or "place_order_keep_alive" => PaymentMeans.Balance,
        "place_order_with_credits" => PaymentMeans.Credits,
        _ => null,
    };

    /// <inheritdoc/>
    public StorageItem? Credits(Runtime runtime)
    {
        var pallet = Pallets.FirstOrDefault(p => runtime.Metadata.Pallet(p)?.Storage.Any(s => s.Name == "Credits") == true);
        return pallet is null ? null : runtime.Storage(pallet, "Credits");
    }

    private OrderPayment PaymentOf(FactContext at) =>
        at.Call is { } call && MeansOf(call) is { } means ? new(means, PaymentEvidence.Call)
        : Credits(at.Runtime) is null ? new(PaymentMeans.Balance, PaymentEvidence.Runtime)
        : OrderPayment.Unknown("the call that placed it cannot be told, and the account's credit was not read");
}
