namespace CoretimeDesk.Market.Tests.OnDemand;

public sealed class PricingAnOrder
{
    [Fact]
    public void Costs_the_base_fee_in_an_empty_queue()
    {
        // The lab's spot price was the base fee: its traffic never left one.
        var traffic = new FixedU128(Recorded.Amount(Recorded.Item("relay-credits-after-order", "OrderStatus"), "traffic").Value);
        Assert.Equal(FixedU128.One, traffic);
        Assert.Equal(new Planck(10_000_000), SpotPrice.Of(traffic, new(10_000_000)));
    }

    [Theory]
    [InlineData("1250000000000000000", "10000000", "12500000")]
    [InlineData("1000000000000000001", "999999999999999999", "999999999999999999")] // a planck short: rounded down
    [InlineData("1000000000000000001", "1000000000000000000", "1000000000000000001")]
    [InlineData("0", "10000000", "0")]
    [InlineData("340282366920938463463374607431768211455", "1", "340282366920938463463")]
    [InlineData("1000000000000000000", "340282366920938463463374607431768211455", "340282366920938463463374607431768211455")]
    public void Rounds_down(string traffic, string baseFee, string price) =>
        Assert.Equal(price, SpotPrice.Of(new(UInt128.Parse(traffic)), Planck.Parse(baseFee)).ToString());

    [Fact]
    public void Agrees_with_numbers_of_any_length() => Seeded.Run(2_000, random =>
    {
        var (traffic, baseFee) = (new FixedU128(random.UInt128()), random.Planck());
        var expected = (System.Numerics.BigInteger)traffic.Inner * baseFee.Big() / FixedU128.Accuracy;
        if (expected <= (System.Numerics.BigInteger)UInt128.MaxValue)
        {
            Assert.Equal(expected, SpotPrice.Of(traffic, baseFee).Big());
        }
        else
        {
            Assert.Equal(baseFee, Assert.Throws<PriceTooLargeException>(() => SpotPrice.Of(traffic, baseFee)).Basis);
        }
    });
}
