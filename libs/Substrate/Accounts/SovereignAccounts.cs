using System.Buffers.Binary;
using System.Text;

namespace CoretimeDesk.Substrate;

/// <summary>The accounts that nobody has a key for: of parachains and of pallets.</summary>
/// <remarks>
/// Each is a tag of four bytes, what it is the account of, and zeros; Substrate calls this <c>into_account_truncating</c>.
/// Anyone can compute them, nobody can sign for them.
/// </remarks>
public static class SovereignAccounts
{
    private const int TagBytes = 4;
    private const int PalletIdBytes = 8;

    private static ReadOnlySpan<byte> ChildTag => "para"u8;

    private static ReadOnlySpan<byte> SiblingTag => "sibl"u8;

    private static ReadOnlySpan<byte> PalletTag => "modl"u8;

    /// <summary>The account that a parachain has on its relay chain.</summary>
    public static AccountId32 Child(uint paraId) => Make(ChildTag, paraId);

    /// <summary>The account that a parachain has on another parachain of the same relay chain.</summary>
    public static AccountId32 Sibling(uint paraId) => Make(SiblingTag, paraId);

    /// <summary>The account of a pallet, by the id in its runtime's configuration: <c>py/trsry</c>, <c>py/broke</c>.</summary>
    /// <exception cref="ArgumentException">Not exactly eight ASCII characters.</exception>
    public static AccountId32 Pallet(string eightByteId)
    {
        ArgumentNullException.ThrowIfNull(eightByteId);
        return Ascii.IsValid(eightByteId)
            ? Pallet(Encoding.ASCII.GetBytes(eightByteId))
            : throw new ArgumentException("A pallet id in text has ASCII characters only.", nameof(eightByteId));
    }

    /// <summary>The account of a pallet, by the id in its runtime's configuration.</summary>
    /// <exception cref="ArgumentException">Not exactly eight bytes.</exception>
    public static AccountId32 Pallet(ReadOnlySpan<byte> eightByteId) => eightByteId.Length == PalletIdBytes
        ? Make(PalletTag, eightByteId)
        : throw new ArgumentException($"A pallet id has {PalletIdBytes} bytes, not {eightByteId.Length}.", nameof(eightByteId));

    /// <summary>Whose account this is, if it is a parachain's.</summary>
    /// <param name="account">Any account.</param>
    /// <param name="paraId">The parachain, or 0.</param>
    /// <param name="isSibling">True for the account on another parachain, false for the one on the relay chain.</param>
    public static bool TryParaOf(AccountId32 account, out uint paraId, out bool isSibling)
    {
        var bytes = account.AsSpan();
        isSibling = bytes.StartsWith(SiblingTag);
        if ((isSibling || bytes.StartsWith(ChildTag)) && !bytes[(TagBytes + sizeof(uint))..].ContainsAnyExcept((byte)0))
        {
            paraId = BinaryPrimitives.ReadUInt32LittleEndian(bytes[TagBytes..]);
            return true;
        }

        (paraId, isSibling) = (0, false);
        return false;
    }

    private static AccountId32 Make(ReadOnlySpan<byte> tag, uint paraId)
    {
        Span<byte> rest = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(rest, paraId);
        return Make(tag, rest);
    }

    private static AccountId32 Make(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> rest)
    {
        Span<byte> bytes = stackalloc byte[AccountId32.Size];
        bytes.Clear();
        tag.CopyTo(bytes);
        rest.CopyTo(bytes[TagBytes..]);
        return AccountId32.FromBytes(bytes);
    }
}
