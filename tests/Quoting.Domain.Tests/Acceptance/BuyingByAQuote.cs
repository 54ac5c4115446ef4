using System.Text.Json;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Acceptance;

namespace CoretimeDesk.Quoting.Tests.Acceptance;

/// <summary>Call data is refused whenever signing it would not buy what was quoted.</summary>
public sealed class BuyingByAQuote
{
    private const uint Sale = 376_110;
    private static readonly DateTimeOffset Now = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    private static readonly Planck Limit = Token.Dot.Whole(12);
    private static readonly MarketNow Market = new(SalePhase.Leadin, Sale, Limit, 3);

    private static OpenOffer Offer(OfferStanding standing = OfferStanding.Sent) => new("Q-2026-000001", 1, "A-2026-000017 Aleph", "startup", new('a', 64), standing, Now.AddDays(14));

    [Theory]
    [InlineData(OfferStanding.Sent)]
    [InlineData(OfferStanding.Accepted)]
    [InlineData(OfferStanding.Won)] // In part: what is left may still be bought.
    public void In_force_and_at_the_limit_it_is_made(OfferStanding standing) => Assert.Null(Why(Offer(standing), Market));

    [Fact]
    public void Each_reason_has_its_name()
    {
        Assert.Equal("PRICE_ABOVE_LIMIT", Why(Offer(), Market with { Price = new(Limit.Value + 1) }));
        Assert.Equal("SALE_INTERLUDE", Why(Offer(), Market with { Phase = SalePhase.Interlude }));
        Assert.Equal("SALE_OVER", Why(Offer(), Market with { RegionBegin = Sale + 5_040 }));
        Assert.Equal("SOLD_OUT", Why(Offer(), Market with { CoresLeft = 2 }));
        Assert.Equal("NOTHING_TO_BUY", Why(Offer(), Market, cores: 0));
        Assert.Equal("QUOTE_BOUGHT", Why(Offer(OfferStanding.Won), Market, cores: 0));
        Assert.Equal("QUOTE_SUPERSEDED", Why(Offer(OfferStanding.Superseded), Market));
        Assert.Equal("QUOTE_WITHDRAWN", Why(Offer(OfferStanding.Withdrawn), Market));
        Assert.Equal("QUOTE_EXPIRED", Why(Offer(OfferStanding.Expired), Market));
        Assert.Equal("QUOTE_EXPIRED", Why(Offer(), Market, now: Now.AddDays(14)));
        Assert.Equal("QUOTE_EXPIRED", Why(Offer(OfferStanding.Accepted), Market, now: Now.AddDays(14)));
        Assert.Equal("TOO_MANY_CORES", Why(Offer(), Market with { CoresLeft = 200 }, cores: 101));
    }

    [Fact]
    public void There_is_one_purchase_with_the_limit_for_each_core()
    {
        var calls = PurchaseCalls.Purchases(3, Limit);
        Assert.Equal(3, calls.Count);
        Assert.All(calls, text =>
        {
            using var call = JsonDocument.Parse(text);
            Assert.Equal(("Broker", "purchase", "120000000000"), (
                call.RootElement.GetProperty("pallet").GetString(), call.RootElement.GetProperty("call").GetString(), call.RootElement.GetProperty("args").GetProperty("price_limit").GetString()));
        });
    }

    private static string? Why(OpenOffer offer, MarketNow market, uint cores = 3, DateTimeOffset? now = null) =>
        PurchaseCalls.Refuse(offer, cores, Sale, Limit, market, Token.Dot, now ?? Now)?.Reason;
}
