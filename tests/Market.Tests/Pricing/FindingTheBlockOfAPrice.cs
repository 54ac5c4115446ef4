namespace CoretimeDesk.Market.Tests.Pricing;

public sealed class FindingTheBlockOfAPrice
{
    [Fact]
    public void Finds_the_very_first_block() => Seeded.Run(300, random =>
    {
        var curve = new LeadinCurve(new(random.Next(3) == 0 ? uint.MaxValue - (uint)random.Next(400) : random.UInt32()), (uint)random.Next(600), random.Planck());
        var amount = random.Next(4) switch
        {
            0 => curve.EndPrice,
            1 => new(curve.EndPrice.Value == 0 ? 0 : curve.EndPrice.Value - 1),
            2 when curve.TryPriceAt(curve.SaleStart.After((uint)random.Next(600)) ?? curve.SaleStart, out var some) => some,
            _ => new Planck(random.UInt128()),
        };

        Assert.Equal(ByLooking(curve, amount), curve.FirstBlockAtOrBelow(amount));
    });

    [Fact]
    public void Finds_the_block_of_every_price_of_a_real_sale()
    {
        var curve = new LeadinCurve(new(30_100_804), 201_600, new(5_000_000_000_000));
        for (var into = 1u; into <= curve.LeadinLength; into += 97)
        {
            var block = curve.SaleStart + into;
            var price = curve.PriceAt(block);
            Assert.Equal(block, curve.FirstBlockAtOrBelow(price));
            Assert.Equal(block + 1, curve.FirstBlockAtOrBelow(new(price.Value - 1)) ?? (block + 1));
        }
    }

    [Fact]
    public void Never_names_a_block_in_which_nobody_can_buy()
    {
        var curve = new LeadinCurve(new(1_000), 100, new(5));
        Assert.Equal(new RelayBlock(1_001), curve.FirstBlockAtOrBelow(Planck.MaxValue));
        Assert.Equal(new RelayBlock(1_001), (curve with { LeadinLength = 0 }).FirstBlockAtOrBelow(new(5)));
        Assert.Null((curve with { SaleStart = RelayBlock.MaxValue }).FirstBlockAtOrBelow(Planck.MaxValue));
    }

    [Fact]
    public void Knows_when_a_sale_never_gets_there() => Assert.Null(new LeadinCurve(new(1_000), 100, new(5)).FirstBlockAtOrBelow(new(4)));

    [Fact]
    public void Passes_over_prices_that_no_balance_can_hold()
    {
        var curve = new LeadinCurve(default, 1_000, Planck.MaxValue);
        Assert.Equal(new RelayBlock(1_000), curve.FirstBlockAtOrBelow(Planck.MaxValue));
    }

    private static RelayBlock? ByLooking(LeadinCurve curve, Planck amount)
    {
        for (var block = curve.SaleStart.Value + 1L; block <= Math.Min(uint.MaxValue, curve.SaleStart.Value + Math.Max(1L, curve.LeadinLength)); block++)
        {
            if (curve.TryPriceAt(new((uint)block), out var price) && price <= amount)
            {
                return new((uint)block);
            }
        }

        return null;
    }
}
