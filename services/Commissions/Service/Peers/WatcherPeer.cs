using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using Grpc.Core;
using SalePhase = CoretimeDesk.ChainWatcher.V1.SalePhase;

namespace CoretimeDesk.Commissions.Peers;

/// <summary>Asks the chain watcher, which has the connection and the metadata.</summary>
internal sealed class WatcherPeer(ChainWatcherService.ChainWatcherServiceClient watcher, TimeProvider time) : IPoolWatcher
{
    // Longer than the watcher itself waits for a node.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task WatchAsync(string token, string account, string note, CancellationToken stop) => AskAsync(async () => await watcher.WatchAccountAsync(
        new() { RequestId = $"{Guid.CreateVersion7(time.GetUtcNow())}", Account = account, Balance = true, Note = note },
        new CallOptions(new Metadata { { "authorization", token } }, Until(), stop)));

    public Task<SaleNow> SaleAsync(CancellationToken stop) => AskAsync(async () =>
    {
        var market = (await watcher.GetMarketAsync(new(), deadline: Until(), cancellationToken: stop)).Market;
        // In the interlude nothing is sold: the sale's floor is what is known.
        var price = Planck.Parse(market.Price.Length > 0 ? market.Price : market.EndPrice);
        return new SaleNow(market.Chain, market.Token.Symbol, price, new(market.RenewalBump), market.BlockNumber, market.BlockHash, market.BlockTime.ToDateTimeOffset(), PhaseOf(market.Phase));
    });

    public Task<EncodedCall> EncodeAsync(string chain, IReadOnlyList<string> calls, CancellationToken stop) => AskAsync(async () =>
    {
        var answer = await watcher.EncodeCallAsync(new() { Chain = chain, Calls = { calls } }, deadline: Until(), cancellationToken: stop);
        return new EncodedCall(answer.CallData, answer.CallHash, answer.Json, answer.SpecName, answer.SpecVersion, answer.Chain, answer.WalletLink);
    });

    private static string PhaseOf(SalePhase phase) => phase switch
    {
        SalePhase.Interlude => "interlude",
        SalePhase.Leadin => "lead-in",
        SalePhase.FixedPrice => "fixed price",
        _ => "",
    };

    private DateTime Until() => time.GetUtcNow().UtcDateTime + Patience;

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }
}
