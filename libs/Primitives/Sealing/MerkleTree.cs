using System.Numerics;
using System.Security.Cryptography;

namespace CoretimeDesk.Sealing;

/// <summary>
/// The Merkle tree of RFC 6962 §2.1 over SHA-256. Leaves and nodes are hashed with different first bytes, so that a node can never
/// be passed off as a leaf; a tree whose size is no power of two is split, never filled up, so that no leaf counts twice.
/// </summary>
public static class MerkleTree
{
    /// <summary>The length of every hash, in bytes.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>SHA-256 of a zero byte and the leaf.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> leaf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([LeafPrefix]);
        hash.AppendData(leaf);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256 of a one byte and the two children.</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> text = stackalloc byte[1 + (2 * HashBytes)];
        text[0] = NodePrefix;
        left.CopyTo(text[1..]);
        right.CopyTo(text[(1 + HashBytes)..]);
        return SHA256.HashData(text);
    }

    /// <summary>The root over leaf hashes, each <see cref="HashBytes"/> long, one after the other. Of no leaves: SHA-256 of nothing.</summary>
    public static byte[] Root(ReadOnlySpan<byte> leaves)
    {
        var count = CountOf(leaves);
        if (count < 2)
        {
            return count == 0 ? SHA256.HashData(leaves) : leaves.ToArray();
        }

        var left = LeftOf(count) * HashBytes;
        return NodeHash(Root(leaves[..left]), Root(leaves[left..]));
    }

    /// <summary>The hashes that lead from a leaf to the root, the leaf's sibling first.</summary>
    public static IReadOnlyList<byte[]> Path(ReadOnlySpan<byte> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, CountOf(leaves));
        var path = new List<byte[]>();
        Climb(leaves, index, path);
        return path;
    }

    /// <summary>True when the leaf at this place, in a tree of this size, leads by this path to this root. Never throws on a bad proof.</summary>
    public static bool Includes(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leafHash.Length != HashBytes || path.Any(p => p.Length != HashBytes))
        {
            return false;
        }

        // RFC 9162 §2.1.3.2: "here" walks up from the leaf, "last" from the last leaf; the path must end when both are at the root.
        var (here, last, hash) = (index, size - 1, leafHash.ToArray());
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((here & 1) == 1 || here == last)
            {
                hash = NodeHash(sibling, hash);
                while ((here & 1) == 0 && here != 0)
                {
                    (here, last) = (here >> 1, last >> 1);
                }
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }

            (here, last) = (here >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    private static void Climb(ReadOnlySpan<byte> leaves, int index, List<byte[]> path)
    {
        var count = CountOf(leaves);
        if (count == 1)
        {
            return;
        }

        var left = LeftOf(count);
        if (index < left)
        {
            Climb(leaves[..(left * HashBytes)], index, path);
            path.Add(Root(leaves[(left * HashBytes)..]));
        }
        else
        {
            Climb(leaves[(left * HashBytes)..], index - left, path);
            path.Add(Root(leaves[..(left * HashBytes)]));
        }
    }

    private static int CountOf(ReadOnlySpan<byte> leaves) => leaves.Length % HashBytes == 0
        ? leaves.Length / HashBytes
        : throw new ArgumentException($"{leaves.Length} bytes are no whole number of hashes of {HashBytes}.", nameof(leaves));

    // The largest power of two below the count.
    private static int LeftOf(int count) => 1 << (BitOperations.Log2((uint)(count - 1)));
}
