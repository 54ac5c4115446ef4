using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>A block as it is served. Never changes.</summary>
internal sealed class ReplayBlock
{
    private static readonly byte[] NoEvents = [0];

    private byte[]? _encodedHeader;

    public ReplayBlock(BlockHeader header, H256 hash) => (Header, Hash) = (header, hash);

    public ReplayBlock(BlockHeader header)
    {
        (Header, _encodedHeader) = (header, HeaderCodec.Encode(header));
        Hash = Blake2b.Hash256(_encodedHeader);
    }

    public BlockHeader Header { get; }

    public H256 Hash { get; }

    public ulong Number => Header.Number;

    public byte[] EncodedHeader => _encodedHeader ??= HeaderCodec.Encode(Header);

    /// <summary>Each with its length in front.</summary>
    public required IReadOnlyList<byte[]> Extrinsics { get; init; }

    /// <summary>The value of <c>System.Events</c>; null where there is none.</summary>
    public required byte[]? Events { get; init; }

    /// <summary>All other storage that is known after this block.</summary>
    public required BlockStorage Storage { get; init; }

    /// <summary>The same content on another parent.</summary>
    public ReplayBlock Onto(H256 parent) => Remade(Header with { ParentHash = parent }, Extrinsics, Events);

    /// <summary>A block of the same height and parent with another hash.</summary>
    /// <param name="mark">What makes it differ: an item of the digest that no runtime reads.</param>
    /// <param name="withEvents">Whether it has the same body and events, or inherents alone and none.</param>
    public ReplayBlock Sibling(string mark, bool withEvents)
    {
        var item = new ScaleWriter();
        item.WriteByte(0); // DigestItem::Other
        item.WriteString(mark);
        var header = Header with { DigestLogs = [.. Header.DigestLogs, item.ToArray()] };
        return withEvents ? Remade(header, Extrinsics, Events) : Remade(header, [.. Extrinsics.TakeWhile(e => !IsSigned(e))], NoEvents);
    }

    private ReplayBlock Remade(BlockHeader header, IReadOnlyList<byte[]> extrinsics, byte[]? events) =>
        new(header) { Extrinsics = extrinsics, Events = events, Storage = Storage.Under((KnownKeys.ParentHash, header.ParentHash.ToArray())) };

    private static bool IsSigned(byte[] extrinsic)
    {
        var reader = new ScaleReader(extrinsic);
        reader.ReadCompactUInt32();
        return (reader.ReadByte() & 0x80) != 0;
    }
}
