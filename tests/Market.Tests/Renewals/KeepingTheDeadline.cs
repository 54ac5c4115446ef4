namespace CoretimeDesk.Market.Tests.Renewals;

public sealed class KeepingTheDeadline
{
    [Fact]
    public void Ends_with_the_rotation_of_the_one_sale_that_counts()
    {
        var window = RenewalWindow.Of(new Timeslice(385_080), Recorded.Configuration);
        Assert.Equal(new RenewalWindow(new(30_403_190), new(30_503_990), new(30_806_390)), window);
        Assert.False(window.IsOpenAt(new(30_403_189)));
        Assert.True(window.IsOpenAt(new(30_806_389)));
        Assert.False(window.IsOpenAt(new(30_806_390)));
    }

    [Fact]
    public void Is_exact_once_the_sale_is_open()
    {
        // The rotation came two blocks after it was due, so the interlude ends two blocks later than foretold.
        var window = RenewalWindow.Of(Recorded.Sale("coretime-after-rotation"), Recorded.Configuration);
        Assert.Equal(new RenewalWindow(new(30_403_192), new(30_503_992), new(30_806_390)), window);
    }

    [Fact]
    public void Holds_every_recorded_renewal()
    {
        var window = RenewalWindow.Of(new Timeslice(385_080), Recorded.Configuration);
        foreach (var id in (string[])["coretime-062-renew", "coretime-063-renew"])
        {
            Assert.True(window.IsOpenAt(Recorded.RelayParent(Recorded.Block(id))));
        }
    }

    [Fact]
    public void Has_a_date()
    {
        var anchor = Recorded.Block("coretime-062-renew");
        var clock = new RelayClock(Recorded.RelayParent(anchor), Recorded.Time(anchor));
        var window = RenewalWindow.Of(new Timeslice(385_080), Recorded.Configuration);
        // 403,194 blocks of six seconds, which is 36 seconds less than 28 days, after the block of 00:09:48 on the first of March.
        Assert.Equal(new(2026, 3, 29, 0, 9, 12, TimeSpan.Zero), clock.EstimateAt(window.Deadline));
        Assert.Equal(TimeSpan.FromDays(28), clock.EstimateAt(window.Deadline) - clock.EstimateAt(window.Opens));
        Assert.Equal(TimeSpan.FromDays(7), clock.EstimateAt(window.ReservedUntil) - clock.EstimateAt(window.Opens));
    }

    [Fact]
    public void Opens_with_the_chain_for_its_first_regions() => Assert.Equal(default, RenewalWindow.Of(new Timeslice(40), Recorded.Configuration).Opens);

    [Fact]
    public void Refuses_a_time_without_blocks() => Assert.Throws<OverflowException>(() => RenewalWindow.Of(new Timeslice(uint.MaxValue), Recorded.Configuration));
}
