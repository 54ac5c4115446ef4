using System.Numerics;

namespace CoretimeDesk.Market.Tests.Pricing;

public sealed class DrawingThePriceCurve
{
    [Fact]
    public void Bends_at_the_middle_of_the_lead_in()
    {
        var segments = new LeadinCurve(new(1_000), 200, new(5)).Segments();
        Assert.Equal(
        [
            new(SalePhase.Leadin, new(1_000), new(1_100), new(500), new(50)),
            new(SalePhase.Leadin, new(1_100), new(1_200), new(50), new(5)),
        ],
        segments);
    }

    [Fact]
    public void Covers_the_whole_sale_without_a_gap()
    {
        var sale = new LeadinSale(Recorded.Sale("coretime-sale-interlude"), Recorded.Configuration);
        var segments = sale.Segments();
        Assert.Equal([SalePhase.Interlude, SalePhase.Leadin, SalePhase.Leadin, SalePhase.FixedPrice], segments.Select(s => s.Phase));
        Assert.Equal(sale.Calendar.InterludeStart, segments[0].From);
        Assert.Equal(sale.RotationDue, segments[^1].To);
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.Equal((pair.First.To, pair.First.ToPrice), (pair.Second.From, pair.Second.FromPrice)));
    }

    [Fact]
    public void Lies_on_the_prices_of_the_chain_but_for_rounding() => Seeded.Run(100, random =>
    {
        var curve = new LeadinCurve(new((uint)random.Next()), (uint)random.Next(500), new(random.UInt128() / 100));
        var segments = curve.Segments();
        Assert.Equal(curve.LeadinLength, segments.Sum(s => s.To - s.From));
        // Half a billionth of progress moves the price by 90 billionths of the end price, at both ends of a line and at the block; a planck is for rounding down.
        var tolerance = (curve.EndPrice.Big() * 180 / 1_000_000_000) + 2;
        foreach (var segment in segments)
        {
            for (var block = segment.From; block <= segment.To; block += 1)
            {
                BigInteger length = segment.To - segment.From;
                var onLine = segment.FromPrice.Big() - ((segment.FromPrice.Big() - segment.ToPrice.Big()) * (block - segment.From) / length);
                if (BigInteger.Abs(onLine - curve.PriceAt(block).Big()) > tolerance)
                {
                    Assert.Fail($"{curve} at {block}");
                }
            }
        }
    });

    [Fact]
    public void Has_no_line_without_a_lead_in()
    {
        Assert.Empty(new LeadinCurve(new(1_000), 0, new(5)).Segments());
        Assert.Single(new LeadinCurve(new(1_000), 1, new(5)).Segments());
        Assert.Equal(3, new LeadinCurve(new(1_000), 3, new(5)).Segments().Count);
    }

    [Fact]
    public void Refuses_what_cannot_be_drawn()
    {
        Assert.Throws<PriceTooLargeException>(() => new LeadinCurve(default, 10, Planck.MaxValue).Segments());
        Assert.Throws<OverflowException>(() => new LeadinCurve(RelayBlock.MaxValue, 10, new(1)).Segments());
    }
}
