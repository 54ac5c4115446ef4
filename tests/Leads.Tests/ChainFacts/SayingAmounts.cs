using CoretimeDesk.Leads.ChainFacts;

namespace CoretimeDesk.Leads.Tests.ChainFacts;

public sealed class SayingAmounts
{
    [Theory]
    [InlineData("0", 10, "0 DOT")]
    [InlineData("1", 10, "0.0000000001 DOT")]
    [InlineData("125000000000", 10, "12.5 DOT")]
    [InlineData("12345678900000000000", 10, "1,234,567,890 DOT")]
    [InlineData("340282366920938463463374607431768211455", 12, "340,282,366,920,938,463,463,374,607.431768211455 DOT")]
    [InlineData("7", 0, "7 DOT")]
    public void Nothing_is_rounded_and_the_token_is_named(string planck, int decimals, string text) =>
        Assert.Equal(text, new ChainAmount(UInt128.Parse(planck), "DOT", decimals).ToString());

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
