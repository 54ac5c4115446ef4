using CoretimeDesk.Sealing;

namespace CoretimeDesk.Journal.Tests.Sealing;

public sealed class LeavesOfATree
{
    private const int SizesTried = 70;

    // The leaves and roots that Certificate Transparency's own implementations are tested with.
    private static readonly string[] KnownLeaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] KnownRoots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Lead_to_the_roots_that_other_implementations_find()
    {
        for (var size = 0; size < KnownRoots.Length; size++)
        {
            var leaves = KnownLeaves.Take(size).SelectMany(l => MerkleTree.LeafHash(Convert.FromHexString(l))).ToArray();
            Assert.Equal(KnownRoots[size], Convert.ToHexStringLower(MerkleTree.Root(leaves)));
        }
    }

    [Fact]
    public void Are_each_included_in_a_tree_of_any_size_and_nowhere_else()
    {
        for (var size = 1; size <= SizesTried; size++)
        {
            var (leaves, root) = Tree(size);
            for (var index = 0; index < size; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                Assert.True(MerkleTree.Includes(Leaf(leaves, index), index, size, path, root), $"leaf {index} of {size}");
                for (var other = -1; other <= size; other++)
                {
                    Assert.Equal(other == index, MerkleTree.Includes(Leaf(leaves, index), other, size, path, root));
                }

                Assert.False(MerkleTree.Includes(Leaf(leaves, (index + 1) % size), index, size, path, root) && size > 1);
            }
        }
    }

    [Fact]
    public void Are_not_included_once_any_bit_is_flipped()
    {
        foreach (var size in new[] { 1, 2, 3, 7, 8, 13 })
        {
            var (leaves, root) = Tree(size);
            for (var index = 0; index < size; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                var leaf = Leaf(leaves, index);
                foreach (var flipped in Flips(leaf))
                {
                    Assert.False(MerkleTree.Includes(flipped, index, size, path, root));
                }

                foreach (var flipped in Flips(root))
                {
                    Assert.False(MerkleTree.Includes(leaf, index, size, path, flipped));
                }

                for (var step = 0; step < path.Count; step++)
                {
                    foreach (var flipped in Flips(path[step]))
                    {
                        Assert.False(MerkleTree.Includes(leaf, index, size, [.. path.Take(step), flipped, .. path.Skip(step + 1)], root));
                    }
                }
            }
        }
    }

    [Fact]
    public void Are_not_included_by_a_path_that_is_cut_lengthened_or_stirred()
    {
        for (var size = 2; size <= 17; size++)
        {
            var (leaves, root) = Tree(size);
            for (var index = 0; index < size; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                var leaf = Leaf(leaves, index);
                for (var keep = 0; keep < path.Count; keep++)
                {
                    Assert.False(MerkleTree.Includes(leaf, index, size, [.. path.Take(keep)], root));
                    Assert.False(MerkleTree.Includes(leaf, index, size, [.. path.Take(keep), path[keep][1..], .. path.Skip(keep + 1)], root));
                }

                Assert.False(MerkleTree.Includes(leaf, index, size, [.. path, root], root));
                Assert.False(path.Count > 1 && MerkleTree.Includes(leaf, index, size, [.. path.Reverse()], root));
            }
        }
    }

    [Fact]
    public void A_node_is_no_leaf()
    {
        var (leaves, root) = Tree(2);

        // Were leaves and nodes hashed alike, the root's two children would be a leaf's text.
        Assert.NotEqual(root, MerkleTree.LeafHash(leaves));
        Assert.Throws<ArgumentException>(() => MerkleTree.Root(new byte[33]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Path(leaves, 2));
    }

    private static (byte[] Leaves, byte[] Root) Tree(int size)
    {
        var leaves = Enumerable.Range(0, size).SelectMany(i => MerkleTree.LeafHash([(byte)i, (byte)size])).ToArray();
        return (leaves, MerkleTree.Root(leaves));
    }

    private static byte[] Leaf(byte[] leaves, int index) => leaves[(index * MerkleTree.HashBytes)..((index + 1) * MerkleTree.HashBytes)];

    private static IEnumerable<byte[]> Flips(byte[] hash)
    {
        for (var bit = 0; bit < hash.Length * 8; bit++)
        {
            var flipped = (byte[])hash.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }
}
