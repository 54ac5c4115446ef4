namespace CoretimeDesk.Substrate.Tests.Scale;

/// <summary>The encodings were worked out by hand from the rule: mode in the two lowest bits, little endian.</summary>
public sealed class CompactIntegers
{
    public static TheoryData<string, string> Boundaries => new()
    {
        { "0", "00" },
        { "1", "04" },
        { "63", "fc" },
        { "64", "0101" },
        { "16383", "fdff" },
        { "16384", "02000100" },
        { "1073741823", "feffffff" },
        { "1073741824", "03 00000040" },
        { "4294967295", "03 ffffffff" },
        { "4294967296", "07 0000000001" },
        { "1099511627775", "07 ffffffffff" },
        { "1099511627776", "0b 000000000001" },
        { "281474976710656", "0f 00000000000001" },
        { "72057594037927936", "13 0000000000000001" },
        { "18446744073709551615", "13 ffffffffffffffff" },
        { "18446744073709551616", "17 000000000000000001" },
        { "340282366920938463463374607431768211455", "33 ffffffffffffffffffffffffffffffff" },
    };

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Are_read_and_written_at_every_boundary(string text, string hex)
    {
        var value = UInt128.Parse(text);
        Assert.Equal(Hex.Encode(Reading.Bytes(hex)), Hex.Encode(Reading.Written(w => w.WriteCompact(value))));
        Assert.Equal(value, Reading.Whole(hex, (ref r) => r.ReadCompactUInt128()));
        CheckWidth(hex, value, ulong.MaxValue, (ref r) => r.ReadCompactUInt64());
        CheckWidth(hex, value, uint.MaxValue, (ref r) => r.ReadCompactUInt32());
    }

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Are_refused_when_cut_off_and_reported_where_they_begin(string text, string hex)
    {
        var bytes = Reading.Bytes("ff" + hex);
        for (var length = 1; length < bytes.Length; length++)
        {
            var fault = Reading.Fault(bytes[..length], (ref r) => r.ReadByte() + r.ReadCompactUInt128());
            Assert.True(fault is { Fault: ScaleFault.Truncated, Offset: 1 }, $"{text} with {length - 1} bytes: {fault.Message}");
        }
    }

    [Theory]
    [InlineData("01 00")] // 0 in two bytes.
    [InlineData("fd 00")] // 63 in two bytes.
    [InlineData("02 000000")]
    [InlineData("fe ff0000")] // 16,383 in four bytes.
    [InlineData("03 00000000")]
    [InlineData("03 ffffff3f")] // 2^30 - 1 as a big integer.
    [InlineData("07 ffffffff00")] // 2^32 - 1 in five bytes: the highest byte is zero.
    [InlineData("33 ffffffffffffffffffffffffffffff00")]
    [InlineData("33 00000000000000000000000000000000")]
    public void Are_refused_when_a_shorter_form_exists(string hex)
    {
        foreach (var fault in (ScaleException[])[
            Reading.Fault("00" + hex, (ref r) => r.ReadByte() + r.ReadCompactUInt128()),
            Reading.Fault("00" + hex, (ref r) => r.ReadByte() + r.ReadCompactUInt64()),
            Reading.Fault("00" + hex, (ref r) => r.ReadByte() + r.ReadCompactUInt32()),
            Reading.Fault("00" + hex, (ref r) => r.ReadByte() + r.ReadCount(1))])
        {
            Assert.Equal((ScaleFault.BadCompact, 1), (fault.Fault, fault.Offset));
        }
    }

    [Theory]
    [InlineData("37")] // 17 bytes.
    [InlineData("ff")] // 67 bytes.
    public void Of_more_than_128_bits_are_refused_however_many_bytes_follow(string first)
    {
        for (var bytes = 0; bytes < 70; bytes++)
        {
            var fault = Reading.Fault(first + string.Concat(Enumerable.Repeat("01", bytes)), (ref r) => r.ReadCompactUInt128());
            Assert.Equal((ScaleFault.BadCompact, 0), (fault.Fault, fault.Offset));
        }
    }

    [Fact]
    public void Survive_writing_and_reading_whatever_their_size()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var value = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()) >> random.Next(128);
            var bytes = Reading.Written(w => w.WriteCompact(value));
            var reader = new ScaleReader(bytes);
            var read = reader.ReadCompactUInt128();
            Assert.True(read == value && reader.Remaining == 0, $"seed {seed}: {value} became {Hex.Encode(bytes)}, which is read as {read}");
        }
    }

    private static void CheckWidth<T>(string hex, UInt128 value, UInt128 max, Reading.Of<T> read)
    {
        if (value <= max)
        {
            Assert.Equal($"{value}", $"{Reading.Whole(hex, read)}");
            return;
        }

        var fault = Reading.Fault(hex, read);
        Assert.Equal((ScaleFault.BadCompact, 0), (fault.Fault, fault.Offset));
        Assert.Contains($"{max}", fault.Message, StringComparison.Ordinal);
    }
}
