namespace CoretimeDesk.Market.Tests.Regions;

public sealed class HoldingACoreMask
{
    [Theory]
    [InlineData(0, 80, "0xffffffffffffffffffff")]
    [InlineData(0, 40, "0xffffffffff0000000000")] // as the chain recorded the first half
    [InlineData(40, 80, "0x0000000000ffffffffff")]
    [InlineData(40, 60, "0x0000000000fffff00000")]
    [InlineData(0, 1, "0x80000000000000000000")] // part 0 is the highest bit of the first byte
    [InlineData(7, 8, "0x01000000000000000000")]
    [InlineData(8, 9, "0x00800000000000000000")]
    [InlineData(79, 80, "0x00000000000000000001")]
    [InlineData(33, 33, "0x00000000000000000000")]
    [InlineData(80, 80, "0x00000000000000000000")]
    public void Writes_chunks_as_the_chain_does(int from, int to, string hex)
    {
        var mask = CoreMask.FromChunk(from, to);
        Assert.Equal(hex, mask.ToString());
        Assert.Equal(mask, CoreMask.Parse(hex));
        Assert.Equal(to - from, mask.Count);
        Assert.Equal((uint)(to - from) * 720, mask.RelayParts);
        Assert.Equal((uint)(to - from) * 125, mask.ShareOfCore.Value);
        for (var part = 0; part < CoreMask.Bits; part++)
        {
            Assert.Equal(part >= from && part < to, mask[part]);
        }
    }

    [Fact]
    public void Keeps_the_laws_of_sets() => Seeded.Run(500, random =>
    {
        var (a, b) = (random.Mask(), random.Mask());
        Assert.Equal(a.Count + b.Count, (a | b).Count + (a & b).Count);
        Assert.Equal(CoreMask.Bits, a.Count + (~a).Count);
        Assert.Equal(CoreMask.Complete, a | ~a);
        Assert.Equal(CoreMask.Void, a & ~a);
        Assert.Equal((a | b) & ~(a & b), a ^ b);
        Assert.Equal(a, ~~a);
        Assert.Equal(!(a & b).IsVoid, a.Overlaps(b));
        Assert.Equal((a & b) == a, a.IsWithin(b));
        Assert.True((a & b).IsWithin(a));
        Assert.Equal(Enumerable.Range(0, 80).Where(part => a[part]).Aggregate(CoreMask.Void, (mask, part) => mask | CoreMask.FromPart(part)), a);
        Assert.Equal(CoreMask.RelayPartsOfCore, a.RelayParts + (~a).RelayParts);
    });

    [Fact]
    public void Reads_what_it_writes() => Seeded.Run(200, random =>
    {
        var mask = random.Mask();
        var bytes = new byte[12];
        mask.CopyTo(bytes);
        Assert.Equal([0, 0], bytes[10..]);
        Assert.Equal(mask, CoreMask.FromBytes(bytes.AsSpan(0, 10)));
        Assert.Equal(mask, CoreMask.Parse(mask.ToString()));
        Assert.Equal(mask, CoreMask.Parse($"0x{mask.ToString()[2..].ToUpperInvariant()}"));
        Assert.Equal(mask, CoreMask.FromUInt128(mask.ToUInt128()));
        Assert.Equal(mask.ToString(), $"0x{Convert.ToHexStringLower(bytes.AsSpan(0, 10))}");
    });

    [Fact]
    public void Is_void_by_default_and_complete_with_all_parts()
    {
        Assert.True(default(CoreMask).IsVoid);
        Assert.False(default(CoreMask).IsComplete);
        Assert.True(CoreMask.Complete.IsComplete);
        for (var part = 0; part < CoreMask.Bits; part++)
        {
            Assert.False((CoreMask.Complete & ~CoreMask.FromPart(part)).IsComplete);
            Assert.False(CoreMask.FromPart(part).IsVoid);
        }
    }

    [Theory]
    [InlineData("0xffffffffffffffffff\0\0")]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("ffffffffffffffffffff")]
    [InlineData("0Xffffffffffffffffffff")]
    [InlineData("0xfffffffffffffffffff")]
    [InlineData("0xfffffffffffffffffffff")]
    [InlineData("0xfffffffffffffffffffg")]
    [InlineData("0x fffffffffffffffffff")]
    [InlineData("0x-fffffffffffffffffff")]
    public void Refuses_text_that_is_no_mask(string text)
    {
        Assert.False(CoreMask.TryParse(text, null, out var mask));
        Assert.True(mask.IsVoid);
        Assert.Throws<FormatException>(() => CoreMask.Parse(text));
    }

    [Fact]
    public void Checks_at_the_door()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CoreMask.FromChunk(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoreMask.FromChunk(3, 81));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoreMask.FromChunk(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoreMask.FromPart(80));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoreMask.Complete[-1]);
        Assert.Throws<ArgumentException>(() => CoreMask.FromBytes(new byte[9]));
        Assert.Throws<ArgumentException>(() => CoreMask.FromBytes(new byte[11]));
        Assert.Throws<ArgumentException>(() => CoreMask.Complete.CopyTo(new byte[9]));
        Assert.Equal(CoreMask.Complete, CoreMask.FromUInt128(UInt128.MaxValue));
    }
}
