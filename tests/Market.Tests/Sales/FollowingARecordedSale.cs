namespace CoretimeDesk.Market.Tests.Sales;

public sealed class FollowingARecordedSale
{
    [Fact]
    public void Arrives_at_the_stored_sale_purchase_by_purchase()
    {
        var sale = Recorded.Sale("coretime-sale-interlude");
        var stored = new Dictionary<string, SaleInfo>
        {
            ["coretime-014-purchase-batch-interrupted"] = Recorded.Sale("coretime-sale-leadin-quarter"),
            ["coretime-024-transfer-not-owner"] = Recorded.Sale("coretime-regions"),
        };
        var compared = 0;
        foreach (var block in Recorded.Blocks.TakeWhile(b => Recorded.Id(b) != "coretime-061-rotate-sale"))
        {
            foreach (var bought in Recorded.Events(block, "Purchased").Select(e => e.GetProperty("fields")))
            {
                var price = Recorded.Amount(bought, "price");
                Assert.Null(sale.RefusalOfPurchase(Recorded.RelayParent(block), price, 24));
                Assert.Equal(BrokerError.Overpriced, sale.RefusalOfPurchase(Recorded.RelayParent(block), new(price.Value - 1), 24));
                Assert.Equal(Recorded.RegionId(bought.GetProperty("region_id")), new(sale.RegionBegin, (ushort)(sale.FirstCore + sale.CoresSold), CoreMask.Complete));
                sale = sale.AfterSaleAt(price);
            }

            if (stored.TryGetValue(Recorded.Id(block), out var expected))
            {
                Assert.Equal(expected, sale);
                compared++;
            }
        }

        Assert.Equal(2, compared);
        Assert.Equal(0, sale.CoresLeft);
        // As the block after the last purchase recorded it.
        Assert.Equal(BrokerError.SoldOut, sale.RefusalOfPurchase(Recorded.RelayParent(Recorded.Block("coretime-040-purchase-sold-out")), Planck.MaxValue));
        Assert.Throws<InvalidOperationException>(() => sale.AfterSaleAt(new(1)));
    }

    [Theory]
    [InlineData("coretime-004-purchase")] // in the interlude
    [InlineData("coretime-007-purchase")] // with a relay parent that is exactly the sale's start
    public void Is_too_early_where_the_chain_said_so(string id) =>
        Assert.Equal(BrokerError.TooEarly, Recorded.Sale("coretime-sale-interlude").RefusalOfPurchase(Recorded.RelayParent(Recorded.Block(id)), Planck.MaxValue));

    [Fact]
    public void Rotates_as_the_chain_did()
    {
        var sold = Recorded.Sale("coretime-regions");
        // The rotation sees the relay parent of the block before the one it is in.
        var seen = Recorded.RelayParent(Recorded.Block("coretime-060-rotate-sale-approach"));
        var next = sold.Rotate(seen, Recorded.Configuration, PriceAdapters.Paseo, 3, 14);
        Assert.Equal(Recorded.Sale("coretime-after-rotation"), next);

        seen = Recorded.RelayParent(Recorded.Block("coretime-075-rotate-sale-approach"));
        var announced = Recorded.Events(Recorded.Block("coretime-076-rotate-sale"), "SaleInitialized").Single().GetProperty("fields");
        next = next.Rotate(seen, Recorded.Configuration, PriceAdapters.Paseo, 3, 14);
        Assert.Equal(Recorded.U32(announced, "sale_start"), next.SaleStart.Value);
        Assert.Equal(Recorded.U32(announced, "region_begin"), next.RegionBegin.Value);
        Assert.Equal(Recorded.U32(announced, "region_end"), next.RegionEnd.Value);
        Assert.Equal(Recorded.U16(announced, "ideal_cores_sold"), next.IdealCoresSold);
        Assert.Equal(Recorded.U16(announced, "cores_offered"), next.CoresOffered);
        Assert.Equal(Recorded.Amount(announced, "end_price"), next.EndPrice);
        Assert.Equal(Recorded.Amount(announced, "start_price"), next.Curve.PriceAt(seen));
    }

    [Theory]
    [InlineData("coretime-060-rotate-sale-approach", "coretime-061-rotate-sale", "coretime-sale-interlude")]
    [InlineData("coretime-075-rotate-sale-approach", "coretime-076-rotate-sale", "coretime-after-rotation")]
    public void Expects_the_rotation_where_it_was(string before, string rotation, string sale)
    {
        var calendar = SaleCalendar.Of(Recorded.Sale(sale), Recorded.Configuration);
        Assert.True(calendar.IsRotationDue(Recorded.RelayParent(Recorded.Block(before))));
        var earlier = Recorded.Blocks.TakeWhile(b => Recorded.Id(b) != before).Last();
        Assert.False(calendar.IsRotationDue(Recorded.RelayParent(earlier)));
        Assert.NotEmpty(Recorded.Events(Recorded.Block(rotation), "SaleInitialized"));
    }
}
