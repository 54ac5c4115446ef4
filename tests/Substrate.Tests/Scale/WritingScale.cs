namespace CoretimeDesk.Substrate.Tests.Scale;

public sealed class WritingScale
{
    [Fact]
    public void Writes_every_primitive_little_endian()
    {
        var written = Reading.Written(w =>
        {
            w.WriteByte(0xab);
            w.WriteUInt16(0x0102);
            w.WriteUInt32(0x01020304);
            w.WriteUInt64(0x0102030405060708);
            w.WriteUInt128(new(0x0102030405060708, 0x090a0b0c0d0e0f10));
            w.WriteBool(false);
            w.WriteBool(true);
            w.WriteByteVector([1, 2, 3]);
            w.WriteBytes([4, 5]);
            w.WriteString("aé");
        });
        Assert.Equal("0xab0201" + "04030201" + "0807060504030201" + "100f0e0d0c0b0a090807060504030201" + "0001" + "0c010203" + "0405" + "0c61c3a9", Hex.Encode(written));
    }

    [Fact]
    public void Grows_without_losing_a_byte()
    {
        var random = new Random(7);
        var expected = new List<byte>();
        var writer = new ScaleWriter(0);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            expected.AddRange(bytes);
            writer.WriteBytes(bytes);
            Assert.Equal(expected.Count, writer.Length);
        }

        Assert.True(writer.Written.SequenceEqual(expected.ToArray()));
        Assert.True(writer.ToArray().AsSpan().SequenceEqual(expected.ToArray()));
    }

    [Fact]
    public void Gives_an_array_of_its_own()
    {
        var writer = new ScaleWriter();
        writer.WriteByte(1);
        var first = writer.ToArray();
        writer.WriteByte(2);
        first[0] = 9;
        Assert.Equal([1, 2], writer.ToArray());
    }

    [Fact]
    public void Counts_text_in_bytes_and_not_in_characters()
    {
        var text = new string('é', 40); // 80 bytes: the length needs two bytes, 40 would need one.
        var written = Reading.Written(w => w.WriteString(text));
        Assert.Equal("0x4101", Hex.Encode(written.AsSpan(0, 2)));
        Assert.Equal(text, Reading.Whole(Hex.Encode(written), (ref r) => r.ReadString()));
    }
}
