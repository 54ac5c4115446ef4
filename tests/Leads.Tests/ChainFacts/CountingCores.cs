using CoretimeDesk.Leads.ChainFacts;

namespace CoretimeDesk.Leads.Tests.ChainFacts;

public sealed class CountingCores
{
    [Theory]
    [InlineData(20u, 17u, false, false)]
    [InlineData(20u, 18u, false, true)]
    [InlineData(20u, 18u, true, false)]
    [InlineData(3u, 1u, false, false)]
    [InlineData(3u, 2u, false, true)]
    [InlineData(3u, 9u, false, true)]
    [InlineData(0u, 0u, false, false)]
    [InlineData(null, 9u, false, false)]
    public void Few_cores_are_a_tenth_of_them_or_the_last_one(uint? offered, uint sold, bool told, bool now) => Assert.Equal(now, new SaleState(offered, sold, told).IsNearlyGone);
}
