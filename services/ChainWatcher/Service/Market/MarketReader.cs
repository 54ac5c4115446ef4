using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;
using Google.Protobuf.WellKnownTypes;
using V1 = CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Market;

/// <summary>Reads the market out of a block's storage. The chain's names stay in here; what follows from them is libs/Market's.</summary>
internal static class MarketReader
{
    /// <exception cref="RpcConnectionException">The connection has ended. Whatever else goes wrong is told in the reading: facts do not wait for the market.</exception>
    public static async Task<MarketReading> ReadAsync(ChainRpc rpc, Runtime runtime, ChainProfile profile, BlockFacts block, bool withLists, CancellationToken stop)
    {
        var isRelay = profile.Chain.Kind == ChainKind.Relay;
        var (state, stateProblem) = await TryAsync(() => isRelay ? SpotAsync(rpc, runtime, profile, block, stop) : SaleAsync(rpc, runtime, profile, block, stop));
        if (isRelay || !withLists)
        {
            return new(state, stateProblem, null, null);
        }

        var (lists, listsProblem) = await TryAsync<MarketLists>(async () => await MarketListReader.ReadAsync(rpc, runtime, block.Head.Block.Hash, stop));
        return new(state, stateProblem, lists, listsProblem);
    }

    /// <summary>An older or newer runtime may lack a pallet, an entry or a field, or have a value that this version's maths refuses; a node may refuse to list keys.</summary>
    private static async Task<(T? Read, string? Problem)> TryAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return (await read(), null);
        }
        catch (Exception e) when (e is not (OperationCanceledException or RpcConnectionException or ObjectDisposedException))
        {
            return (null, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static async Task<V1.Market?> SaleAsync(ChainRpc rpc, Runtime runtime, ChainProfile profile, BlockFacts block, CancellationToken stop)
    {
        var (sale, configuration) = (runtime.Storage("Broker", "SaleInfo"), runtime.Storage("Broker", "Configuration"));
        var values = await rpc.QueryStorageAtAsync([sale.Key(), configuration.Key()], block.Head.Block.Hash, stop);
        return values is [{ Length: > 0 } saleBytes, { Length: > 0 } configurationBytes]
            ? Describe(profile, block, Sale(sale.Decode(saleBytes)), Configuration(configuration.Decode(configurationBytes)))
            : null;
    }

    private static V1.Market Describe(ChainProfile profile, BlockFacts block, SaleInfo info, SaleConfiguration configuration)
    {
        var clock = new RelayClock(new(block.RelayBlock), block.At);
        var sale = new LeadinSale(info, configuration);
        var market = Begin(profile, block);
        market.Phase = (V1.SalePhase)(1 + (int)sale.Calendar.PhaseAt(new(block.RelayBlock)));
        market.Price = sale.TryPriceAt(new(block.RelayBlock), out var price) ? $"{price.Value}" : "";
        market.StartPrice = sale.TryPriceAt(info.SaleStart, out var start) ? $"{start.Value}" : "";
        market.EndPrice = $"{info.EndPrice.Value}";
        (market.SaleStart, market.LeadinLength) = (info.SaleStart.Value, info.LeadinLength);
        market.SaleStartAt = At(clock.EstimateAt(sale.Calendar.LeadinStart));
        market.FixedPriceAt = At(clock.EstimateAt(sale.Calendar.FixedPriceStart));
        market.NextRotationAt = At(clock.EstimateAt(sale.RotationDue));
        (market.RegionBegin, market.RegionEnd) = (info.RegionBegin.Value, info.RegionEnd.Value);
        market.RegionBeginAt = At(clock.EstimateAt(info.RegionBegin));
        market.RegionEndAt = At(clock.EstimateAt(info.RegionEnd));
        (market.CoresOffered, market.CoresSold, market.CoresLeft, market.IdealCoresSold) = (info.CoresOffered, info.CoresSold, info.CoresLeft, info.IdealCoresSold);
        market.SelloutPrice = info.SelloutPrice is { } sellout ? $"{sellout.Value}" : "";
        market.RenewalBump = configuration.RenewalBump.Parts;
        (market.AdvanceNotice, market.InterludeLength, market.RegionLength) = (configuration.AdvanceNotice, configuration.InterludeLength, configuration.RegionLength);
        return market;
    }

    private static async Task<V1.Market?> SpotAsync(ChainRpc rpc, Runtime runtime, ChainProfile profile, BlockFacts block, CancellationToken stop)
    {
        // Kusama's relay chain has the pallet under another name.
        var pallet = runtime.Metadata.Pallets.FirstOrDefault(p => p.Name is "OnDemand" or "OnDemandAssignmentProvider")?.Name;
        if (pallet is null)
        {
            return null;
        }

        var (orders, settings) = (runtime.Storage(pallet, "OrderStatus"), runtime.Storage("Configuration", "ActiveConfig"));
        var values = await rpc.QueryStorageAtAsync([orders.Key(), settings.Key()], block.Head.Block.Hash, stop);
        if (values is not [{ Length: > 0 } orderBytes, { Length: > 0 } settingBytes])
        {
            return null;
        }

        var (status, active) = (orders.Decode(orderBytes), settings.Decode(settingBytes));
        var fee = active["scheduler_params"]["on_demand_base_fee"].AsUInt128();
        var market = Begin(profile, block);
        market.SpotPrice = $"{SpotPrice.Of(new(status["traffic"].AsUInt128()), new(fee)).Value}";
        market.SpotPriceAt = At(block.At);
        return market;
    }

    private static V1.Market Begin(ChainProfile profile, BlockFacts block) => new()
    {
        Chain = profile.Chain.Name,
        Token = new() { Symbol = profile.Chain.Token.Symbol, Decimals = (uint)profile.Chain.Token.Decimals },
        BlockNumber = block.Head.Block.Number,
        BlockHash = block.Head.Block.Hash.ToString(),
        BlockTime = At(block.At),
        RelayBlock = block.RelayBlock,
        Timeslice = block.Timeslice,
    };

    private static SaleInfo Sale(ScaleValue v) => new(
        new(v["sale_start"].AsUInt32()), v["leadin_length"].AsUInt32(), new(v["end_price"].AsUInt128()), new(v["region_begin"].AsUInt32()), new(v["region_end"].AsUInt32()),
        (ushort)v["ideal_cores_sold"].AsUInt32(), (ushort)v["cores_offered"].AsUInt32(), (ushort)v["first_core"].AsUInt32(),
        v["sellout_price"].IsNone ? null : new Planck(v["sellout_price"].Some.AsUInt128()), (ushort)v["cores_sold"].AsUInt32());

    private static SaleConfiguration Configuration(ScaleValue v) => new(
        v["advance_notice"].AsUInt32(), v["interlude_length"].AsUInt32(), v["leadin_length"].AsUInt32(), v["region_length"].AsUInt32(),
        new(v["ideal_bulk_proportion"].AsUInt32()), v["limit_cores_offered"].IsNone ? null : (ushort)v["limit_cores_offered"].Some.AsUInt32(),
        new(v["renewal_bump"].AsUInt32()), v["contribution_timeout"].AsUInt32());

    private static Timestamp At(DateTimeOffset at) => Timestamp.FromDateTimeOffset(at);
}
