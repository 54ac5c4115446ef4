using System.Buffers.Binary;
using System.Numerics;

namespace CoretimeDesk.Substrate;

/// <summary>Keccak-256 as Ethereum uses it: the competition's padding, which SHA3-256 later changed.</summary>
public static class Keccak
{
    /// <summary>The digest, in bytes.</summary>
    public const int DigestBytes = 32;

    internal const int StateBytes = 200;
    private const int Lanes = StateBytes / sizeof(ulong);
    private const int RateBytes = StateBytes - (2 * DigestBytes);

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    // The walk of rho and pi over the lanes: where each goes, and by how much it is rotated.
    private static ReadOnlySpan<byte> Targets => [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    private static ReadOnlySpan<byte> Rotations => [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    /// <summary>Hashes into 32 bytes.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly 32 bytes.</exception>
    public static void Hash256(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (destination.Length != DigestBytes)
        {
            throw new ArgumentException($"The digest takes {DigestBytes} bytes, the destination has {destination.Length}.", nameof(destination));
        }

        Span<byte> state = stackalloc byte[StateBytes];
        state.Clear();
        while (data.Length >= RateBytes)
        {
            Absorb(state, data[..RateBytes]);
            Permute(state);
            data = data[RateBytes..];
        }

        Absorb(state, data);
        state[data.Length] ^= 0x01;
        state[RateBytes - 1] ^= 0x80;
        Permute(state);
        state[..DigestBytes].CopyTo(destination);
    }

    /// <summary>Keccak-f[1600] over 200 bytes, lanes little endian.</summary>
    internal static void Permute(Span<byte> state)
    {
        Span<ulong> a = stackalloc ulong[Lanes];
        for (var i = 0; i < Lanes; i++)
        {
            a[i] = BinaryPrimitives.ReadUInt64LittleEndian(state[(i * 8)..]);
        }

        Span<ulong> column = stackalloc ulong[5];
        foreach (var constant in RoundConstants)
        {
            for (var x = 0; x < 5; x++)
            {
                column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }

            for (var i = 0; i < Lanes; i++)
            {
                a[i] ^= column[(i + 4) % 5] ^ BitOperations.RotateLeft(column[(i + 1) % 5], 1);
            }

            var moved = a[1];
            for (var i = 0; i < Targets.Length; i++)
            {
                (a[Targets[i]], moved) = (BitOperations.RotateLeft(moved, Rotations[i]), a[Targets[i]]);
            }

            for (var y = 0; y < Lanes; y += 5)
            {
                a.Slice(y, 5).CopyTo(column);
                for (var x = 0; x < 5; x++)
                {
                    a[y + x] = column[x] ^ (~column[(x + 1) % 5] & column[(x + 2) % 5]);
                }
            }

            a[0] ^= constant;
        }

        for (var i = 0; i < Lanes; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(state[(i * 8)..], a[i]);
        }
    }

    private static void Absorb(Span<byte> state, ReadOnlySpan<byte> data)
    {
        for (var i = 0; i < data.Length; i++)
        {
            state[i] ^= data[i];
        }
    }
}
