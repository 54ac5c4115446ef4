using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CoretimeDesk.Substrate;

/// <summary>The function F of RFC 7693, section 3.2: mixes one block of 128 bytes into the eight words of the state.</summary>
/// <remarks>
/// Sixteen local variables, no vectors: measured, an AVX2 version was no faster, since gathering the words of the message
/// costs it what the wider registers save. The rounds stay a loop: looking up the order of the words costs little.
/// </remarks>
internal static class Blake2bCompression
{
    public const int BlockBytes = 128;
    public const int StateWords = 8;

    private const int Rounds = 12;

    /// <summary>The initialization vector: RFC 7693, section 2.6.</summary>
    public static ReadOnlySpan<ulong> Iv =>
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    // RFC 7693, section 2.7; rounds 10 and 11 repeat the rows of rounds 0 and 1.
    private static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
    ];

    /// <summary>Mixes one block in.</summary>
    /// <param name="state">Eight words, changed.</param>
    /// <param name="block">Exactly 128 bytes; the last block is padded with zeros by the caller.</param>
    /// <param name="counter">
    /// Bytes of input up to the end of this block, without padding. The upper half of the RFC's 128-bit counter is always
    /// zero here: nobody hashes 2^64 bytes.
    /// </param>
    /// <param name="last">This is the last block.</param>
    public static void Compress(Span<ulong> state, ReadOnlySpan<byte> block, ulong counter, bool last)
    {
        // The words of the block are read through references, without a check of their own.
        if (state.Length != StateWords || block.Length != BlockBytes)
        {
            throw new ArgumentException($"A state has {StateWords} words and a block {BlockBytes} bytes.");
        }

        unchecked
        {
            ref readonly var m = ref block[0];
            var (v0, v1, v2, v3) = (state[0], state[1], state[2], state[3]);
            var (v4, v5, v6, v7) = (state[4], state[5], state[6], state[7]);
            var (v8, v9, v10, v11) = (Iv[0], Iv[1], Iv[2], Iv[3]);
            var (v12, v13, v14, v15) = (Iv[4] ^ counter, Iv[5], last ? ~Iv[6] : Iv[6], Iv[7]);

            for (var round = 0; round < Rounds; round++)
            {
                ref readonly var s = ref Sigma[round * 16];
                Mix(ref v0, ref v4, ref v8, ref v12, in m, in s, 0);
                Mix(ref v1, ref v5, ref v9, ref v13, in m, in s, 2);
                Mix(ref v2, ref v6, ref v10, ref v14, in m, in s, 4);
                Mix(ref v3, ref v7, ref v11, ref v15, in m, in s, 6);
                Mix(ref v0, ref v5, ref v10, ref v15, in m, in s, 8);
                Mix(ref v1, ref v6, ref v11, ref v12, in m, in s, 10);
                Mix(ref v2, ref v7, ref v8, ref v13, in m, in s, 12);
                Mix(ref v3, ref v4, ref v9, ref v14, in m, in s, 14);
            }

            state[0] ^= v0 ^ v8;
            state[1] ^= v1 ^ v9;
            state[2] ^= v2 ^ v10;
            state[3] ^= v3 ^ v11;
            state[4] ^= v4 ^ v12;
            state[5] ^= v5 ^ v13;
            state[6] ^= v6 ^ v14;
            state[7] ^= v7 ^ v15;
        }
    }

    // The G of RFC 7693, section 3.1; x and y are two words of the message that sigma names. They are read where they are
    // needed, and added before b, which is the last to be ready.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d, ref readonly byte block, ref readonly byte sigma, int first)
    {
        unchecked
        {
            a = a + Word(in block, in sigma, first) + b;
            d = BitOperations.RotateRight(d ^ a, 32);
            c += d;
            b = BitOperations.RotateRight(b ^ c, 24);
            a = a + Word(in block, in sigma, first + 1) + b;
            d = BitOperations.RotateRight(d ^ a, 16);
            c += d;
            b = BitOperations.RotateRight(b ^ c, 63);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref readonly byte block, ref readonly byte sigma, int index)
    {
        // A native index needs no checked multiplication. An unaligned word is fine wherever .NET runs.
        nuint at = Unsafe.Add(ref Unsafe.AsRef(in sigma), index);
        var word = Unsafe.Add(ref Unsafe.As<byte, ulong>(ref Unsafe.AsRef(in block)), at);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }
}
