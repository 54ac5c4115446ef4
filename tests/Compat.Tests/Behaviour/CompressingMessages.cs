using System.IO.Compression;
using Grpc.Net.Compression;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class CompressingMessages
{
    public static TheoryData<string> Encodings => ["gzip", "deflate"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void What_was_compressed_comes_back_at_every_length_and_level(string encoding)
    {
        const int seed = 77;
        var random = new Random(seed);
        foreach (var level in Enum.GetValues<CompressionLevel>().Cast<CompressionLevel?>().Append(null))
        {
            foreach (var length in new[] { 0, 1, 100, 65_536, 300_001 })
            {
                var message = new byte[length];
                random.NextBytes(message.AsSpan(0, length / 2)); // Half noise, half zeros.

                var back = Decompressed(Of(encoding), Compressed(Of(encoding), message, level));

                Assert.True(message.AsSpan().SequenceEqual(back), $"seed {seed}, {encoding}, level {level}, length {length}");
            }
        }
    }

    [Fact]
    public void Gzip_and_deflate_have_the_first_bytes_that_their_formats_ask_for()
    {
        Assert.Equal([0x1f, 0x8b], Compressed(Of("gzip"), new byte[100], null)[..2]); // RFC 1952
        var zlib = Compressed(Of("deflate"), new byte[100], null); // RFC 1950: method 8, and the pair divides by 31
        Assert.Equal(8, zlib[0] & 0x0f);
        Assert.Equal(0, ((zlib[0] << 8) | zlib[1]) % 31);
    }

    [Fact]
    public void The_level_given_wins_over_the_default()
    {
        var provider = new GzipCompressionProvider(CompressionLevel.NoCompression);

        Assert.True(Compressed(provider, new byte[10_000], null).Length > 10_000);
        Assert.True(Compressed(provider, new byte[10_000], CompressionLevel.SmallestSize).Length < 100);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_stream_below_stays_open(string encoding)
    {
        using var below = new MemoryStream();
        Of(encoding).CreateCompressionStream(below, null).Dispose();

        Assert.True(below.CanWrite);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Bytes_of_another_format_are_refused(string encoding)
    {
        var other = Compressed(Of(encoding == "gzip" ? "deflate" : "gzip"), new byte[100], null);

        Assert.Throws<InvalidDataException>(() => Decompressed(Of(encoding), other));
        Assert.Throws<InvalidDataException>(() => Decompressed(Of(encoding), "plain text"u8.ToArray()));
    }

    private static ICompressionProvider Of(string encoding) => encoding switch
    {
        "gzip" => Named(new GzipCompressionProvider(CompressionLevel.Fastest), encoding),
        _ => Named(new DeflateCompressionProvider(CompressionLevel.Fastest), encoding),
    };

    private static ICompressionProvider Named(ICompressionProvider provider, string encoding)
    {
        Assert.Equal(encoding, provider.EncodingName);
        return provider;
    }

    private static byte[] Compressed(ICompressionProvider provider, byte[] message, CompressionLevel? level)
    {
        using var below = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(below, level))
        {
            stream.Write(message);
        }

        return below.ToArray();
    }

    private static byte[] Decompressed(ICompressionProvider provider, byte[] compressed)
    {
        using var stream = provider.CreateDecompressionStream(new MemoryStream(compressed));
        using var message = new MemoryStream();
        stream.CopyTo(message);
        return message.ToArray();
    }
}
