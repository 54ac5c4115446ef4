using System.Text;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class ReadingHex
{
    [Theory]
    [InlineData("0x", "")]
    [InlineData("", "")]
    [InlineData("0x00ff", "00FF")]
    [InlineData("DeadBeef", "DEADBEEF")]
    public void Digits_become_bytes_with_or_without_the_prefix(string text, string expected)
    {
        Assert.Equal(expected, Convert.ToHexString(Hex.Decode(text)));
        Assert.Equal(expected, Convert.ToHexString(Hex.Decode(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("0x0", "two digits per byte")]
    [InlineData("abc", "two digits per byte")]
    [InlineData("0x0g", "position 3")]
    [InlineData("0xg0", "position 2")]
    [InlineData("0x00 0", "position 4")]
    [InlineData("0X00", "position 1")]
    [InlineData("00000z", "position 5")]
    [InlineData("0x00ää", "position 4")]
    public void What_is_no_hex_is_refused_with_the_place(string text, string why)
    {
        Assert.Contains(why, Assert.Throws<FormatException>(() => Hex.Decode(text)).Message);
        var utf8 = Assert.Throws<FormatException>(() => Hex.Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(why, utf8.Message);
    }

    [Fact]
    public void A_known_size_is_filled_exactly()
    {
        var two = new byte[2];
        Hex.Decode("0x0102"u8, two);

        Assert.Equal([1, 2], two);
        Assert.Throws<FormatException>(() => Hex.Decode("0x010203"u8, two));
        Assert.Throws<FormatException>(() => Hex.Decode("0x01"u8, two));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);
            var text = Hex.Encode(bytes);

            Assert.True(bytes.AsSpan().SequenceEqual(Hex.Decode(text)), $"seed {seed}: {text}");
            Assert.True(text.StartsWith("0x", StringComparison.Ordinal) && !text.Any(char.IsAsciiLetterUpper), $"seed {seed}: {text}");
        }
    }
}
