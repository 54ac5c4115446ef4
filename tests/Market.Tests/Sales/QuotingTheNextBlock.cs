namespace CoretimeDesk.Market.Tests.Sales;

public sealed class QuotingTheNextBlock
{
    private static readonly LeadinSale Sale = new(Recorded.Sale("coretime-sale-interlude"), Recorded.Configuration);

    [Fact]
    public void Expects_a_lower_price_and_limits_at_the_present_one()
    {
        // Four blocks on, the recorded buyer paid just that.
        var quote = Sale.PriceIfIncludedNext(new(30_151_204));
        Assert.Equal(new InclusionPrice(new(30_151_208), new(274_982_143_100_000), new(275_000_000_000_000), null, true), quote);
    }

    [Fact]
    public void Has_a_limit_that_suffices_in_every_later_block_of_the_sale() => Seeded.Run(200, random =>
    {
        var latest = new RelayBlock((uint)random.Next(30_000_004, 30_403_190));
        var later = new RelayBlock((uint)random.NextInt64(latest.Value, 30_403_191));
        var refusal = Sale.Sale.RefusalOfPurchase(later, Sale.PriceIfIncludedNext(latest).Limit);
        Assert.Equal(later <= Sale.Sale.SaleStart ? BrokerError.TooEarly : null, refusal);
    });

    [Fact]
    public void Is_too_early_until_the_assumed_block_is_after_the_start()
    {
        Assert.Equal(BrokerError.TooEarly, Sale.PriceIfIncludedNext(new(30_100_800)).Refusal);
        Assert.Null(Sale.PriceIfIncludedNext(new(30_100_801)).Refusal);
    }

    [Fact]
    public void Warns_of_the_rotation()
    {
        Assert.True(Sale.PriceIfIncludedNext(new(30_403_185)).IsBeforeRotation);
        Assert.False(Sale.PriceIfIncludedNext(new(30_403_186)).IsBeforeRotation);
        Assert.True(Sale.PriceIfIncludedNext(new(30_403_186), 2).IsBeforeRotation);
    }

    [Fact]
    public void Refuses_a_block_after_the_last() => Assert.Throws<OverflowException>(() => Sale.PriceIfIncludedNext(RelayBlock.MaxValue));
}
