using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Backfill;

/// <summary>Timestamps of blocks by height. The key is the same in every runtime that has the pallet, and so is the value: milliseconds in eight bytes.</summary>
internal sealed class BlockTimes(ChainRpc rpc)
{
    private static readonly byte[] Key = [.. Name("Timestamp"), .. Name("Now")];

    public async Task<DateTimeOffset> AtAsync(uint number, CancellationToken stop)
    {
        var hash = await rpc.GetBlockHashAsync(number, stop) ?? throw new RpcProtocolException("chain_getBlockHash", $"there is no block {number}");
        var now = await rpc.GetStorageAsync(Key, hash, stop) ?? throw new RpcProtocolException("state_getStorage", $"block {number} has no timestamp");
        return DateTimeOffset.FromUnixTimeMilliseconds((long)new ScaleReader(now).ReadUInt64());
    }

    private static byte[] Name(string name)
    {
        var hash = new byte[16];
        Twox.Hash128(System.Text.Encoding.ASCII.GetBytes(name), hash);
        return hash;
    }
}
