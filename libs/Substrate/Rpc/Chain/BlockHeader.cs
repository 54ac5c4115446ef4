using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>A block's header, as the legacy methods tell it. Its own hash is not in it, but can be worked out.</summary>
/// <param name="ParentHash">The block before.</param>
/// <param name="Number">The height.</param>
/// <param name="StateRoot">The root of the storage after the block.</param>
/// <param name="ExtrinsicsRoot">The root of the extrinsics.</param>
/// <param name="DigestLogs">The SCALE-encoded items of the digest, in order.</param>
public sealed record BlockHeader(H256 ParentHash, ulong Number, H256 StateRoot, H256 ExtrinsicsRoot, IReadOnlyList<byte[]> DigestLogs)
{
    /// <summary>The block's hash: BLAKE2b-256 of the encoded header, as all chains of this family hash it.</summary>
    public H256 ComputeHash()
    {
        var writer = new ScaleWriter(256);
        writer.WriteBytes(ParentHash.AsSpan());
        writer.WriteCompact(Number);
        writer.WriteBytes(StateRoot.AsSpan());
        writer.WriteBytes(ExtrinsicsRoot.AsSpan());
        writer.WriteCompact((uint)DigestLogs.Count);
        foreach (var log in DigestLogs)
        {
            writer.WriteBytes(log);
        }

        return Blake2b.Hash256(writer.Written);
    }

    /// <summary>Reads a header.</summary>
    public static BlockHeader Decode(ref Utf8JsonReader reader)
    {
        H256? parent = null, state = null, extrinsics = null;
        ulong? number = null;
        IReadOnlyList<byte[]>? logs = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            switch (name)
            {
                case "parentHash":
                    parent = RpcDecode.Hash(ref value);
                    break;
                case "number":
                    number = RpcDecode.Quantity(ref value);
                    break;
                case "stateRoot":
                    state = RpcDecode.Hash(ref value);
                    break;
                case "extrinsicsRoot":
                    extrinsics = RpcDecode.Hash(ref value);
                    break;
                case "digest":
                    RpcDecode.Members(ref value, (member, ref item) =>
                    {
                        if (member == "logs")
                        {
                            logs = RpcDecode.HexBytesList(ref item);
                        }
                        else
                        {
                            item.Skip();
                        }
                    });
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return new(
            RpcDecode.Present(parent, "parentHash"),
            RpcDecode.Present(number, "number"),
            RpcDecode.Present(state, "stateRoot"),
            RpcDecode.Present(extrinsics, "extrinsicsRoot"),
            RpcDecode.Present(logs, "digest.logs"));
    }

    /// <summary>Reads a header, or null: no such block.</summary>
    public static BlockHeader? DecodeOrNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : Decode(ref reader);
}
