using System.Globalization;

namespace CoretimeDesk.Market.Tests.Pricing;

public sealed class PricingARecordedPurchase
{
    private static readonly LeadinCurve Paseo = new(new(30_100_804), 201_600, new(5_000_000_000_000));

    [Fact]
    public void Answers_what_every_recorded_buyer_paid()
    {
        var rows = Recorded.Prices.EnumerateArray().ToList();
        Assert.Equal(22, rows.Count);
        foreach (var row in rows)
        {
            var curve = new LeadinCurve(new(Recorded.U32(row, "saleStart")), Recorded.U32(row, "leadinLength"), Recorded.Amount(row, "endPrice"));
            Assert.Equal(Recorded.Amount(row, "price"), curve.PriceAt(new(Recorded.U32(row, "relay"))));
        }
    }

    [Fact]
    public void Answers_what_every_block_with_a_purchase_says()
    {
        var (sale, purchases) = (Recorded.Sale("coretime-sale-interlude"), 0);
        foreach (var block in Recorded.Blocks)
        {
            if (Recorded.Id(block) == "coretime-061-rotate-sale")
            {
                sale = Recorded.Sale("coretime-after-rotation");
            }

            foreach (var bought in Recorded.Events(block, "Purchased"))
            {
                var fields = bought.GetProperty("fields");
                Assert.Equal(Recorded.Amount(fields, "price"), sale.Curve.PriceAt(Recorded.RelayParent(block)));
                Assert.Equal(sale.RegionBegin, Recorded.RegionId(fields.GetProperty("region_id")).Begin);
                purchases++;
            }
        }

        Assert.Equal(21, purchases);
    }

    [Theory]
    [InlineData("coretime-sale-interlude")]
    [InlineData("coretime-sale-leadin-quarter")]
    [InlineData("coretime-regions")]
    [InlineData("coretime-after-rotation")]
    public void Answers_the_price_recorded_beside_the_storage_of_a_block(string file)
    {
        var storage = Recorded.Storage(file);
        Assert.Equal(Recorded.Amount(storage, "salePrice"), Recorded.Sale(file).Curve.PriceAt(new(Recorded.U32(storage.GetProperty("at"), "relayBlock"))));
    }

    [Fact]
    public void Follows_the_worked_values() => Check("""
        block       into     price/planck         multiple
        0           0        500_000_000_000_000  100            // long before: as at the start
        30_100_804  0        500_000_000_000_000  100            // the sale's start, still too early to buy
        30_100_806  2        499_991_071_100_000  99.99821422    // rounding down would give 499_991_072_000_000
        30_151_204  50_400   275_000_000_000_000  55
        30_151_208  50_404   274_982_143_100_000  54.99642862
        30_201_604  100_800  50_000_000_000_000   10
        30_252_006  151_202  27_499_107_110_000   5.499821422
        30_302_404  201_600  5_000_000_000_000    1              // the end of the lead-in
        30_302_405  201_600  5_000_000_000_000    1
        4294967295  201_600  5_000_000_000_000    1
        """);

    private static void Check(string table)
    {
        foreach (var line in table.Split('\n').Skip(1))
        {
            var cells = line.Split("//")[0].Replace("_", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var now = new RelayBlock(uint.Parse(cells[0], CultureInfo.InvariantCulture));
            Assert.Equal((now, cells[1]), (now, $"{Paseo.BlocksInto(now)}"));
            Assert.Equal((now, cells[2]), (now, $"{Paseo.PriceAt(now)}"));
            Assert.Equal((now, decimal.Parse(cells[3], CultureInfo.InvariantCulture)), (now, Paseo.MultipleAt(now)));
        }
    }
}
