namespace CoretimeDesk.Substrate.Tests.Hashing;

/// <summary>Bytes that real runtimes made, and the hashes that a node calls them by. First the bytes, below them the hash.</summary>
public sealed class HashingRecordedBlocks
{
    /// <summary>Two headers of a coretime chain, one of a relay chain.</summary>
    [Fact]
    public void A_header_hashes_to_the_hash_of_the_block() => Check("""
        0xa0d25c1552a2063e95ed4d2168ecd41763ba61c16794e990222eb6eb168a953c140000000000000000000000000000000000000000000000000000000000000000d6adf21e90bf8147538a21daf7d1d3c34253e6413bebc99dc0012ce789b802490406617572612025a0cd0800000000
        0x06b1d26d7db8ae78b0cd8bea65d17efdad50c044921ea0a9c84f4278e37a1c87

        0x3e45cd648f256074b5bc3aeb1e4cae2fc0c23c6d3f064a90df7eea7f1346eecbc00000000000000000000000000000000000000000000000000000000000000000609246c3a56a72b7931a0a261ae68128b431a3bfcc66e9a6b602d3d608e3f4ce0406617572612050a0cd0800000000
        0xbb897b4c94635ff24641ddba0a60789fdc38c904c83a3b1deabfcd7e0aecd1e3

        0x63706b3229ebebffaf51b4c69d336fe94d13b587f24b8f4ec0d05af0a6870aed080000000000000000000000000000000000000000000000000000000000000000f301e4412e1cdf1dd751c2d125c773daace12f90c7bcafcf0cdc83b3aa6314df040642414245b501030202000042409b110000000044cadd14aaefbda13ac8d85e1a6d58be082e7e2f56a4f95a3c612c784aaa4063f5517bf67d93ce633cde2fde7fbcf8ddca80017aaf8cd48436514687c662f60eda0ffa2c4781906416f4e71a196c9783c60c1b83d54c3a29365d03706714570b
        0xa228b77d3ca936c0ae6fb78f6b0657a25f0cfcf96a3cb7cbbb2b89f3e481cfce
        """);

    /// <summary>An inherent without a signature, and two signed ones.</summary>
    [Fact]
    public void An_extrinsic_hashes_to_its_hash() => Check("""
        0x280403000bc039b2a69c01
        0xd644061d80293ca3db28042cca40c25133c8a6cf961adcc25ddc7b3409eb285c

        0xf5018400d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d01deadbeefcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd0000000040010010a5d4e80000000000000000000000d0070000
        0xdc60d64da7732a2712c13a1edafd6b23391102a76716613ba080389063763fc8

        0x21028400d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d01deadbeefcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd00000000ff0032000a000000c089010080130300b013000000ca9a3b0080c3c901b0130000
        0xeb776940f9da174823254caffeec3bad9299a8527f195035d99418fe8f480257
        """);

    private static void Check(string table)
    {
        var lines = table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        foreach (var pair in lines.Chunk(2))
        {
            var bytes = Convert.FromHexString(pair[0].AsSpan(2));
            Assert.Equal(H256.Parse(pair[1]), Blake2b.Hash256(bytes));
            bytes[^1] ^= 1;
            Assert.NotEqual(H256.Parse(pair[1]), Blake2b.Hash256(bytes));
        }
    }
}
