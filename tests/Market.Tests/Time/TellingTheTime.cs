namespace CoretimeDesk.Market.Tests.Time;

public sealed class TellingTheTime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(79, 0)]
    [InlineData(80, 1)]
    [InlineData(30_403_200, 380_040)]
    [InlineData(uint.MaxValue, 53_687_091)]
    public void Finds_the_timeslice_of_a_block(uint block, uint timeslice)
    {
        Assert.Equal(new Timeslice(timeslice), Timeslice.Of(new(block)));
        Assert.InRange(new RelayBlock(block) - new Timeslice(timeslice).FirstBlock(), 0, 79);
    }

    [Fact]
    public void Knows_the_last_timeslice_that_has_blocks()
    {
        Assert.Equal(new Timeslice(53_687_091), Timeslice.LastWithBlocks);
        Assert.Equal(new RelayBlock(4_294_967_280), Timeslice.LastWithBlocks.FirstBlock());
        Assert.Throws<OverflowException>(() => (Timeslice.LastWithBlocks + 1).FirstBlock());
        Assert.Throws<OverflowException>(() => new Timeslice(uint.MaxValue).FirstBlock());
    }

    [Fact]
    public void Counts_without_wrapping()
    {
        Assert.Throws<OverflowException>(() => RelayBlock.MaxValue + 1);
        Assert.Throws<OverflowException>(() => default(RelayBlock) - 1);
        Assert.Throws<OverflowException>(() => new Timeslice(uint.MaxValue) + 1);
        Assert.Throws<OverflowException>(() => default(Timeslice) - 1);
        Assert.Equal(-(long)uint.MaxValue, default(RelayBlock) - RelayBlock.MaxValue);
        Assert.Equal(5L, new Timeslice(7) - new Timeslice(2));
        Assert.Equal(default, new RelayBlock(5).Before(6));
        Assert.Equal(new RelayBlock(1), new RelayBlock(5).Before(4));
        Assert.Null(new RelayBlock(5).After(uint.MaxValue - 4));
        Assert.Equal(RelayBlock.MaxValue, new RelayBlock(5).After(uint.MaxValue - 5));
    }

    [Fact]
    public void Estimates_from_an_anchor_in_both_directions()
    {
        var clock = new RelayClock(new(1_000), Noon);
        Assert.Equal(Noon, clock.EstimateAt(new RelayBlock(1_000)));
        Assert.Equal(Noon.AddMinutes(1), clock.EstimateAt(new RelayBlock(1_010)));
        Assert.Equal(Noon.AddMinutes(-100), clock.EstimateAt(new RelayBlock(0)));
        Assert.Equal(Noon.AddMinutes(4), clock.EstimateAt(new Timeslice(13)));
        Assert.Equal(TimeSpan.FromDays(28), clock.DurationOf(5_040));
        Assert.Equal(Noon, new RelayClock(new(1_000), Noon.ToOffset(TimeSpan.FromHours(9))).AnchoredAt);
        Assert.Equal(TimeSpan.Zero, new RelayClock(new(1_000), Noon.ToOffset(TimeSpan.FromHours(9))).EstimateAt(new RelayBlock(3)).Offset);
    }

    [Fact]
    public void Finds_the_newest_block_of_a_time() => Seeded.Run(500, random =>
    {
        var clock = new RelayClock(new(random.UInt32()), Noon, TimeSpan.FromTicks(random.NextInt64(1, TimeSpan.FromSeconds(30).Ticks + 1)));
        var block = new RelayBlock(random.UInt32());
        if ((block - clock.Anchor) * clock.BlockTime.Ticks + Noon.Ticks < 0)
        {
            return; // Before the calendar begins.
        }

        var begins = clock.EstimateAt(block);
        Assert.Equal(block, clock.BlockAt(begins));
        Assert.Equal(block, clock.BlockAt(begins + clock.BlockTime - TimeSpan.FromTicks(1)));
        Assert.Equal(block.Value == 0 ? null : block - 1, clock.BlockAt(begins - TimeSpan.FromTicks(1)));
        Assert.Equal(block.After(1), clock.BlockAt(begins + clock.BlockTime));
    });

    [Fact]
    public void Reaches_every_block_number_within_the_calendar()
    {
        foreach (var year in (int[])[2000, 3000])
        {
            var clock = new RelayClock(default, new(year, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(30));
            Assert.Equal(RelayBlock.MaxValue, clock.BlockAt(clock.EstimateAt(RelayBlock.MaxValue)));
        }
    }

    [Fact]
    public void Checks_at_the_door()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RelayClock(default, Noon, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RelayClock(default, Noon, TimeSpan.FromSeconds(-6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RelayClock(default, Noon, TimeSpan.FromSeconds(31)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RelayClock(default, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RelayClock(default, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Agrees_with_recorded_blocks()
    {
        // The lab builds a block for every second relay block, twelve seconds apart, wherever it does not jump.
        var (first, last) = (Recorded.Block("coretime-061-rotate-sale"), Recorded.Block("coretime-072-drop-renewal"));
        var clock = new RelayClock(Recorded.RelayParent(first), Recorded.Time(first));
        Assert.Equal(Recorded.Time(last), clock.EstimateAt(Recorded.RelayParent(last)));
    }
}
