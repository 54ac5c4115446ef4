using System.Numerics;
using CoretimeDesk.Substrate.Tests.Hashing;

namespace CoretimeDesk.Substrate.Tests.Accounts;

public sealed class ConvertingBase58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    [Theory]
    [InlineData("", "")]
    [InlineData("00", "1")]
    [InlineData("0000000000", "11111")]
    [InlineData("39", "z")]
    [InlineData("3a", "21")]
    [InlineData("0000287fb4cd", "11233QC4")]
    [InlineData("48656c6c6f20576f726c6421", "2NEpo7TZRRrLZSi2U")] // "Hello World!", from the draft that describes base58
    [InlineData("271f359f", "zzzzz")] // 58^5 - 1, the most that a group of digits holds
    [InlineData("271f35a0", "211111")]
    public void Answers_as_known(string hex, string expected)
    {
        Assert.Equal(expected, Encode(Convert.FromHexString(hex)));
        Assert.Equal(hex, Convert.ToHexStringLower(Decode(expected)));
    }

    [Fact]
    public void Agrees_with_long_division_at_every_length() => Seeded.Run(40, random =>
    {
        for (var length = 0; length <= Base58.BytesMax; length++)
        {
            // Zeros in front, and extremes: they are where carries and leading digits go wrong.
            var bytes = random.Bytes(length);
            bytes.AsSpan(0, random.Next(length + 1)).Fill((byte)(random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => random.Next(256) }));

            var text = Encode(bytes);
            Assert.Equal(ByLongDivision(bytes), text);
            Assert.Equal(bytes, Decode(text));
        }
    });

    [Fact]
    public void Reads_what_it_would_write_for_every_text() => Seeded.Run(500, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(Base58.TextMax - 3)).Select(_ => Alphabet[random.Next(58)]));
        Assert.Equal(text, Encode(Decode(text)));
    });

    [Fact]
    public void Points_at_the_first_illegal_character()
    {
        foreach (var character in Enumerable.Range(0, 0x300).Select(c => (char)c).Where(c => !Alphabet.Contains(c)).Append('\uFF11'))
        {
            for (var at = 0; at <= 12; at++)
            {
                var text = "11zABCDEFGHJ".Insert(at, $"{character}") + "0";
                Assert.False(Base58.TryDecode(text, new byte[Base58.TextMax], out _, out var illegal));
                Assert.Equal(at, illegal);
            }
        }
    }

    [Fact]
    public void Has_room_for_the_longest()
    {
        Assert.Equal(Base58.TextMax, Decode(new string('1', Base58.TextMax)).Length);
        Assert.Equal(new BigInteger(Decode(new string('z', Base58.TextMax)), isUnsigned: true, isBigEndian: true), BigInteger.Pow(58, Base58.TextMax) - 1);
        Assert.Equal(Base58.TextMax, Encode(Enumerable.Repeat((byte)0xFF, Base58.BytesMax).ToArray()).Length);
    }

    private static string Encode(byte[] bytes)
    {
        Span<char> text = stackalloc char[Base58.TextMax];
        return new(text[..Base58.Encode(bytes, text)]);
    }

    private static byte[] Decode(string text)
    {
        var bytes = new byte[Base58.TextMax];
        Assert.True(Base58.TryDecode(text, bytes, out var length, out var illegal));
        Assert.Equal(-1, illegal);
        return bytes[..length];
    }

    private static string ByLongDivision(byte[] bytes)
    {
        var digits = "";
        for (var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true); number > 0; number /= 58)
        {
            digits = Alphabet[(int)(number % 58)] + digits;
        }

        return new string('1', bytes.TakeWhile(b => b == 0).Count()) + digits;
    }
}
