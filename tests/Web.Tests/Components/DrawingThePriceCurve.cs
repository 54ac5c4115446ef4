using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Web.Desk.Sale;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Components;

using Market = CoretimeDesk.ChainWatcher.V1.Market;
using SalePhase = CoretimeDesk.ChainWatcher.V1.SalePhase;

public sealed class DrawingThePriceCurve
{
    private static readonly DateTimeOffset Start = new(2026, 11, 3, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_line_ends_at_now_and_goes_on_dashed_from_the_very_same_place()
    {
        var market = Sale(relayBlock: 1_600, price: "400000000000", SalePhase.Leadin);
        var drawing = new CurveDrawing(market, Points(), []);
        Assert.EndsWith(At(drawing.Now), drawing.Past, StringComparison.Ordinal);
        Assert.StartsWith($"M{At(drawing.Now)}", drawing.Next, StringComparison.Ordinal);
        Assert.Equal(drawing.X(Start + TimeSpan.FromSeconds(6 * 600)), drawing.Now.X, 3);
    }

    [Fact]
    public void A_price_that_falls_only_ever_goes_down_the_picture_and_time_only_ever_to_the_right()
    {
        var drawing = new CurveDrawing(Sale(2_000, "100000000000", SalePhase.Leadin), Points(), []);
        var places = drawing.Past[1..].Split(" L").Select(p => p.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.First[0] <= pair.Second[0] && pair.First[1] <= pair.Second[1]));
        Assert.All(places, p => Assert.InRange(p[0], 0, CurveDrawing.Width));
        Assert.All(places, p => Assert.InRange(p[1], 0, CurveDrawing.Height));
    }

    [Fact]
    public void In_the_interlude_nothing_is_past_and_all_of_it_is_to_come()
    {
        var drawing = new CurveDrawing(Sale(900, "1000000000000", SalePhase.Interlude), Points(), []);
        Assert.Equal("", drawing.Past);
        Assert.NotEqual("", drawing.Next);
        Assert.True(drawing.Now.X < drawing.X(Start));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("340282366920938463463374607431768211455")]
    public void No_price_that_a_chain_can_have_leaves_the_picture(string price)
    {
        var flat = new CurvePoint[] { new(1_000, Planck.Parse(price)), new(2_000, Planck.Parse(price)) };
        var market = Sale(1_500, price, SalePhase.Leadin);
        market.EndPrice = price;
        var drawing = new CurveDrawing(market, flat, []);
        Assert.InRange(drawing.Now.Y, 0, CurveDrawing.Height);
        Assert.DoesNotContain("NaN", drawing.Past + drawing.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sale_without_a_lead_in_is_drawn_all_the_same()
    {
        var market = Sale(1_000, "100000000000", SalePhase.FixedPrice);
        (market.LeadinLength, market.FixedPriceAt) = (0, market.SaleStartAt);
        Assert.Equal([1_000u], SaleCurves.Blocks(market));
        var drawing = new CurveDrawing(market, [new(1_000, Planck.Parse("100000000000"))], []);
        Assert.NotEqual("", drawing.Next);
    }

    [Fact]
    public async Task It_is_asked_for_once_for_everybody_and_anew_for_another_sale()
    {
        var asked = 0;
        var curves = new SaleCurves();
        Task<GetPriceResponse> Ask(GetPriceRequest request)
        {
            asked++;
            return Task.FromResult(new GetPriceResponse { RelayBlock = request.RelayBlock, Price = "5" });
        }

        var market = Sale(1_500, "100000000000", SalePhase.Leadin);
        var first = await curves.OfAsync(market, Ask);
        Assert.Equal(49, asked);
        Assert.Equal((1_000u, 2_000u), (first[0].RelayBlock, first[^1].RelayBlock));
        market.RelayBlock++;
        Assert.Same(first, await curves.OfAsync(market, Ask));
        Assert.Equal(49, asked);
        market.SaleStart++;
        _ = await curves.OfAsync(market, Ask);
        Assert.Equal(98, asked);
    }

    private static string At((double X, double Y) place) => $"{CurveDrawing.N(place.X)} {CurveDrawing.N(place.Y)}";

    // From 100 DOT to 10 DOT over a thousand blocks.
    private static CurvePoint[] Points() => [.. Enumerable.Range(0, 11).Select(i => new CurvePoint((uint)(1_000 + (i * 100)), new Planck((UInt128)(1_000_000_000_000 - (i * 90_000_000_000L)))))];

    private static Market Sale(uint relayBlock, string price, SalePhase phase) => new()
    {
        Chain = "polkadot-coretime", Token = new() { Symbol = "DOT", Decimals = 10 }, Phase = phase, RelayBlock = relayBlock, Price = price, StartPrice = "1000000000000", EndPrice = "100000000000",
        SaleStart = 1_000, LeadinLength = 1_000, InterludeLength = 500, SaleStartAt = Start.ToTimestamp(), FixedPriceAt = (Start + TimeSpan.FromSeconds(6_000)).ToTimestamp(),
        NextRotationAt = (Start + TimeSpan.FromSeconds(12_000)).ToTimestamp(), BlockTime = (Start + TimeSpan.FromSeconds(6 * ((long)relayBlock - 1_000))).ToTimestamp(),
    };
}
