using System.Text;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Backfill;

/// <summary>How far back a node knows its chain, and when blocks were. A node that prunes has forgotten the beginning, so halving finds where its memory begins.</summary>
internal sealed class History(ChainRpc rpc)
{
    // The key is the same in every runtime that has the pallet, and so is the value: milliseconds in eight bytes.
    private static readonly byte[] Now = [.. Name("Timestamp"), .. Name("Now")];

    /// <summary>When a block was; null when the node has forgotten its state, or never had it.</summary>
    public async Task<DateTimeOffset?> TimeOfAsync(uint number, CancellationToken stop)
    {
        try
        {
            return await rpc.GetBlockHashAsync(number, stop) is { } hash && (await rpc.GetStorageAsync(Now, hash, stop)).OrNone() is { } now
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)new ScaleReader(now).ReadUInt64())
                : null;
        }
        catch (RpcErrorException e) when (Pruning.IsSaidBy(e))
        {
            return null;
        }
    }

    /// <summary>The first block from <paramref name="low"/> on, and below <paramref name="high"/>, that is known not to be before an instant; <paramref name="high"/> when none is.</summary>
    /// <remarks>Timestamps grow with the height. Blocks that are forgotten count as before it: whether they are, the caller finds out by looking at the one below.</remarks>
    public async Task<uint> FirstAtOrAfterAsync(DateTimeOffset instant, uint low, uint high, CancellationToken stop)
    {
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = await TimeOfAsync(middle, stop) >= instant ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>The first block of a range that the node remembers, in words for people; empty when it remembers none.</summary>
    public async Task<string> BeginningAsync(uint low, uint high, CancellationToken stop)
    {
        var first = await FirstAtOrAfterAsync(DateTimeOffset.MinValue, low, high, stop);
        return await TimeOfAsync(first, stop) is { } at
            ? $"Its memory begins with the state of block {first} ({Words(at)}), so blocks can be read from {first + 1} on."
            : "";
    }

    public static string Words(DateTimeOffset at) => $"{at.UtcDateTime:d MMM yyyy HH:mm} UTC";

    private static byte[] Name(string name)
    {
        var hash = new byte[16];
        Twox.Hash128(Encoding.ASCII.GetBytes(name), hash);
        return hash;
    }
}
