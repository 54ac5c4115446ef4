using System.Numerics;

namespace CoretimeDesk.Market.Tests.Pricing;

public sealed class WorkingOutAPrice
{
    private static readonly BigInteger Billion = 1_000_000_000;

    [Fact]
    public void Agrees_with_numbers_of_any_length() => Seeded.Run(3_000, random =>
    {
        var curve = new LeadinCurve(new(random.UInt32()), random.UInt32(), random.Planck());
        // Inside the lead-in more often than not.
        var now = random.Next(4) == 0 ? new(random.UInt32()) : new RelayBlock((uint)Math.Min(uint.MaxValue, curve.SaleStart.Value + random.NextInt64(curve.LeadinLength + 2L)));

        var expected = Reference(curve, now);
        if (expected <= (BigInteger)UInt128.MaxValue)
        {
            Assert.Equal(expected, curve.PriceAt(now).Big());
        }
        else
        {
            Assert.False(curve.TryPriceAt(now, out var price));
            Assert.True(price.IsZero);
            Assert.Equal(curve.EndPrice, Assert.Throws<PriceTooLargeException>(() => curve.PriceAt(now)).Basis);
        }
    });

    [Fact]
    public void Never_lets_the_price_rise_within_a_sale() => Seeded.Run(100, random =>
    {
        var curve = new LeadinCurve(new(random.UInt32()), (uint)random.Next(2_000), new(random.UInt128() / 100));
        var last = Planck.MaxValue;
        for (var i = -2L; i <= curve.LeadinLength + 3L; i++)
        {
            if (curve.SaleStart.Value + i is >= 0 and <= uint.MaxValue and var block)
            {
                var price = curve.PriceAt(new((uint)block));
                if (price > last)
                {
                    Assert.Fail($"{curve}: {price} after {last} at {block}");
                }

                last = price;
            }
        }
    });

    [Fact]
    public void Refuses_only_what_no_balance_can_hold()
    {
        var largest = new Planck(UInt128.MaxValue / 100);
        Assert.Equal(largest.Value * 100, new LeadinCurve(default, 10, largest).PriceAt(default).Value);

        var curve = new LeadinCurve(default, 10, new(largest.Value + 1));
        Assert.Contains("100 times the end price", Assert.Throws<PriceTooLargeException>(() => curve.PriceAt(default)).Message, StringComparison.Ordinal);
        Assert.True(curve.TryPriceAt(new(1), out _));

        // The very largest end price is a price as soon as the lead-in is over, and not one billionth earlier.
        curve = new(default, 1_000_000_000, Planck.MaxValue);
        Assert.Equal(Planck.MaxValue, curve.PriceAt(new(1_000_000_000)));
        Assert.False(curve.TryPriceAt(new(999_999_999), out _));
    }

    [Fact]
    public void Has_fallen_all_the_way_without_a_lead_in()
    {
        var curve = new LeadinCurve(new(100), 0, new(7));
        foreach (var block in (uint[])[0, 100, 101, uint.MaxValue])
        {
            Assert.Equal(new Planck(7), curve.PriceAt(new(block)));
            Assert.Equal(new Perbill(Perbill.One), curve.ProgressAt(new(block)));
        }
    }

    [Fact]
    public void Knows_two_prices_in_a_lead_in_of_one_block()
    {
        var curve = new LeadinCurve(new(100), 1, new(7));
        Assert.Equal(new Planck(700), curve.PriceAt(new(100)));
        Assert.Equal(new Planck(7), curve.PriceAt(new(101)));
    }

    [Fact]
    public void Rounds_a_half_of_a_billionth_down()
    {
        // 1 / 2^10 is 976,562.5 billionths, and 3 / 2^10 is 2,929,687.5: rounding half to even would take the latter up.
        var curve = new LeadinCurve(default, 1 << 10, new(1_000_000_000));
        Assert.Equal(976_562u, curve.ProgressAt(new(1)).Parts);
        Assert.Equal(2_929_687u, curve.ProgressAt(new(3)).Parts);
        Assert.Equal(new Planck(100_000_000_000 - (180 * 976_562ul)), curve.PriceAt(new(1)));
    }

    [Fact]
    public void Counts_to_the_last_block_number()
    {
        var curve = new LeadinCurve(default, uint.MaxValue, new(1_000_000_000));
        Assert.Equal(new Planck(1_000_000_000), curve.PriceAt(RelayBlock.MaxValue));
        Assert.Equal(10m, Math.Round(curve.MultipleAt(new(uint.MaxValue / 2)), 6));

        curve = new(RelayBlock.MaxValue, uint.MaxValue, new(3));
        Assert.Equal(new Planck(300), curve.PriceAt(RelayBlock.MaxValue));
        Assert.Null(curve.FirstPurchase);
        Assert.Null(curve.FixedPriceStart);
    }

    [Fact]
    public void Gives_free_cores_by_default() => Assert.Equal(Planck.Zero, default(LeadinCurve).PriceAt(new(5)));

    private static BigInteger Reference(LeadinCurve curve, RelayBlock now)
    {
        BigInteger n = Math.Clamp((long)now.Value - curve.SaleStart.Value, 0L, curve.LeadinLength);
        var (through, factor) = (Billion, BigInteger.Zero);
        if (curve.LeadinLength > 0)
        {
            // The nearest: the lower of two as near.
            through = n * Billion / curve.LeadinLength;
            through += (2 * ((n * Billion) - (through * curve.LeadinLength))) > curve.LeadinLength ? 1 : 0;
        }

        factor = through <= 500_000_000 ? (100 * Billion) - (180 * through) : (19 * Billion) - (18 * through);
        return factor * curve.EndPrice.Big() / Billion;
    }
}
