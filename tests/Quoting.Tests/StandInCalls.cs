using System.Collections.Concurrent;
using CoretimeDesk.Quoting.Peers;

namespace CoretimeDesk.Quoting.Tests;

/// <summary>Notes what was to be encoded. That a real runtime takes the encoded bytes is tested on a real runtime.</summary>
public sealed class StandInCalls : ICalls
{
    public ConcurrentQueue<(string Chain, string Remark, IReadOnlyList<string> Calls)> Asked { get; } = new();

    /// <summary>Where a wallet would open it.</summary>
    public string WalletLink { get; set; } = "";

    /// <summary>The watcher's own "no"; null while it answers.</summary>
    public Refusal? Refusal { get; set; }

    public Task<EncodedCall> EncodeAsync(string chain, string remark, IReadOnlyList<string> calls, CancellationToken stop)
    {
        Asked.Enqueue((chain, remark, calls));
        if (Refusal is { } no)
        {
            throw new RefusedException(no);
        }

        return Task.FromResult(new EncodedCall("0x2802", "0x00", "{}", "coretime-polkadot", 2_003_002, chain, "0x01", 7, "0x02", WalletLink));
    }
}
