using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>Asks the chain watcher, which has the connection and the metadata.</summary>
internal sealed class CallsPeer(ChainWatcherService.ChainWatcherServiceClient watcher, TimeProvider time) : ICalls
{
    // Longer than the watcher itself waits for a node.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<EncodedCall> EncodeAsync(string chain, string remark, IReadOnlyList<string> calls, CancellationToken stop)
    {
        try
        {
            var answer = await watcher.EncodeCallAsync(
                new() { Chain = chain, Remark = remark, Calls = { calls } }, deadline: time.GetUtcNow().UtcDateTime + Patience, cancellationToken: stop);
            return new(
                answer.CallData, answer.CallHash, answer.Json, answer.SpecName, answer.SpecVersion, answer.Chain, answer.GenesisHash, answer.BlockNumber, answer.BlockHash, answer.WalletLink);
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }
}
