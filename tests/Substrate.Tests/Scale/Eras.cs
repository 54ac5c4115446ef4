using System.Numerics;

namespace CoretimeDesk.Substrate.Tests.Scale;

/// <summary>Vectors of sp_runtime's own tests, and all periods and phases there are.</summary>
public sealed class Eras
{
    [Fact]
    public void Are_written_and_read_as_the_chain_does()
    {
        Check(Era.Immortal, "00");
        Check(Era.Mortal(42, 64), "a502");
        Check(Era.Mortal(20_000, 32_768), "4e9c");
        Assert.Equal(new Era(64, 42), Era.Mortal(42, 64));
        Assert.Equal(new Era(32_768, 20_000), Era.Mortal(20_000, 32_768));
        Assert.True(default(Era).IsImmortal);
        Assert.False(Era.Mortal(0, 4).IsImmortal);
    }

    [Fact]
    public void Survive_writing_and_reading_for_every_period_and_phase()
    {
        for (var bits = 2; bits <= 16; bits++)
        {
            var (period, step) = (1 << bits, Math.Max(1, (1 << bits) >> 12));
            for (var phase = 0; phase < period; phase += step)
            {
                var era = new Era(period, phase);
                var bytes = Reading.Written(era.Write);
                var expected = (ushort)((bits - 1) | phase / step << 4);
                Assert.True(bytes is [var low, var high] && (low | high << 8) == expected, $"{era} became {Hex.Encode(bytes)}");
                var reader = new ScaleReader(bytes);
                var again = Era.Read(ref reader);
                Assert.True(again == era && reader.Remaining == 0, $"{era} became {again}");
            }
        }
    }

    [Fact]
    public void Of_two_bytes_are_either_read_and_written_back_or_refused()
    {
        var read = 0;
        for (var encoded = 0; encoded <= ushort.MaxValue; encoded++)
        {
            byte[] bytes = [(byte)(encoded & 0xff), (byte)(encoded >> 8)];
            var (period, step) = (2 << (encoded % 16), Math.Max(1, (2 << (encoded % 16)) >> 12));
            if (bytes[0] == 0)
            {
                Assert.Equal(Era.Immortal, Reading.Whole("00", (ref r) => Era.Read(ref r)));
            }
            else if (period >= 4 && (encoded >> 4) * step < period)
            {
                var reader = new ScaleReader(bytes);
                Assert.Equal(bytes, Reading.Written(Era.Read(ref reader).Write));
                read++;
            }
            else
            {
                var fault = Reading.Fault([1, .. bytes], (ref r) => r.ReadByte() + Era.Read(ref r).Period);
                Assert.Equal((ScaleFault.BadFormat, 1), (fault.Fault, fault.Offset));
            }
        }

        // Periods 2^2 to 2^12 with all their phases, and 2^13 to 2^16 with 4,096 each.
        Assert.Equal(Enumerable.Range(2, 11).Sum(b => 1 << b) + 4 * 4096, read);
    }

    [Fact]
    public void Are_refused_when_cut_off()
    {
        Assert.Equal((ScaleFault.Truncated, 0), Where(Reading.Fault("", (ref r) => Era.Read(ref r))));
        Assert.Equal((ScaleFault.Truncated, 0), Where(Reading.Fault("a5", (ref r) => Era.Read(ref r))));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(65_536, 65_536)]
    [InlineData(int.MaxValue, 65_536)]
    public void Last_at_least_as_long_as_asked_for_and_a_power_of_two(int asked, int period) => Assert.Equal(period, Era.Mortal(1_000_000, asked).Period);

    [Fact]
    public void Of_no_blocks_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Era.Mortal(1, 0));

    [Fact]
    public void Hold_the_block_that_they_were_made_for()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var block = (ulong)random.NextInt64(0, 1L << 40);
            var era = Era.Mortal(block, random.Next(1, 70_000));
            Assert.True(BitOperations.IsPow2(era.Period) && era.Phase < era.Period, $"seed {seed}: {era}");
            var (birth, death) = (era.Birth(block), era.Death(block));
            Assert.True(birth <= block && block < death && death - birth == (ulong)era.Period, $"seed {seed}: {era} of {block} lives from {birth} to {death}");
            Assert.True(birth % (ulong)era.Period == (ulong)era.Phase, $"seed {seed}");
            Assert.True(era.Birth(death) == death, $"seed {seed}: at its death a new one begins");
        }

        Assert.Equal((0ul, ulong.MaxValue), (Era.Immortal.Birth(77), Era.Immortal.Death(77)));
        Assert.Equal(6ul, new Era(64, 6).Birth(3)); // Before its phase has come, it is the first one.
    }

    private static void Check(Era era, string hex)
    {
        Assert.Equal("0x" + hex, Hex.Encode(Reading.Written(era.Write)));
        Assert.Equal(era, Reading.Whole(hex, (ref r) => Era.Read(ref r)));
    }

    private static (ScaleFault Fault, int Offset) Where(ScaleException e) => (e.Fault, e.Offset);
}
