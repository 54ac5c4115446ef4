namespace CoretimeDesk.Market.Tests.Regions;

public sealed class SplittingARegion
{
    private static readonly Region Bought = new(new(new(380_040), 4, CoreMask.Complete), new(385_080), new(499_991_071_100_000));

    [Fact]
    public void Partitions_as_the_chain_did()
    {
        var fields = Recorded.Events(Recorded.Block("coretime-025-partition"), "Partitioned").Single().GetProperty("fields");
        Assert.Equal(Recorded.RegionId(fields.GetProperty("old_region_id")), Bought.Id);

        var pair = Bought.Partition(2_520).Value;
        Assert.Equal(fields.GetProperty("new_region_ids").EnumerateArray().Select(Recorded.RegionId), [pair.First.Id, pair.Second.Id]);
        // The storage recorded later: what was paid is forgotten.
        var stored = Recorded.Item("coretime-contributions", "Regions");
        Assert.Equal(Recorded.U32(stored, "end"), pair.Second.End.Value);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, stored.GetProperty("paid").ValueKind);
        Assert.Null(pair.Second.Paid);
    }

    [Fact]
    public void Interlaces_as_the_chain_did()
    {
        var fields = Recorded.Events(Recorded.Block("coretime-028-interlace"), "Interlaced").Single().GetProperty("fields");
        var second = Bought.Partition(2_520).Value.Second;
        Assert.Equal(Recorded.RegionId(fields.GetProperty("old_region_id")), second.Id);
        var pair = second.Interlace(CoreMask.FromChunk(0, 40)).Value;
        Assert.Equal(fields.GetProperty("new_region_ids").EnumerateArray().Select(Recorded.RegionId), [pair.First.Id, pair.Second.Id]);
    }

    [Theory]
    [InlineData(0, BrokerError.PivotTooEarly)]
    [InlineData(1, null)]
    [InlineData(5_039, null)]
    [InlineData(5_040, BrokerError.PivotTooLate)] // the end itself
    [InlineData(uint.MaxValue, BrokerError.PivotTooLate)] // begin and pivot overflow
    public void Takes_only_a_pivot_inside(uint pivot, BrokerError? error)
    {
        var outcome = Bought.Partition(pivot);
        Assert.Equal(error, outcome.Error);
        Assert.Equal(error is null, outcome.TryGet(out _));
        if (error is not null)
        {
            Assert.Contains($"{error}", Assert.Throws<InvalidOperationException>(() => outcome.Value).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Takes_the_pivot_for_an_offset_and_no_timeslice()
    {
        // A timeslice inside the region is far too late as an offset: the mistake of the recorded failure.
        Assert.Equal(BrokerError.PivotTooLate, Bought.Partition(382_560).Error);
        Assert.Equal(BrokerError.PivotTooLate, new Region(Bought.Id, Bought.Id.Begin, null).Partition(0).Error);
    }

    [Theory]
    [InlineData("0xffffffffff0000000000", "0xffffffffff0000000001", BrokerError.ExteriorPivot)]
    [InlineData("0xffffffffff0000000000", "0x00000000000000000001", BrokerError.ExteriorPivot)]
    [InlineData("0xffffffffff0000000000", "0x00000000000000000000", BrokerError.VoidPivot)]
    [InlineData("0xffffffffff0000000000", "0xffffffffff0000000000", BrokerError.CompletePivot)]
    [InlineData("0x00000000000000000000", "0x00000000000000000000", BrokerError.VoidPivot)]
    [InlineData("0xffffffffff0000000000", "0x80000000000000000000", null)]
    public void Takes_only_a_mask_inside(string mask, string pivot, BrokerError? error)
    {
        var region = new Region(Bought.Id with { Mask = CoreMask.Parse(mask) }, Bought.End, Bought.Paid);
        Assert.Equal(error, region.Interlace(CoreMask.Parse(pivot)).Error);
    }

    [Fact]
    public void Loses_nothing_however_often_a_region_is_cut() => Seeded.Run(100, random =>
    {
        var (pieces, cuts) = (new List<Region> { Bought }, 0);
        for (var i = 0; i < 40; i++)
        {
            var piece = pieces[random.Next(pieces.Count)];
            var outcome = random.Next(2) == 0 ? piece.Partition((uint)random.Next((int)piece.Duration + 1)) : piece.Interlace(random.Mask() & piece.Id.Mask);
            if (outcome.TryGet(out var pair))
            {
                pieces.Remove(piece);
                pieces.AddRange([pair.First, pair.Second]);
                cuts++;
            }
        }

        Assert.True(cuts > 0);
        Assert.Equal(Bought.Coretime, pieces.Aggregate(default(Coretime), (sum, piece) => sum + piece.Coretime));
        Assert.Equal(pieces.Count, pieces.Select(p => p.Id).Distinct().Count());
        for (var i = 0; i < pieces.Count; i++)
        {
            Assert.True(pieces[i].Id.Begin >= Bought.Id.Begin && pieces[i].End <= Bought.End);
            for (var j = 0; j < i; j++)
            {
                var together = pieces[i].Id.Begin < pieces[j].End && pieces[j].Id.Begin < pieces[i].End;
                if (together && pieces[i].Id.Mask.Overlaps(pieces[j].Id.Mask))
                {
                    Assert.Fail($"{pieces[i]} and {pieces[j]}");
                }
            }
        }
    });

    [Fact]
    public void Refuses_a_region_that_ends_before_it_begins() => Assert.Throws<ArgumentOutOfRangeException>(() => new Region(Bought.Id, new(380_039), null));

    [Fact]
    public void Counts_in_core_periods()
    {
        var configuration = Recorded.Configuration;
        Assert.Equal(Coretime.OfCorePeriods(1, configuration), Bought.Coretime);
        var pieces = Bought.Partition(2_520).Value;
        Assert.Equal(0.5m, pieces.First.Coretime.InCorePeriods(configuration));
        Assert.Equal(0UL, pieces.First.Coretime.WholeCorePeriods(configuration));
        var year = Coretime.OfCorePeriods(13, configuration);
        Assert.Equal(13UL, year.WholeCorePeriods(configuration));
        Assert.Equal(12UL, (year - new Coretime(1)).WholeCorePeriods(configuration));
        Assert.Throws<OverflowException>(() => new Coretime(1) - new Coretime(2));
    }
}
