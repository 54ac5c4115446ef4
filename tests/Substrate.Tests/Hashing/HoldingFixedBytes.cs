using System.Runtime.CompilerServices;

namespace CoretimeDesk.Substrate.Tests.Hashing;

/// <summary>One suite for the five types that hold a fixed number of bytes.</summary>
public abstract class HoldingFixedBytes<T>
    where T : struct, IEquatable<T>, IComparable<T>, ISpanParsable<T>
{
    protected delegate T Reader(ReadOnlySpan<byte> bytes);

    private protected HoldingFixedBytes(int size, Reader fromBytes) => (Size, FromBytes) = (size, fromBytes);

    private int Size { get; }

    private Reader FromBytes { get; }

    protected abstract byte[] ToArray(T value);

    protected abstract void CopyTo(T value, Span<byte> destination);

    protected abstract bool IsZero(T value);

    [Fact]
    public void Takes_no_more_room_than_its_bytes() => Assert.Equal(Size, Unsafe.SizeOf<T>());

    [Fact]
    public void Gives_back_the_bytes_it_was_made_of() => Seeded.Run(20, random =>
    {
        var bytes = random.Bytes(Size);
        var value = FromBytes(bytes);
        var copy = new byte[Size + 1];
        CopyTo(value, copy);

        Assert.Equal(bytes, ToArray(value));
        Assert.Equal([.. bytes, 0], copy);
        Assert.Equal("0x" + Convert.ToHexStringLower(bytes), value.ToString());
        Assert.Equal(value, T.Parse(value.ToString()!, null));
        Assert.Equal(value, T.Parse("0x" + Convert.ToHexString(bytes), null));
        Assert.Equal(value, ParseString<T>(value.ToString()!));
        Assert.True(T.TryParse(value.ToString().AsSpan(), null, out var parsed));
        Assert.Equal(value, parsed);
    });

    [Fact]
    public void Is_zero_by_default_and_only_then()
    {
        Assert.True(IsZero(default));
        Assert.Equal(default, FromBytes(new byte[Size]));
        Assert.Equal("0x" + new string('0', 2 * Size), default(T).ToString());
        for (var i = 0; i < 8 * Size; i++)
        {
            Assert.False(IsZero(FromBytes(WithBit(i))));
        }
    }

    [Fact]
    public void Tells_apart_by_every_single_bit()
    {
        var values = Enumerable.Range(0, 8 * Size).Select(i => FromBytes(WithBit(i))).Append(default).ToList();
        Assert.Equal(values.Count, values.Distinct().Count());
        Assert.Equal(values.Count, values.Select(v => v.GetHashCode()).Distinct().Count());
        Assert.All(values, v => Assert.True(v.Equals((object)T.Parse(v.ToString()!, null)) && v.GetHashCode() == T.Parse(v.ToString()!, null).GetHashCode()));
        Assert.False(values[0].Equals(null));
        Assert.False(values[0].Equals("0x"));
    }

    [Fact]
    public void Sorts_as_its_hex_does() => Seeded.Run(200, random =>
    {
        // A common beginning, so that the difference is anywhere.
        var (left, right) = (random.Bytes(Size), random.Bytes(Size));
        left.AsSpan(0, random.Next(Size + 1)).CopyTo(right);
        var (a, b) = (FromBytes(left), FromBytes(right));

        Assert.Equal(Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString())), Math.Sign(a.CompareTo(b)));
        Assert.Equal(-Math.Sign(a.CompareTo(b)), Math.Sign(b.CompareTo(a)));
        Assert.Equal(a.Equals(b), a.CompareTo(b) == 0);
        Assert.Equal(0, a.CompareTo(a));
    });

    [Fact]
    public void Refuses_any_other_number_of_bytes()
    {
        foreach (var length in Enumerable.Range(0, 2 * Size + 2).Where(n => n != Size))
        {
            var refusal = Assert.Throws<ArgumentException>(() => FromBytes(new byte[length]));
            Assert.StartsWith($"{typeof(T).Name} takes {Size} bytes, not {length}.", refusal.Message);
        }

        Assert.Throws<ArgumentException>(() => CopyTo(default, new byte[Size - 1]));
    }

    [Fact]
    public void Says_what_is_wrong_with_a_text()
    {
        var good = "0x" + string.Concat(Enumerable.Repeat("Ab", Size));
        var form = $"{typeof(T).Name} is written as 0x and {2 * Size} hex digits; ";
        Check("", form + "the text does not begin with 0x.");
        Check(good[2..], form + "the text does not begin with 0x.");
        Check("0X" + good[2..], form + "the text does not begin with 0x.");
        Check(" " + good, form + "the text does not begin with 0x.");
        Check("0x", form + "the text has 0 after 0x.");
        Check(good[..^1], form + $"the text has {2 * Size - 1} after 0x.");
        Check(good + "0", form + $"the text has {2 * Size + 1} after 0x.");
        Check(good[..^1] + "g", $"'g' at index {2 * Size + 1} is not a hex digit.");
        Check("0x\n" + good[3..], "U+000A at index 2 is not a hex digit.");
        Check("0x\u0660" + good[3..], "U+0660 at index 2 is not a hex digit.");
        Check("0x+" + good[3..], "'+' at index 2 is not a hex digit.");

        Assert.Throws<ArgumentNullException>(() => ParseString<T>(null!));
        Assert.False(TryParseString<T>(null));

        static void Check(string text, string message)
        {
            Assert.Equal(message, Assert.Throws<FormatException>(() => T.Parse(text, null)).Message);
            Assert.Equal(message, Assert.Throws<FormatException>(() => ParseString<T>(text)).Message);
            Assert.False(TryParseString<T>(text));
            Assert.False(T.TryParse(text, null, out var value));
            Assert.Equal(default, value);
        }
    }

    // Through the base interface: on ISpanParsable a string would go to the overload for spans.
    private static TParsed ParseString<TParsed>(string text)
        where TParsed : IParsable<TParsed> => TParsed.Parse(text, null);

    private static bool TryParseString<TParsed>(string? text)
        where TParsed : IParsable<TParsed> => TParsed.TryParse(text, null, out _);

    private byte[] WithBit(int bit)
    {
        var bytes = new byte[Size];
        bytes[bit / 8] = (byte)(1 << (bit % 8));
        return bytes;
    }
}
