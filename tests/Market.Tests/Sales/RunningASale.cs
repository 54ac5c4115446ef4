namespace CoretimeDesk.Market.Tests.Sales;

public sealed class RunningASale
{
    private static readonly SaleConfiguration Configuration = new(10, 100, 200, 50, new(Perbill.One / 2), null, new(30_000_000), 50);

    private static SaleInfo Sale(ushort ideal = 2, ushort offered = 4, ushort sold = 0, Planck? sellout = null) =>
        new(new(3_000), 200, new(10), new(50), new(100), ideal, offered, 3, sellout ?? new(10), sold);

    [Fact]
    public void Fixes_the_sellout_price_at_the_ideal_number_of_cores()
    {
        var sale = Sale().AfterSaleAt(new(900)).AfterSaleAt(new(500));
        Assert.Equal(new Planck(500), sale.SelloutPrice);
        Assert.Equal(new Planck(500), sale.AfterSaleAt(new(20)).SelloutPrice);
        Assert.Equal(1, sale.AfterSaleAt(new(20)).CoresLeft);
    }

    [Fact]
    public void Keeps_the_end_price_as_sellout_price_while_nothing_is_sold() => Assert.Equal(new SalePerformance(new(10), new(10)), Sale().Performance);

    [Fact]
    public void Takes_the_first_price_where_none_was_set()
    {
        var sale = new SaleInfo(new(3_000), 200, new(10), new(50), new(100), 0, 4, 3, null, 0);
        Assert.Equal(new Planck(77), sale.AfterSaleAt(new(77)).AfterSaleAt(new(66)).SelloutPrice);
    }

    [Fact]
    public void Refuses_in_the_order_of_the_chain()
    {
        // Everything is wrong at once, then one thing less at a time.
        Assert.Equal(BrokerError.Unavailable, Sale(sold: 4).RefusalOfPurchase(default, default, 3));
        Assert.Equal(BrokerError.SoldOut, Sale(sold: 4).RefusalOfPurchase(default, default, 4));
        Assert.Equal(BrokerError.TooEarly, Sale().RefusalOfPurchase(default, default, 4));
        Assert.Equal(BrokerError.TooEarly, Sale().RefusalOfPurchase(new(3_000), default));
        Assert.Equal(BrokerError.Overpriced, Sale().RefusalOfPurchase(new(3_001), default));
        Assert.Null(Sale().RefusalOfPurchase(new(3_001), new(1_000)));
    }

    [Fact]
    public void Takes_a_price_beyond_all_balances_for_overpriced()
    {
        var sale = new SaleInfo(new(3_000), 200, Planck.MaxValue, new(50), new(100), 2, 4, 3, null, 0);
        Assert.Equal(BrokerError.Overpriced, sale.RefusalOfPurchase(new(3_001), Planck.MaxValue));
        Assert.Null(sale.RefusalOfPurchase(new(3_200), Planck.MaxValue));
    }

    [Fact]
    public void Renews_only_what_is_due_and_complete()
    {
        var renewal = new PotentialRenewal(1, new(50), new(7), CoreMask.Complete);
        Assert.Null(Sale().RefusalOfRenewal(renewal, 4));
        Assert.Equal(BrokerError.NotAllowed, Sale().RefusalOfRenewal(null));
        Assert.Equal(BrokerError.NotAllowed, Sale().RefusalOfRenewal(renewal with { When = new(100) }));
        Assert.Equal(BrokerError.IncompleteAssignment, Sale().RefusalOfRenewal(renewal with { Assigned = CoreMask.FromChunk(0, 79) }));
        Assert.Equal(BrokerError.SoldOut, Sale(sold: 4).RefusalOfRenewal(renewal));
        Assert.Equal(BrokerError.Unavailable, Sale().RefusalOfRenewal(renewal, 3));
    }

    [Theory]
    [InlineData(3, 10, null, 7, 3)] // half of seven cores is 3.5, and a half is rounded down
    [InlineData(3, 10, 5, 5, 2)]
    [InlineData(3, 11, null, 8, 4)]
    [InlineData(3, 3, null, 0, 0)]
    [InlineData(9, 3, null, 0, 0)] // more reserved than there is
    public void Offers_what_reservations_leave(int firstCore, int coreCount, int? limit, int offered, int ideal)
    {
        var configuration = new SaleConfiguration(10, 100, 200, 50, new(Perbill.One / 2), (ushort?)limit, default, 50);
        var next = Sale().Rotate(new(4_000), configuration, new MinimumPrice(new(4)), (ushort)firstCore, (ushort)coreCount);
        Assert.Equal((offered, ideal), (next.CoresOffered, next.IdealCoresSold));
        Assert.Equal(offered == 0 ? null : new Planck(4), next.SelloutPrice);
        Assert.Equal((new RelayBlock(4_100), new Timeslice(100), new Timeslice(150)), (next.SaleStart, next.RegionBegin, next.RegionEnd));
    }

    [Fact]
    public void Checks_at_the_door()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SaleInfo(default, 0, default, new(2), new(1), 0, 0, 0, null, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sale(sold: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SaleConfiguration(1, 1, 1, 0, default, null, default, 1));
    }

    [Fact]
    public void Has_a_model_for_what_networks_run_and_no_other()
    {
        var model = SaleModels.Of(SaleKind.Leadin, Sale(), Configuration);
        Assert.Equal((SaleKind.Leadin, true, new RelayBlock(3_990)), (model.Kind, model.IsSoldAtOnce, model.RotationDue));
        Assert.True(model.TryPriceAt(new(3_200), out var price));
        Assert.Equal(new Planck(10), price);
        Assert.Contains("Auction", Assert.Throws<NotSupportedException>(() => SaleModels.Of(SaleKind.Auction, Sale(), Configuration)).Message, StringComparison.Ordinal);
    }
}
