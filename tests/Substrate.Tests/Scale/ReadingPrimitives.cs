namespace CoretimeDesk.Substrate.Tests.Scale;

public sealed class ReadingPrimitives
{
    [Fact]
    public void Reads_little_endian()
    {
        Assert.Equal((byte)0x01, Reading.Whole("01", (ref r) => r.ReadByte()));
        Assert.Equal((ushort)0x0201, Reading.Whole("0102", (ref r) => r.ReadUInt16()));
        Assert.Equal(0x04030201u, Reading.Whole("01020304", (ref r) => r.ReadUInt32()));
        Assert.Equal(0x0807060504030201ul, Reading.Whole("0102030405060708", (ref r) => r.ReadUInt64()));
        Assert.Equal(new UInt128(0x100f0e0d0c0b0a09, 0x0807060504030201), Reading.Whole("0102030405060708 090a0b0c0d0e0f10", (ref r) => r.ReadUInt128()));
        Assert.Equal(UInt128.MaxValue, Reading.Whole(new string('f', 32), (ref r) => r.ReadUInt128()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Refuses_an_integer_that_is_cut_off_anywhere_and_says_where_it_begins(int width)
    {
        for (var length = 0; length < width; length++)
        {
            // One byte in front, so that offset 0 and "where it begins" differ.
            var bytes = new byte[1 + length];
            var fault = Reading.Fault(bytes, (ref r) =>
            {
                r.ReadByte();
                return width switch { 1 => r.ReadByte(), 2 => r.ReadUInt16(), 4 => r.ReadUInt32(), 8 => r.ReadUInt64(), _ => r.ReadUInt128() };
            });
            Assert.Equal((ScaleFault.Truncated, 1), (fault.Fault, fault.Offset));
            Assert.Equal("", fault.Path);
            Assert.Contains($"{width} bytes are needed and {length} are left", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Takes_0_and_1_for_a_bool_and_for_an_options_tag_and_nothing_else()
    {
        Assert.False(Reading.Whole("00", (ref r) => r.ReadBool()));
        Assert.True(Reading.Whole("01", (ref r) => r.ReadBool()));
        Assert.False(Reading.Whole("00", (ref r) => r.ReadOption()));
        Assert.True(Reading.Whole("01", (ref r) => r.ReadOption()));
        for (var tag = 2; tag <= 255; tag++)
        {
            byte[] bytes = [0, (byte)tag];
            var flag = Reading.Fault(bytes, (ref r) => r.ReadByte() + (r.ReadBool() ? 1 : 0));
            var option = Reading.Fault(bytes, (ref r) => r.ReadByte() + (r.ReadOption() ? 1 : 0));
            Assert.Equal((ScaleFault.UnknownTag, 1), (flag.Fault, flag.Offset));
            Assert.Equal((ScaleFault.UnknownTag, 1), (option.Fault, option.Offset));
            Assert.Contains($"tag {tag}", flag.Message, StringComparison.Ordinal);
        }

        Assert.Equal(ScaleFault.Truncated, Reading.Fault("", (ref r) => r.ReadBool()).Fault);
        Assert.Equal(ScaleFault.Truncated, Reading.Fault("", (ref r) => r.ReadOption()).Fault);
    }

    [Theory]
    [InlineData("00", "")]
    [InlineData("04 61", "a")]
    [InlineData("10 f09f9a80", "\U0001f680")]
    [InlineData("0c efbbbf", "\ufeff")] // A byte order mark is a character of the text like any other.
    [InlineData("04 00", "\0")]
    public void Reads_text(string hex, string text) => Assert.Equal(text, Reading.Whole(hex, (ref r) => r.ReadString()));

    [Theory]
    [InlineData("04 ff")]
    [InlineData("04 80")] // A continuation without a start.
    [InlineData("08 c0af")] // "/" in two bytes: overlong.
    [InlineData("0c eda080")] // Half of a surrogate pair.
    [InlineData("10 f4908080")] // Beyond U+10FFFF.
    [InlineData("08 61c3")] // A start without its continuation.
    public void Refuses_text_that_is_no_utf8(string hex)
    {
        var bytes = Reading.Bytes("ff" + hex);
        var read = Reading.Fault(bytes, (ref r) => r.ReadByte() + r.ReadString());
        Assert.Equal((ScaleFault.BadText, 1), (read.Fault, read.Offset));
        var skipped = Reading.Fault(bytes, (ref r) =>
        {
            r.ReadByte();
            r.SkipString();
            return 0;
        });
        Assert.Equal((ScaleFault.BadText, 1), (skipped.Fault, skipped.Offset));
    }

    [Theory]
    [InlineData("04")]
    [InlineData("08 61")]
    [InlineData("fd03 61")] // 255 bytes are announced.
    [InlineData("03 ffffffff 61")] // 4 GB are announced.
    public void Refuses_a_length_that_the_input_cannot_hold_before_anything_is_reserved(string hex)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var text = Reading.Fault(hex, (ref r) => r.ReadString());
        var bytes = Reading.Fault(hex, (ref r) => r.ReadByteVector().Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal((ScaleFault.LengthBeyondInput, 0), (text.Fault, text.Offset));
        Assert.Equal((ScaleFault.LengthBeyondInput, 0), (bytes.Fault, bytes.Offset));
    }

    [Fact]
    public void Takes_a_count_up_to_what_the_rest_can_hold()
    {
        Assert.Equal(2, Reading.Whole("08", (ref r) => r.ReadCount(0)));
        var bytes = new byte[1 + 21]; // 21 bytes behind the count: five items of four bytes, not six.
        bytes[0] = 5 << 2;
        var reader = new ScaleReader(bytes);
        Assert.Equal(5, reader.ReadCount(4));
        bytes[0] = 6 << 2;
        var fault = Reading.Fault(bytes, (ref r) => r.ReadCount(4));
        Assert.Equal((ScaleFault.LengthBeyondInput, 0), (fault.Fault, fault.Offset));
        Assert.Contains("6 items of at least 4 bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_items_without_bytes_up_to_2147483647()
    {
        Assert.Equal(int.MaxValue, Reading.Whole("03 ffffff7f", (ref r) => r.ReadCount(0)));
        Assert.Equal(ScaleFault.LengthBeyondInput, Reading.Fault("03 00000080", (ref r) => r.ReadCount(0)).Fault);
    }

    [Fact]
    public void Slices_and_skips_to_the_last_byte_and_no_further()
    {
        var reader = new ScaleReader([1, 2, 3, 4]);
        Assert.Equal([1, 2], reader.ReadBytes(2).ToArray());
        reader.Skip(2);
        Assert.Equal((4, 0), (reader.Position, reader.Remaining));
        Assert.Empty(reader.ReadBytes(0).ToArray());
        reader.Skip(0);
        reader.ExpectEnd();
        Assert.Equal(ScaleFault.Truncated, Reading.Fault([1, 2], (ref r) => r.ReadBytes(3).Length).Fault);
        Assert.Equal(ScaleFault.Truncated, Reading.Fault([1, 2], (ref r) => r.ReadBytes(int.MaxValue).Length).Fault);
        Assert.Equal(ScaleFault.Truncated, Reading.Fault([1, 2], (ref r) => Skip(ref r, 3)).Fault);
        Assert.Equal(ScaleFault.Truncated, Reading.Fault([1, 2], (ref r) => Skip(ref r, long.MaxValue)).Fault);
    }

    [Fact]
    public void Refuses_bytes_that_are_left_over()
    {
        var fault = Reading.Fault("0102", (ref r) =>
        {
            r.ReadByte();
            r.ExpectEnd();
            return 0;
        });
        Assert.Equal((ScaleFault.TrailingBytes, 1), (fault.Fault, fault.Offset));
    }

    private static int Skip(ref ScaleReader reader, long count)
    {
        reader.Skip(count);
        return 0;
    }
}
