using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;
using Grpc.Core;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>Asks the chain watcher, each time. What a chain says is public: no token is needed.</summary>
internal sealed class WatcherPeer(ChainWatcherService.ChainWatcherServiceClient watcher, TimeProvider time) : IMarkets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<MarketState> NowAsync(string chain, CancellationToken stop)
    {
        try
        {
            var answer = await watcher.GetMarketAsync(new() { Chain = chain }, deadline: time.GetUtcNow().UtcDateTime + Patience, cancellationToken: stop);
            return ToState(answer.Market);
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }

    internal static MarketState ToState(ChainWatcher.V1.Market market) => new()
    {
        Chain = market.Chain,
        SpecName = market.SpecName,
        Token = new Token(market.Token.Symbol, (int)market.Token.Decimals),
        BlockNumber = market.BlockNumber,
        BlockHash = market.BlockHash,
        BlockTime = market.BlockTime.ToDateTimeOffset(),
        RelayBlock = new(market.RelayBlock),
        Sale = new SaleInfo(
            new(market.SaleStart),
            market.LeadinLength,
            Planck.Parse(market.EndPrice),
            new(market.RegionBegin),
            new(market.RegionEnd),
            (ushort)market.IdealCoresSold,
            (ushort)market.CoresOffered,
            firstCore: 0,
            market.SelloutPrice.Length > 0 ? Planck.Parse(market.SelloutPrice) : null,
            (ushort)market.CoresSold),
        Configuration = new SaleConfiguration(
            market.AdvanceNotice,
            market.InterludeLength,
            market.LeadinLength,
            // A watcher that has not read a block since it learnt to tell the length.
            market.RegionLength > 0 ? market.RegionLength : market.RegionEnd - market.RegionBegin,
            default,
            null,
            new Perbill(market.RenewalBump),
            contributionTimeout: 0),
    };
}
