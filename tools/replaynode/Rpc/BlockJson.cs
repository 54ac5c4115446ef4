using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>Headers and blocks as the legacy methods tell them.</summary>
internal static class BlockJson
{
    public static void Header(Json json, BlockHeader header)
    {
        json.Raw("{\"parentHash\":"u8).Hash(header.ParentHash)
            .Raw(",\"number\":\"0x"u8).Raw(System.Text.Encoding.ASCII.GetBytes(header.Number.ToString("x", System.Globalization.CultureInfo.InvariantCulture)))
            .Raw("\",\"stateRoot\":"u8).Hash(header.StateRoot)
            .Raw(",\"extrinsicsRoot\":"u8).Hash(header.ExtrinsicsRoot)
            .Raw(",\"digest\":{\"logs\":"u8).List(header.DigestLogs, log => json.Hex(log)).Raw("}}"u8);
    }

    public static void Signed(Json json, ReplayBlock block)
    {
        json.Raw("{\"block\":{\"header\":"u8);
        Header(json, block.Header);
        json.Raw(",\"extrinsics\":"u8).List(block.Extrinsics, extrinsic => json.Hex(extrinsic)).Raw("},\"justifications\":null}"u8);
    }
}
