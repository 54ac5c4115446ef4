namespace CoretimeDesk.Market.Tests.Renewals;

public sealed class BecomingRenewable
{
    private static readonly SaleConfiguration Configuration = Recorded.Configuration;
    private static readonly Region Bought = new(new(new(380_040), 5, CoreMask.Complete), new(385_080), new(275_000_000_000_000));

    [Fact]
    public void Takes_a_whole_core_for_its_full_length_and_for_good()
    {
        Assert.Equal(RenewalObstacles.None, Bought.ObstaclesToRenewal(Configuration, isFinal: true));
        Assert.Equal(RenewalObstacles.Provisional, Bought.ObstaclesToRenewal(Configuration, isFinal: false));

        // As block 031 announced it.
        var announced = Recorded.Events(Recorded.Block("coretime-031-assign"), "Renewable").Single().GetProperty("fields");
        var renewal = PotentialRenewal.AfterAssignment(null, Bought, Configuration, isFinal: true)!;
        Assert.True(renewal.IsComplete);
        Assert.Equal((Recorded.U16(announced, "core"), Recorded.U32(announced, "begin"), Recorded.Amount(announced, "price")), (renewal.Core, renewal.When.Value, renewal.Price));
        Assert.Null(PotentialRenewal.AfterAssignment(null, Bought, Configuration, isFinal: false));
    }

    [Fact]
    public void Ends_with_a_partition()
    {
        var (first, second) = (Bought.Partition(2_520).Value.First, Bought.Partition(2_520).Value.Second);
        Assert.Equal(RenewalObstacles.NotFullLength | RenewalObstacles.NothingPaid, first.ObstaclesToRenewal(Configuration, true));
        Assert.Null(PotentialRenewal.AfterAssignment(null, second, Configuration, true));
    }

    [Fact]
    public void Ends_with_a_late_assignment()
    {
        // One timeslice late, and the region that is used has another begin.
        var late = Bought.UsableAfter(new(380_040))!;
        Assert.Equal((new Timeslice(380_041), 5_039u), (late.Id.Begin, late.Duration));
        Assert.Equal(RenewalObstacles.NotFullLength, late.ObstaclesToRenewal(Configuration, true));

        Assert.Same(Bought, Bought.UsableAfter(new(380_039)));
        Assert.Equal(1u, Bought.UsableAfter(new(385_078))!.Duration);
        Assert.Null(Bought.UsableAfter(new(385_079)));
        Assert.Null(Bought.UsableAfter(new(uint.MaxValue)));
    }

    [Fact]
    public void Waits_until_all_pieces_of_a_core_are_assigned()
    {
        var cut = Bought.Interlace(CoreMask.FromChunk(0, 40)).Value;
        Assert.Equal(RenewalObstacles.PartOfCore, cut.First.ObstaclesToRenewal(Configuration, true));

        var half = PotentialRenewal.AfterAssignment(null, cut.First, Configuration, true)!;
        Assert.False(half.IsComplete);
        Assert.Equal(CoreMask.FromChunk(0, 40), half.Assigned);
        Assert.True(PotentialRenewal.AfterAssignment(half, cut.Second, Configuration, true)!.IsComplete);
    }

    [Fact]
    public void Begins_anew_where_pieces_cost_different_prices()
    {
        var cut = Bought.Interlace(CoreMask.FromChunk(0, 40)).Value;
        var half = PotentialRenewal.AfterAssignment(null, cut.First, Configuration, true)!;
        var dearer = new Region(cut.Second.Id, cut.Second.End, new(1));
        var after = PotentialRenewal.AfterAssignment(half, dearer, Configuration, true)!;
        Assert.Equal((CoreMask.FromChunk(40, 80), new Planck(1)), (after.Assigned, after.Price));
    }

    [Fact]
    public void Keeps_what_is_on_record_when_an_assignment_gives_no_right()
    {
        var renewal = PotentialRenewal.AfterAssignment(null, Bought, Configuration, true)!;
        Assert.Same(renewal, PotentialRenewal.AfterAssignment(renewal, Bought, Configuration, isFinal: false));
        Assert.Throws<ArgumentException>(() => PotentialRenewal.AfterAssignment(renewal with { Core = 6 }, Bought, Configuration, true));
        Assert.Throws<ArgumentException>(() => PotentialRenewal.AfterAssignment(renewal with { When = new(1) }, Bought, Configuration, true));
    }
}
