using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Market;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>Asks the chain watcher. What a chain says is public: no token is needed.</summary>
internal sealed class WatcherClock(ChainWatcherService.ChainWatcherServiceClient watcher, TimeProvider time, ILogger<WatcherClock> log) : IChainClock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<ChainMoment?> NowAsync(string chain, CancellationToken stop)
    {
        try
        {
            var market = (await watcher.GetMarketAsync(new() { Chain = chain }, deadline: time.GetUtcNow().UtcDateTime + Patience, cancellationToken: stop)).Market;
            return new(Timeslice.Of(new RelayBlock(market.RelayBlock)).Value, market.BlockTime.ToDateTimeOffset());
        }
        catch (RpcException e) when (!stop.IsCancellationRequested)
        {
            log.LogDebug(e, "How far {Chain} is cannot be told now.", chain);
            return null;
        }
    }
}
