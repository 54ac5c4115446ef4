namespace CoretimeDesk.Substrate.Tests.Hashing;

public sealed class HashingInPieces
{
    [Fact]
    public void Gives_the_same_wherever_the_data_is_cut()
    {
        var data = Seeded.Counting(300);
        var expected = new byte[32];
        Blake2b.Hash(data, expected);

        for (var cut = 0; cut <= data.Length; cut++)
        {
            Assert.Equal(expected, InPieces(32, [], data.AsSpan(0, cut), data.AsSpan(cut)));
        }
    }

    [Fact]
    public void Gives_the_same_byte_by_byte_at_every_length()
    {
        for (var length = 0; length <= 260; length++)
        {
            var (data, expected, actual) = (Seeded.Counting(length), new byte[64], new byte[64]);
            Blake2b.Hash(data, expected);

            var hasher = new Blake2bHasher(64);
            foreach (var one in data)
            {
                hasher.Append([one]);
                hasher.Append([]);
            }

            hasher.Finish(actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Gives_the_same_for_any_pieces_size_and_key() => Seeded.Run(300, random =>
    {
        var (data, key, expected, actual) = (random.Bytes(random.Next(2000)), random.Bytes(random.Next(65)), new byte[random.Next(1, 65)], Array.Empty<byte>());
        Blake2b.Hash(data, expected, key);

        var hasher = new Blake2bHasher(expected.Length, key);
        for (var at = 0; at < data.Length;)
        {
            var taken = Math.Min(random.Next(300), data.Length - at);
            hasher.Append(data.AsSpan(at, taken));
            at += taken;
        }

        hasher.Finish(actual = new byte[expected.Length]);
        Assert.Equal(expected, actual);
    });

    [Fact]
    public void Is_over_once_the_hash_is_taken()
    {
        var hasher = new Blake2bHasher(32);
        hasher.Finish(new byte[32]);
        Assert.Throws<InvalidOperationException>(() => hasher.Append([1]));
        Assert.Throws<InvalidOperationException>(() => hasher.Finish(new byte[32]));
    }

    [Fact]
    public void Refuses_another_size_and_goes_on()
    {
        var (expected, actual) = (new byte[20], new byte[20]);
        Blake2b.Hash([1, 2], expected);

        var hasher = new Blake2bHasher(20);
        hasher.Append([1]);
        Assert.Throws<ArgumentException>(() => hasher.Finish(new byte[21]));
        Assert.Throws<ArgumentException>(() => hasher.Finish(new byte[19]));
        hasher.Append([2]);
        hasher.Finish(actual);

        Assert.Equal(expected, actual);
        Assert.Equal(20, hasher.DigestBytes);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(65, 0)]
    [InlineData(-1, 0)]
    [InlineData(32, 65)]
    public void Refuses_to_begin_with_impossible_sizes(int digest, int key) =>
        Assert.Throws<ArgumentException>(() => new Blake2bHasher(digest, new byte[key]));

    private static byte[] InPieces(int size, ReadOnlySpan<byte> key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var (hasher, digest) = (new Blake2bHasher(size, key), new byte[size]);
        hasher.Append(first);
        hasher.Append(second);
        hasher.Finish(digest);
        return digest;
    }
}
