using System.Buffers.Binary;
using System.Numerics;

namespace CoretimeDesk.Substrate;

/// <summary>The <c>twox</c> hashers of Substrate storage: xxHash64, run once for each 64 bits of output.</summary>
/// <remarks>
/// Fast and not cryptographic: a chain uses them for keys that its users cannot choose (names of pallets and items, small
/// counters). The algorithm is XXH64 of the xxHash specification; the i-th eight bytes of a wider hash are XXH64 with seed
/// i, little endian. Nothing is allocated.
/// </remarks>
public static class Twox
{
    // The five primes of the specification.
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    private const int StripeBytes = 32;

    /// <summary>XXH64 of the data, as a number.</summary>
    public static ulong Hash64(ReadOnlySpan<byte> data, ulong seed = 0)
    {
        unchecked
        {
            var length = (ulong)data.Length;
            var hash = data.Length >= StripeBytes ? Stripes(ref data, seed) : seed + Prime5;
            return Finish(hash + length, data);
        }
    }

    /// <summary><c>twox_64</c>: eight bytes, little endian.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly 8 bytes.</exception>
    public static void Hash64(ReadOnlySpan<byte> data, Span<byte> destination) => Fill(data, destination, 8);

    /// <summary><c>twox_128</c>: the hash of pallet and item names in storage keys.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly 16 bytes.</exception>
    public static void Hash128(ReadOnlySpan<byte> data, Span<byte> destination) => Fill(data, destination, 16);

    /// <summary><c>twox_256</c>.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly 32 bytes.</exception>
    public static void Hash256(ReadOnlySpan<byte> data, Span<byte> destination) => Fill(data, destination, 32);

    private static void Fill(ReadOnlySpan<byte> data, Span<byte> destination, int size)
    {
        if (destination.Length != size)
        {
            throw new ArgumentException($"The hash takes {size} bytes, the destination has {destination.Length}.", nameof(destination));
        }

        // All words are computed before the first is written: the destination may overlap the data.
        Span<ulong> words = stackalloc ulong[4];
        words = words[..(size / sizeof(ulong))];
        for (var seed = 0; seed < words.Length; seed++)
        {
            words[seed] = Hash64(data, (ulong)seed);
        }

        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(i * sizeof(ulong))..], words[i]);
        }
    }

    // Consumes the whole stripes; what is left over stays in `data`.
    private static ulong Stripes(ref ReadOnlySpan<byte> data, ulong seed)
    {
        unchecked
        {
            var a = seed + Prime1 + Prime2;
            var b = seed + Prime2;
            var c = seed;
            var d = seed - Prime1;
            do
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(data));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
                data = data[StripeBytes..];
            }
            while (data.Length >= StripeBytes);

            var hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            return Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
    }

    private static ulong Finish(ulong hash, ReadOnlySpan<byte> rest)
    {
        unchecked
        {
            for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            {
                hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest));
                hash = BitOperations.RotateLeft(hash, 27) * Prime1 + Prime4;
            }

            if (rest.Length >= sizeof(uint))
            {
                hash ^= BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1;
                hash = BitOperations.RotateLeft(hash, 23) * Prime2 + Prime3;
                rest = rest[sizeof(uint)..];
            }

            foreach (var one in rest)
            {
                hash ^= one * Prime5;
                hash = BitOperations.RotateLeft(hash, 11) * Prime1;
            }

            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Round(ulong accumulator, ulong lane) =>
        unchecked(BitOperations.RotateLeft(accumulator + lane * Prime2, 31) * Prime1);

    private static ulong Merge(ulong hash, ulong accumulator) => unchecked((hash ^ Round(0, accumulator)) * Prime1 + Prime4);
}
