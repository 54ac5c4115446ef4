namespace CoretimeDesk.Market.Tests.Sales;

public sealed class TellingThePhase
{
    private static readonly LeadinSale Real = new(Recorded.Sale("coretime-sale-interlude"), Recorded.Configuration);

    [Theory]
    [InlineData(30_000_004, SalePhase.Interlude, SaleActions.Renew, 30_100_805u)]
    [InlineData(30_100_804, SalePhase.Interlude, SaleActions.Renew, 30_100_805u)] // at the start itself a purchase is too early
    [InlineData(30_100_805, SalePhase.Leadin, SaleActions.Renew | SaleActions.Purchase, 30_302_404u)]
    [InlineData(30_302_403, SalePhase.Leadin, SaleActions.Renew | SaleActions.Purchase, 30_302_404u)]
    [InlineData(30_302_404, SalePhase.FixedPrice, SaleActions.Renew | SaleActions.Purchase, null)]
    [InlineData(30_403_190, SalePhase.FixedPrice, SaleActions.Renew | SaleActions.Purchase, null)]
    public void Changes_at_exact_blocks(uint now, SalePhase phase, SaleActions allowed, uint? change)
    {
        Assert.Equal(phase, Real.Calendar.PhaseAt(new(now)));
        Assert.Equal(phase, Real.Sale.Curve.PhaseAt(new(now)));
        Assert.Equal(allowed, Real.AllowedAt(new(now)));
        Assert.Equal(change, Real.NextChangeAfter(new(now))?.Value);
    }

    [Fact]
    public void Knows_when_each_phase_begins_and_ends()
    {
        Assert.Equal(new SaleCalendar(new(30_000_004), new(30_100_805), new(30_302_404), new(30_403_190)), Real.Calendar);
        foreach (var phase in Enum.GetValues<SalePhase>())
        {
            Assert.Equal(phase, Real.Calendar.PhaseAt(Real.Calendar.StartOf(phase)));
            Assert.Equal(phase, Real.Calendar.PhaseAt(Real.Calendar.EndOf(phase) - 1));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Real.Calendar.StartOf((SalePhase)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Real.Calendar.EndOf((SalePhase)3));
    }

    [Fact]
    public void Is_due_for_rotation_by_the_advance_notice()
    {
        Assert.False(Real.Calendar.IsRotationDue(new(30_403_189)));
        Assert.True(Real.Calendar.IsRotationDue(new(30_403_190)));
    }

    [Fact]
    public void Lets_the_rotation_end_every_phase()
    {
        // The regions begin before the lead-in is over, and before the interlude is.
        var configuration = new SaleConfiguration(10, 100, 5_000, 50, default, null, default, 50);
        var calendar = SaleCalendar.Of(new(new(3_000), 5_000, new(10), new(50), new(100), 0, 0, 0, null, 0), configuration);
        Assert.Equal(new RelayBlock(3_990), calendar.EndOf(SalePhase.Leadin));
        calendar = SaleCalendar.Of(new(new(9_000), 5_000, new(10), new(50), new(100), 0, 0, 0, null, 0), configuration);
        Assert.Equal(new RelayBlock(3_990), calendar.EndOf(SalePhase.Interlude));
    }

    [Fact]
    public void Has_no_lead_in_of_no_length()
    {
        var curve = new LeadinCurve(new(10), 0, new(5));
        Assert.Equal(SalePhase.Interlude, curve.PhaseAt(new(10)));
        Assert.Equal(SalePhase.FixedPrice, curve.PhaseAt(new(11)));
        Assert.Equal(new RelayBlock(11), curve.FixedPriceStart);
    }

    [Fact]
    public void Refuses_a_sale_beyond_the_last_block()
    {
        var sale = new SaleInfo(RelayBlock.MaxValue, 1, new(10), new(50), new(100), 0, 0, 0, null, 0);
        Assert.Throws<OverflowException>(() => new LeadinSale(sale, Recorded.Configuration));
        sale = new(new(10), 1, new(10), new(uint.MaxValue - 1), new(uint.MaxValue), 0, 0, 0, null, 0);
        Assert.Throws<OverflowException>(() => new LeadinSale(sale, Recorded.Configuration));
        // The curve needs no block after the last.
        Assert.Equal(SalePhase.Interlude, new LeadinCurve(RelayBlock.MaxValue, uint.MaxValue, new(1)).PhaseAt(RelayBlock.MaxValue));
        Assert.Equal(SalePhase.FixedPrice, new LeadinCurve(default, uint.MaxValue, new(1)).PhaseAt(RelayBlock.MaxValue));
    }

    [Fact]
    public void Takes_an_interlude_longer_than_the_chain_to_begin_with_the_chain() =>
        Assert.Equal(default, SaleCalendar.Of(new(new(50), 1, new(10), new(50), new(100), 0, 0, 0, null, 0), Recorded.Configuration).InterludeStart);
}
