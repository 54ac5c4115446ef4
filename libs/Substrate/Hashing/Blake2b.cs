using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CoretimeDesk.Substrate;

/// <summary>BLAKE2b (RFC 7693) without salt and personalization: the cryptographic hash of Substrate chains.</summary>
/// <remarks>
/// The length of a digest is part of its input: a 16-byte digest is not the beginning of a 32-byte one. Nothing is
/// allocated. For data that comes in pieces see <see cref="Blake2bHasher"/>.
/// </remarks>
public static class Blake2b
{
    /// <summary>The longest digest, in bytes.</summary>
    public const int DigestBytesMax = 64;

    /// <summary>The longest key, in bytes.</summary>
    public const int KeyBytesMax = 64;

    /// <summary>Hashes into a destination whose length, 1 to 64 bytes, is the length of the digest.</summary>
    /// <param name="data">What to hash; may overlap the destination.</param>
    /// <param name="destination">Filled entirely.</param>
    /// <param name="key">Up to 64 bytes; empty, as chains use it, for a plain hash.</param>
    /// <exception cref="ArgumentException">The digest or the key has an impossible length.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination, ReadOnlySpan<byte> key = default)
    {
        Span<ulong> state = stackalloc ulong[Blake2bCompression.StateWords];
        Span<byte> block = stackalloc byte[Blake2bCompression.BlockBytes];
        Begin(state, destination.Length, key);

        var counter = 0UL;
        if (!key.IsEmpty)
        {
            PadInto(block, key);
            counter += Blake2bCompression.BlockBytes;
            Blake2bCompression.Compress(state, block, counter, last: data.IsEmpty);
            CryptographicOperations.ZeroMemory(block);
            if (data.IsEmpty)
            {
                Write(state, destination);
                return;
            }
        }

        // A block is only compressed here when another byte follows it: the last one is marked, even if it is full.
        while (data.Length > Blake2bCompression.BlockBytes)
        {
            counter += Blake2bCompression.BlockBytes;
            Blake2bCompression.Compress(state, data[..Blake2bCompression.BlockBytes], counter, last: false);
            data = data[Blake2bCompression.BlockBytes..];
        }

        PadInto(block, data);
        Blake2bCompression.Compress(state, block, counter + (ulong)data.Length, last: true);
        Write(state, destination);
    }

    /// <summary><c>blake2_128</c>: the hash part of <c>Blake2_128Concat</c> storage keys.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly 16 bytes.</exception>
    public static void Hash128(ReadOnlySpan<byte> data, Span<byte> destination) => Hash(data, Sized(destination, 16));

    /// <summary><c>blake2_256</c>: the hash of headers, extrinsics and code.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly 32 bytes.</exception>
    public static void Hash256(ReadOnlySpan<byte> data, Span<byte> destination) => Hash(data, Sized(destination, 32));

    /// <summary><c>blake2_256</c> as a value.</summary>
    public static H256 Hash256(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[H256.Size];
        Hash(data, digest);
        return H256.FromBytes(digest);
    }

    /// <summary><c>blake2_512</c>: the hash behind the checksum of SS58 addresses.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly 64 bytes.</exception>
    public static void Hash512(ReadOnlySpan<byte> data, Span<byte> destination) => Hash(data, Sized(destination, 64));

    /// <summary><c>blake2_512</c> as a value.</summary>
    public static H512 Hash512(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[H512.Size];
        Hash(data, digest);
        return H512.FromBytes(digest);
    }

    /// <summary>The state before any data: RFC 7693, section 3.3, with the parameter block of section 2.5.</summary>
    internal static void Begin(Span<ulong> state, int digestBytes, ReadOnlySpan<byte> key)
    {
        if (digestBytes is < 1 or > DigestBytesMax)
        {
            throw new ArgumentException($"A digest has 1 to {DigestBytesMax} bytes, not {digestBytes}.", nameof(digestBytes));
        }

        if (key.Length > KeyBytesMax)
        {
            throw new ArgumentException($"A key has at most {KeyBytesMax} bytes, not {key.Length}.", nameof(key));
        }

        // Fan-out 1 and depth 1: no tree.
        Blake2bCompression.Iv.CopyTo(state);
        state[0] ^= 0x01010000UL ^ ((ulong)key.Length << 8) ^ (ulong)digestBytes;
    }

    /// <summary>Fills a block with the bytes and then zeros.</summary>
    internal static void PadInto(Span<byte> block, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(block);
        block[bytes.Length..].Clear();
    }

    /// <summary>The digest is the beginning of the state, little endian.</summary>
    internal static void Write(Span<ulong> state, Span<byte> destination)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(state, state);
        }

        MemoryMarshal.AsBytes(state)[..destination.Length].CopyTo(destination);
    }

    private static Span<byte> Sized(Span<byte> destination, int size) => destination.Length == size
        ? destination
        : throw new ArgumentException($"The digest takes {size} bytes, the destination has {destination.Length}.", nameof(destination));
}
