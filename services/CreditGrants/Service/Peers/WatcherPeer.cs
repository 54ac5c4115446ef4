using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using Grpc.Core;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.CreditGrants.Peers;

/// <summary>Asks the chain watcher.</summary>
internal sealed class WatcherPeer(ChainWatcherService.ChainWatcherServiceClient watcher, TimeProvider time) : IChains
{
    private const int PageMost = 200;

    // Longer than the watcher itself waits for a node.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<CorePrice> PriceAsync(string chain, CancellationToken stop)
    {
        var market = (await AskAsync(() => watcher.GetMarketAsync(new() { Chain = chain }, Options("", stop)))).Market;
        return new(
            market.Chain,
            new(market.Token.Symbol, (int)market.Token.Decimals),
            Planck.Parse(market.Price.Length > 0 ? market.Price : market.EndPrice),
            market.BlockNumber,
            market.BlockHash,
            market.BlockTime.ToDateTimeOffset());
    }

    public async Task<Planck?> SpotPriceAsync(string chain, CancellationToken stop)
    {
        var market = (await AskAsync(() => watcher.GetMarketAsync(new() { Chain = chain }, Options("", stop)))).Market;
        return Planck.TryParse(market.SpotPrice, out var price) ? price : null;
    }

    public async Task<IReadOnlyList<RenewableCore>> RenewalsAsync(string token, string chain, uint para, CancellationToken stop)
    {
        var answer = await AskAsync(() => watcher.ListRenewalsAsync(new() { Chain = chain, Task = para, PageSize = PageMost }, Options(token, stop)));
        return [.. answer.Renewals.Select(r => new RenewableCore((ushort)r.Core, Planck.Parse(r.Price), r.IsComplete, r.Deadline.ToDateTimeOffset()))];
    }

    public async Task<EncodedCalls> EncodeAsync(string chain, string remark, IReadOnlyList<string> calls, CancellationToken stop)
    {
        var answer = await AskAsync(() => watcher.EncodeCallAsync(new() { Chain = chain, Remark = $"0x{remark}", Calls = { calls } }, Options("", stop)));
        return new(answer.CallData, answer.CallHash, answer.Json, answer.SpecName, answer.SpecVersion, answer.Chain, answer.GenesisHash, answer.WalletLink);
    }

    public Task WatchAsync(string token, string account, bool balance, string note, CancellationToken stop) =>
        AskAsync(() => watcher.WatchAccountAsync(new() { RequestId = $"{Guid.CreateVersion7(time.GetUtcNow())}", Account = account, Balance = balance, Note = note }, Options(token, stop)));

    private CallOptions Options(string token, CancellationToken stop) =>
        new(token.Length > 0 ? new Metadata { { "authorization", token } } : [], time.GetUtcNow().UtcDateTime + Patience, stop);

    private static async Task<T> AskAsync<T>(Func<AsyncUnaryCall<T>> ask)
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
