using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>A block as <c>chain_getBlock</c> tells it. Justifications are not kept.</summary>
/// <param name="Header">The header.</param>
/// <param name="Extrinsics">The extrinsics, each with the compact length in front that it has in the block.</param>
public sealed record Block(BlockHeader Header, IReadOnlyList<byte[]> Extrinsics)
{
    /// <summary>Reads a signed block, or null: no such block.</summary>
    public static Block? DecodeOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        BlockHeader? header = null;
        IReadOnlyList<byte[]>? extrinsics = null;
        RpcDecode.Members(ref reader, (outer, ref signed) =>
        {
            if (outer != "block")
            {
                signed.Skip();
                return;
            }

            RpcDecode.Members(ref signed, (name, ref value) =>
            {
                switch (name)
                {
                    case "header":
                        header = BlockHeader.Decode(ref value);
                        break;
                    case "extrinsics":
                        extrinsics = RpcDecode.HexBytesList(ref value);
                        break;
                    default:
                        value.Skip();
                        break;
                }
            });
        });
        return new(RpcDecode.Present(header, "block.header"), RpcDecode.Present(extrinsics, "block.extrinsics"));
    }
}
