using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainRecording;

/// <summary>
/// The SCALE form of a header, whose BLAKE2b-256 is the block's hash: parent, compact number, state root, extrinsics root, digest.
/// Source: sp_runtime's generic header with a 32-bit number and BLAKE2, which the relay chains and their system chains use.
/// </summary>
public static class HeaderCodec
{
    /// <summary>Encodes a header.</summary>
    public static byte[] Encode(BlockHeader header)
    {
        var writer = new ScaleWriter(160);
        writer.WriteBytes(header.ParentHash.AsSpan());
        writer.WriteCompact(header.Number);
        writer.WriteBytes(header.StateRoot.AsSpan());
        writer.WriteBytes(header.ExtrinsicsRoot.AsSpan());
        writer.WriteCompact((uint)header.DigestLogs.Count);
        foreach (var log in header.DigestLogs)
        {
            writer.WriteBytes(log);
        }

        return writer.ToArray();
    }

    /// <summary>The hash of the block with this header.</summary>
    public static H256 Hash(BlockHeader header) => Blake2b.Hash256(Encode(header));
}
