using System.Buffers.Binary;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// The id of a fact: always the same for the same event of the same block, whoever reads it and however often. It is a UUID of version 8 (RFC 9562, custom):
/// BLAKE2b-128 over the ASCII text <c>coretime-desk/fact/1</c>, the chain's genesis hash (32 bytes), the block's hash (32 bytes) and the event's index (32 bits,
/// little endian), whose 16 bytes are the UUID's in order, with the four bits of the version and the two of the variant set over them. What the storage tells of one
/// account has the account (32 bytes) behind the index.
/// </summary>
/// <remarks>A block has fewer than 2^32 - 1 events, so the last index stands for what a block's storage tells without any event.</remarks>
public static class FactId
{
    private const int IndexBytes = 4;
    private const uint NoEvent = uint.MaxValue;

    private static ReadOnlySpan<byte> Domain => "coretime-desk/fact/1"u8;

    /// <summary>The id of the fact that an event is.</summary>
    /// <param name="genesis">The chain.</param>
    /// <param name="block">The block's hash.</param>
    /// <param name="eventIndex">The event's position in the block; null for what the block's storage tells.</param>
    public static Guid Of(H256 genesis, H256 block, uint? eventIndex) => Of(genesis, block, eventIndex ?? NoEvent, []);

    /// <summary>The id of the fact that the block's storage tells of an account.</summary>
    /// <param name="genesis">The chain.</param>
    /// <param name="block">The block's hash.</param>
    /// <param name="account">The account.</param>
    public static Guid Of(H256 genesis, H256 block, AccountId32 account) => Of(genesis, block, NoEvent, account.AsSpan());

    private static Guid Of(H256 genesis, H256 block, uint index, ReadOnlySpan<byte> account)
    {
        Span<byte> name = stackalloc byte[Domain.Length + H256.Size + H256.Size + IndexBytes + account.Length];
        Domain.CopyTo(name);
        genesis.CopyTo(name[Domain.Length..]);
        block.CopyTo(name[(Domain.Length + H256.Size)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(name[(Domain.Length + H256.Size + H256.Size)..], index);
        account.CopyTo(name[^account.Length..]);

        Span<byte> id = stackalloc byte[16];
        Blake2b.Hash128(name, id);
        id[6] = (byte)(id[6] & 0x0f | 0x80);
        id[8] = (byte)(id[8] & 0x3f | 0x80);
        return new(id, bigEndian: true);
    }
}
