using System.Collections.Concurrent;
using CoretimeDesk.Commissions.Peers;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>Notes what was to be followed and encoded. That a real runtime takes the encoded bytes is tested on a real runtime.</summary>
public sealed class StandInWatcher : IPoolWatcher
{
    public ConcurrentQueue<(string Chain, IReadOnlyList<string> Calls)> Encoded { get; } = new();

    public ConcurrentQueue<string> Watched { get; } = new();

    /// <summary>The watcher's own "no"; null while it answers.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>What the sale says; null while the watcher does not answer.</summary>
    public SaleNow? Sale { get; set; }

    public Task<SaleNow> SaleAsync(CancellationToken stop) => Refusal is { } no ? throw new RefusedException(no)
        : Sale is { } sale ? Task.FromResult(sale)
        : throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unavailable, "nobody listens"));

    public Task WatchAsync(string token, string account, string note, CancellationToken stop)
    {
        Watched.Enqueue(account);
        return Task.CompletedTask;
    }

    public Task<EncodedCall> EncodeAsync(string chain, IReadOnlyList<string> calls, CancellationToken stop)
    {
        if (Refusal is { } no)
        {
            throw new RefusedException(no);
        }

        Encoded.Enqueue((chain, calls));
        return Task.FromResult(new EncodedCall("0x2802", $"0x{Encoded.Count:x64}", "{}", "coretime-polkadot", 2_003_002, chain, ""));
    }
}
