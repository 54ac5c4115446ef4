namespace CoretimeDesk.Market.Tests.Pricing;

public sealed class AdaptingPrices
{
    private static readonly Planck TenDot = Token.Dot.Whole(10);

    [Theory]
    [InlineData("100", "10", "10", "100")] // sold at ten times the end price: nothing changes
    [InlineData("1000", "10", "100", "1000")] // sold at once: tenfold
    [InlineData("250.0000000001", "10", "25", "250.0000000001")] // the tenth is rounded down
    [InlineData("50", "10", "10", "50")] // a tenth is below the minimum
    [InlineData("10", "10", "10", "10")] // nothing sold: the sellout price is still the end price
    [InlineData("1", "10", "10", "10")] // the target is never below the end
    [InlineData(null, "20", "20", "200")] // nothing offered
    [InlineData(null, "3", "10", "30")]
    [InlineData(null, "0.5", "10", "10")]
    public void Follows_the_sellout_price_on_Polkadot(string? sellout, string end, string newEnd, string newTarget) => Assert.Equal(
        new AdaptedPrices(Token.Dot.Parse(newEnd), Token.Dot.Parse(newTarget)),
        PriceAdapters.Polkadot.AdaptPrice(new(sellout is null ? null : Token.Dot.Parse(sellout), Token.Dot.Parse(end))));

    [Fact]
    public void Stops_at_one_KSM_on_Kusama() => Assert.Equal(
        new AdaptedPrices(new(1_000_000_000_000), new(9_999_999_999_999)),
        PriceAdapters.Kusama.AdaptPrice(new(new(9_999_999_999_999), new(1_000_000_000_000))));

    [Fact]
    public void Always_answers_the_same_on_Paseo()
    {
        var always = new AdaptedPrices(new(5_000_000_000_000), new(7_500_000_000_000));
        Assert.Equal(always, PriceAdapters.Paseo.AdaptPrice(new(null, new(100_000_000_000)))); // what the recorded chain was started with
        Assert.Equal(always, PriceAdapters.Paseo.AdaptPrice(new(Planck.MaxValue, Planck.MaxValue)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(9, 9)]
    [InlineData(10, 1)]
    [InlineData(19, 1)]
    public void Never_falls_to_zero_without_a_minimum(uint sellout, uint end) =>
        Assert.Equal(new AdaptedPrices(new(end), new(sellout)), new MinimumPrice(Planck.Zero).AdaptPrice(new(new(sellout), new(3))));

    [Fact]
    public void Leads_back_to_a_steady_price_however_wild_the_start()
    {
        // Always sold out at ten times the end price: whatever the price was, it stays where it is.
        foreach (var start in (Planck[])[TenDot, Token.Dot.Whole(123), Token.Dot.Whole(1_000_000)])
        {
            var end = start;
            for (var sale = 0; sale < 20; sale++)
            {
                end = PriceAdapters.Polkadot.AdaptPrice(new(end * 10, end)).EndPrice;
            }

            Assert.Equal(start, end);
        }
    }

    [Fact]
    public void Refuses_a_target_that_no_balance_can_hold()
    {
        Assert.Throws<PriceTooLargeException>(() => PriceAdapters.Polkadot.AdaptPrice(new(null, Planck.MaxValue)));
        Assert.Equal(Planck.MaxValue, PriceAdapters.Polkadot.AdaptPrice(new(Planck.MaxValue, TenDot)).TargetPrice);
    }
}
