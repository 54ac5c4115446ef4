using System.Security.Cryptography;

namespace CoretimeDesk.Substrate.Tests.Hashing;

/// <summary>
/// Expected digests are published vectors (RFC 7693, the keyed table of the BLAKE2 authors) or were made with Python's
/// hashlib, which is an independent implementation.
/// </summary>
public sealed class HashingWithBlake2b
{
    private static readonly byte[] Key = Seeded.Counting(64);

    [Fact]
    public void Answers_as_RFC_7693_appendix_A() => Assert.Equal(
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
        Hex("abc"u8, 64));

    /// <summary>The self-test of appendix E: a hash over the hashes of six lengths of input and four of output, plain and keyed.</summary>
    [Fact]
    public void Passes_the_self_test_of_RFC_7693_appendix_E()
    {
        var all = new Blake2bHasher(32);
        foreach (var digest in (int[])[20, 32, 48, 64])
        {
            foreach (var length in (int[])[0, 3, 128, 129, 255, 1024])
            {
                var (data, key, hash) = (Sequence(length), Sequence(digest), new byte[digest]);
                Blake2b.Hash(data, hash);
                all.Append(hash);
                Blake2b.Hash(data, hash, key);
                all.Append(hash);
            }
        }

        var result = new byte[32];
        all.Finish(result);
        Assert.Equal("c23a7800d98123bd10f506c61e29da5603d763b8bbad2e737f5e765a7bccd475", Convert.ToHexStringLower(result));

        // The deterministic sequence of the appendix, seeded with the length itself.
        static byte[] Sequence(int length)
        {
            unchecked
            {
                var (a, b) = (0xDEAD4BADu * (uint)length, 1u);
                var bytes = new byte[length];
                for (var i = 0; i < length; i++)
                {
                    (a, b) = (b, a + b);
                    bytes[i] = (byte)(b >> 24);
                }

                return bytes;
            }
        }
    }

    [Theory]
    [InlineData(0, "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568")]
    [InlineData(1, "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd")]
    [InlineData(2, "da2cfbe2d8409a0f38026113884f84b50156371ae304c4430173d08a99d9fb1b983164a3770706d537f49e0c916d9f32b95cc37a95b99d857436f0232c88a965")]
    [InlineData(127, "76d2d819c92bce55fa8e092ab1bf9b9eab237a25267986cacf2b8ee14d214d730dc9a5aa2d7b596e86a1fd8fa0804c77402d2fcd45083688b218b1cdfa0dcbcb")]
    [InlineData(128, "72065ee4dd91c2d8509fa1fc28a37c7fc9fa7d5b3f8ad3d0d7a25626b57b1b44788d4caf806290425f9890a3a2a35a905ab4b37acfd0da6e4517b2525c9651e4")]
    [InlineData(129, "64475dfe7600d7171bea0b394e27c9b00d8e74dd1e416a79473682ad3dfdbb706631558055cfc8a40e07bd015a4540dcdea15883cbbf31412df1de1cd4152b91")]
    [InlineData(255, "142709d62e28fcccd0af97fad0f8465b971e82201dc51070faa0372aa43e92484be1c1e73ba10906d5d1853db6a4106e0a7bf9800d373d6dee2d46d62ef2a461")]
    public void Answers_as_the_published_keyed_vectors(int length, string expected) => Assert.Equal(expected, Hex(Seeded.Counting(length), 64, Key));

    [Theory]
    [InlineData(0, "cae66941d9efbd404e4d88758ea67670", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")]
    [InlineData(1, "7025e075d5e2f6cde3cc051a31f07660", "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314")]
    [InlineData(127, "28b1296c7d4807883de6ee4ec04dcc0a", "f2fe67ff342e21b8f45e8f2e0bcd1d9243245d50ee6c78042e9c491388791c72")]
    [InlineData(128, "a74787004ef589e31149183900d0294a", "c3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1")]
    [InlineData(129, "aaf1b0371f6d4ee49ee4fb5ddd9c49ef", "f7f3c46ba2564ff4c4c162da1f5b605f9f1c4aa6a20652a9f9a337c1a2f5b9c9")]
    [InlineData(255, "192657d8c2d07da4ee7beb8c6f9951f4", "1d0850ee9bca0abc9601e9deabe1418fedec2fb6ac4150bd5302d2430f9be943")]
    [InlineData(256, "c2472c0ac37a8dbdb25f05ada0d82643", "39a7eb9fedc19aabc83425c6755dd90e6f9d0c804964a1f4aaeea3b9fb599835")]
    [InlineData(257, "5b9ad79f1309b3599ac3871688f3812c", "45f7f084c30bac7cbae2e1963bc6e6b0d8cb227a12927e97fb941d288fb1f9a3")]
    public void Is_right_around_the_ends_of_blocks(int length, string hash128, string hash256)
    {
        var data = Seeded.Counting(length);
        Span<byte> digest = stackalloc byte[32];
        Blake2b.Hash128(data, digest[..16]);
        Assert.Equal(hash128, Convert.ToHexStringLower(digest[..16]));
        Blake2b.Hash256(data, digest);
        Assert.Equal(hash256, Convert.ToHexStringLower(digest));
        Assert.Equal("0x" + hash256, Blake2b.Hash256(data).ToString());
    }

    /// <summary>SHA-256 over the digests of all lengths 0 to 300, plain and with keys of 0, 1 … 64, 0, 1 … bytes.</summary>
    [Theory]
    [InlineData(16, "c91146411d6178b88c4acd116e5ac98c6817cbc7111a3684f10cd45316435575", "a0a4eb08aab9f3937612c0108abbc2223c7dd3c327a6ce906decc796e8c8c2fd")]
    [InlineData(20, "f96d9c6d23d58daf83f8b82111e995d1250d354d0c07340b5f800a14d1b8c716", "2bff3929a01bb21a227f00631a1be14270b83669a33c0001847db5acdcc10484")]
    [InlineData(32, "4633e843ce19b8976ab4156c6a489e00c93e123efba53a43f278fff4659a6b50", "040b77d36c31b8dd218274bbf75db142d6c282beb180417bd3f2f9e5725c2055")]
    [InlineData(48, "83dc961ec78eefaaa24850b24403bfe55e8ef054b28dc783081cd01bae0f749a", "4ee8051afa155545b56ce2bb158c70ac0a0e497938cfe2e35c5cdd47aecd2a6c")]
    [InlineData(64, "969d96cc99cc46cba0e688ec8b3fe779ccec871e80e5a265f68babcfad321236", "b1df3709283fbb3c7b3d1aa35eb5865fa70aabc448e4e0d7f9380d441b4b4ff8")]
    public void Is_right_at_every_length(int size, string plain, string keyed)
    {
        Assert.Equal(plain, Sha256(Enumerable.Range(0, 301).Select(n => Hash(Seeded.Counting(n), size))));
        Assert.Equal(keyed, Sha256(Enumerable.Range(0, 301).Select(n => Hash(Seeded.Counting(n), size, Key.AsSpan(0, n % 65)))));
    }

    [Fact]
    public void Is_right_for_every_size_of_digest_and_key() => Assert.Equal(
        "02a46784cfa5f79b1fb4e11b98fbefe636705907720fd6a3f19ca00751090073",
        Sha256(Enumerable.Range(1, 64).Select(size => Hash(Seeded.Counting(200), size, Key.AsSpan(0, size)))));

    [Fact]
    public void Is_right_for_a_megabyte()
    {
        var data = Enumerable.Range(0, 1_000_003).Select(i => (byte)(((long)i * i >> 3) & 0xFF)).ToArray();
        Assert.Equal("0xe50698ca841c80cc4ebb68dea9f766244f23bd423b39f4ed5422dc778b4d1264", Blake2b.Hash256(data).ToString());
    }

    [Fact]
    public void Hashes_the_key_of_an_account_in_storage()
    {
        // Bob, as Blake2_128Concat puts him into a map.
        var bob = H256.Parse("0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48");
        Assert.Equal("4f9aea1afa791265fae359272badc1cf", Hex(bob.AsSpan(), 16));
    }

    [Fact]
    public void May_write_over_what_it_reads() => Seeded.Run(50, random =>
    {
        var data = random.Bytes(random.Next(64, 400));
        var (expected, at) = (Hash(data, 64), random.Next(data.Length - 63));
        Blake2b.Hash(data, data.AsSpan(at, 64));
        Assert.Equal(expected, data[at..(at + 64)]);
    });

    [Fact]
    public void Does_not_depend_on_where_the_data_lies()
    {
        var buffer = Seeded.Counting(600);
        for (var at = 0; at < 64; at++)
        {
            Assert.Equal(Hash(buffer.AsSpan(at, 300).ToArray(), 32), Hash(buffer.AsSpan(at, 300), 32));
        }
    }

    [Fact]
    public void Allocates_nothing()
    {
        var data = new byte[1000];
        Span<byte> digest = stackalloc byte[64];
        Blake2b.Hash(data, digest, Key);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Blake2b.Hash(data, digest, Key);
        _ = Blake2b.Hash256(data);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Refuses_impossible_sizes()
    {
        Assert.Throws<ArgumentException>(() => Blake2b.Hash([], []));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash([], new byte[65]));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash([], new byte[64], new byte[65]));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash128([], new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash256([], new byte[31]));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash512([], new byte[65]));
    }

    private static byte[] Hash(ReadOnlySpan<byte> data, int size, ReadOnlySpan<byte> key = default)
    {
        var digest = new byte[size];
        Blake2b.Hash(data, digest, key);
        return digest;
    }

    private static string Hex(ReadOnlySpan<byte> data, int size, ReadOnlySpan<byte> key = default) => Convert.ToHexStringLower(Hash(data, size, key));

    private static string Sha256(IEnumerable<byte[]> digests) => Convert.ToHexStringLower(SHA256.HashData([.. digests.SelectMany(d => d)]));
}
