namespace CoretimeDesk.Market.Tests.Renewals;

public sealed class ForecastingRenewals
{
    private static readonly SaleConfiguration Configuration = Recorded.Configuration;

    [Fact]
    public void Expects_a_year_at_the_floor_to_cost_what_the_bump_makes_of_it()
    {
        // Bought for 10 DOT, then twelve renewals: the first at the price paid, each further 3 % up.
        var sale = new SaleInfo(new(3_000), 200, Token.Dot.Whole(10), new(5_040), new(10_080), 2, 4, 3, null, 0);
        var forecast = RenewalForecast.Make(RenewalBasis.OfPurchase(Token.Dot.Whole(10), sale), 12, Configuration, PriceAdapters.Polkadot);
        Assert.Equal(["10 DOT", "10.3 DOT", "10.609 DOT"], forecast.Steps.Take(3).Select(s => Token.Dot.Format(s.Expected)));
        Assert.Equal("151.9202956", Token.Dot.FormatNumber(forecast.TotalExpected + Token.Dot.Whole(10))[..11]);
        // Waiting for the end price each time: never dearer than the floor.
        Assert.Equal(Token.Dot.Whole(120), forecast.TotalMin);
        Assert.Equal([10_080, 15_120, 20_160], forecast.Steps.Take(3).Select(s => (int)s.Begin.Value));
    }

    [Fact]
    public void Begins_with_what_is_stored_and_goes_on_as_the_chain_did()
    {
        var sale = Recorded.Sale("coretime-after-rotation");
        var forecast = RenewalForecast.Make(RenewalBasis.Of(new(2, new(385_080), new(7_500_000_000_000), CoreMask.Complete), sale), 3, Configuration, PriceAdapters.Paseo);
        Assert.Equal([7_500_000_000_000, 7_725_000_000_000, 7_956_750_000_000], forecast.Steps.Select(s => (long)s.Expected.Value));
        Assert.Equal(new RenewalStep(new(385_080), new(7_500_000_000_000), new(7_500_000_000_000), new Planck(7_500_000_000_000)), forecast.Steps[0]);

        forecast = RenewalForecast.Make(RenewalBasis.Of(new(5, new(385_080), new(275_000_000_000_000), CoreMask.Complete), sale), 2, Configuration, PriceAdapters.Paseo);
        Assert.Equal(new RenewalStep(new(390_120), new(5_000_000_000_000), new(283_250_000_000_000), new Planck(283_250_000_000_000)), forecast.Steps[1]);
    }

    [Fact]
    public void Follows_a_market_that_rises()
    {
        // Every sale sells out at once: end prices of 10, 100, 1,000 DOT overtake any bump.
        var basis = new RenewalBasis(new(5_040), Token.Dot.Whole(10), Token.Dot.Whole(10), 0);
        var forecast = RenewalForecast.Make(basis, 4, Configuration, PriceAdapters.Polkadot);
        Assert.Equal(["10 DOT", "10.3 DOT", "100 DOT", "1000 DOT"], forecast.Steps.Select(s => Token.Dot.Format(s.Max!.Value)));
        // A milder one.
        forecast = RenewalForecast.Make(basis, 4, Configuration, PriceAdapters.Polkadot, high: new(20, false));
        Assert.Equal(["10 DOT", "10.3 DOT", "20 DOT", "40 DOT"], forecast.Steps.Select(s => Token.Dot.Format(s.Max!.Value)));
    }

    [Fact]
    public void Never_errs_beyond_its_bounds() => Seeded.Run(300, random =>
    {
        var adapter = new MinimumPrice(new(10 + (UInt128)random.Next(1_000_000)));
        var end = new Planck(adapter.MinimumEndPrice.Value + (UInt128)random.NextInt64(1L << random.Next(1, 60)));
        var basis = new RenewalBasis(new(5_040), end * (uint)random.Next(1, 101), end, (uint)random.Next(3));
        var forecast = RenewalForecast.Make(basis, 8, Configuration, adapter);

        // Any market at all: each sale sells out anywhere on its curve, and the tenant renews anywhere on it.
        for (var i = 0u; i < basis.SalesAhead; i++)
        {
            end = adapter.AdaptPrice(new(Somewhere(end), end)).EndPrice;
        }

        var price = basis.Price;
        foreach (var step in forecast.Steps)
        {
            Assert.InRange(price.Big(), step.Min.Big(), step.Max!.Value.Big());
            Assert.InRange(step.Expected.Big(), step.Min.Big(), step.Max.Value.Big());
            price = RenewalPrice.Next(price, Configuration.RenewalBump, end, Somewhere(end));
            end = adapter.AdaptPrice(new(Somewhere(end), end)).EndPrice;
        }

        Assert.Equal(forecast.Steps.Aggregate(Planck.Zero, (sum, step) => sum + step.Max!.Value), forecast.TotalMax);

        Planck Somewhere(Planck from) => random.Next(4) switch
        {
            0 => from,
            1 => from * 100,
            _ => new LeadinCurve(default, 1_000, from).PriceAt(new((uint)random.Next(1_001))),
        };
    });

    [Fact]
    public void Says_where_no_balance_can_hold_the_most()
    {
        var forecast = RenewalForecast.Make(new(new(5_040), Token.Dot.Whole(10), Token.Dot.Whole(10), 0), 65, Configuration, PriceAdapters.Polkadot);
        Assert.NotNull(forecast.Steps[20].Max);
        Assert.Null(forecast.Steps[^1].Max);
        Assert.Null(forecast.TotalMax);
        Assert.Equal(Token.Dot.Whole(10), forecast.Steps[^1].Min);
        // Once unknown, always unknown.
        Assert.All(forecast.Steps.SkipWhile(s => s.Max is not null), s => Assert.Null(s.Max));
    }

    [Fact]
    public void Takes_no_cap_from_a_sale_price_that_no_balance_can_hold()
    {
        // A hundred times the end price is beyond 128 bits, the bumped price is not.
        var (paid, end) = (new Planck(UInt128.MaxValue / 10), new Planck(UInt128.MaxValue / 50));
        var step = RenewalForecast.Make(new(new(5_040), paid, end, 0), 2, Configuration, PriceAdapters.Paseo).Steps[1];
        Assert.Equal((end, paid + Configuration.RenewalBump.Of(paid)), (step.Min, step.Expected));
        Assert.Equal(step.Expected, step.Max);
    }

    [Fact]
    public void Refuses_a_market_that_cannot_be()
    {
        var basis = new RenewalBasis(new(5_040), new(1), new(1), 0);
        foreach (var scenario in (MarketScenario[])[default, new(101, false)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => RenewalForecast.Make(basis, 1, Configuration, PriceAdapters.Polkadot, low: scenario));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => RenewalForecast.Make(basis, 0, Configuration, PriceAdapters.Polkadot));
        Assert.Throws<ArgumentOutOfRangeException>(() => RenewalForecast.Make(basis with { SalesAhead = 1_001 }, 1, Configuration, PriceAdapters.Polkadot));
        Assert.Throws<OverflowException>(() => RenewalForecast.Make(basis with { When = new(uint.MaxValue - 5_000) }, 2, Configuration, PriceAdapters.Paseo));
        Assert.Throws<PriceTooLargeException>(() => RenewalForecast.Make(basis with { EndPrice = Planck.MaxValue }, 3, Configuration, PriceAdapters.Polkadot));
    }

    [Fact]
    public void Begins_in_the_sale_that_a_renewal_is_for()
    {
        var sale = Recorded.Sale("coretime-after-rotation");
        var renewal = new PotentialRenewal(2, sale.RegionBegin, new(5), CoreMask.Complete);
        Assert.Equal(0u, RenewalBasis.Of(renewal, sale).SalesAhead);
        Assert.Equal(1u, RenewalBasis.Of(renewal with { When = sale.RegionEnd }, sale).SalesAhead);
        Assert.Throws<ArgumentException>(() => RenewalBasis.Of(renewal with { When = new(380_040) }, sale));
    }
}
