using CoretimeDesk.Web.Desk.Quotes;

namespace CoretimeDesk.Web.Tests.Components;

/// <summary>The slider of concessions: whole sponsored core-periods, a hard stop at one's ceiling, and one button that goes on.</summary>
public sealed class MovingTheConcession
{
    private static readonly ConcessionScale Scale = new(SampleQuotes.Terms(2, 13, 0), SampleQuotes.Rules(SampleQuotes.Terms(2, 13, 0)));

    [Theory]
    [InlineData(0, "0.00 %")]
    [InlineData(1, "3.29 %")]
    [InlineData(3, "9.97 %")]
    [InlineData(4, "13.36 %")]
    public void Its_places_are_whole_core_periods_at_the_services_prices(int count, string percent) => Assert.Equal(percent, Scale.Percent(count));

    [Fact]
    public void It_stops_at_the_ceiling_and_says_what_more_would_be()
    {
        var handle = ConcessionHandle.On(Scale, 0).To(Scale, 26);
        Assert.Equal((3, true), (handle.Value, handle.Nudged));
        Assert.Equal((4, 1), handle.Next(Scale));
        Assert.Equal(3, handle.Press(Scale, "ArrowRight")!.Value.Value);
        Assert.Equal(3, handle.Press(Scale, "PageUp")!.Value.Value);
        Assert.Equal("3 of 26 core-periods, 9.97 percent of list. You are at your ceiling of 10 percent. Team lead can approve up to 20 percent.", handle.Say(Scale));
    }

    [Fact]
    public void Only_asking_unlocks_the_next_zone_and_no_further()
    {
        var asked = ConcessionHandle.On(Scale, 3).Ask(Scale);
        Assert.Equal((4, 1), (asked.Value, asked.Unlocked));
        var far = asked.Press(Scale, "End")!.Value;
        Assert.Equal(Scale.LastIn(1), far.Value);
        Assert.Equal(far.Value, far.Press(Scale, "ArrowUp")!.Value.Value);
        Assert.Equal(2, far.Next(Scale)!.Value.Zone);
        Assert.Null(asked.Next(Scale)); // Not at its stop: nothing to ask for.
    }

    [Fact]
    public void Nobody_asks_beyond_the_deepest()
    {
        var handle = ConcessionHandle.On(Scale, 0);
        for (var i = 0; i < 100 && (handle = handle.To(Scale, 99)).Next(Scale) is not null; i++)
        {
            handle = handle.Ask(Scale);
        }

        Assert.Equal(Scale.LastIn(3), handle.Value);
        Assert.True(Scale.At(handle.Value) <= Scale.Zones[^1].To && Scale.At(handle.Value + 1) > Scale.Zones[^1].To);
        Assert.Equal(handle, handle.Ask(Scale));
    }

    [Theory]
    [InlineData("ArrowLeft", 2, 1)]
    [InlineData("ArrowDown", 0, 0)]
    [InlineData("ArrowUp", 1, 2)]
    [InlineData("Home", 3, 0)]
    [InlineData("End", 0, 3)]
    [InlineData("PageUp", 1, 3)]
    [InlineData("PageDown", 2, 0)]
    public void Its_keys(string key, int from, int to) => Assert.Equal(to, ConcessionHandle.On(Scale, from).Press(Scale, key)!.Value.Value);

    [Fact]
    public void Other_keys_are_not_its_own() => Assert.Null(ConcessionHandle.On(Scale, 1).Press(Scale, "Tab"));

    [Fact]
    public void Who_may_concede_nothing_alone_asks_for_the_first()
    {
        var terms = SampleQuotes.Terms(2, 13, 0);
        var scale = new ConcessionScale(terms, SampleQuotes.Rules(terms, own: 0));
        var handle = ConcessionHandle.On(scale, 0).To(scale, 1);
        Assert.Equal((0, true), (handle.Value, handle.Nudged));
        Assert.Equal((1, 1), handle.Next(scale));
    }

    [Fact]
    public void A_rebate_is_judged_by_its_own_ladder()
    {
        var terms = SampleQuotes.Terms(2, 13, 0, rebate: "1");
        var scale = new ConcessionScale(terms, SampleQuotes.Rules(terms));
        Assert.False(scale.Zones[0].IsOwn);
        Assert.Equal(System.Numerics.BigInteger.One, scale.At(0)); // What else is conceded comes before the first core-period.
        Assert.Equal(0, ConcessionHandle.On(scale, 0).To(scale, 5).Value);
    }

    [Fact]
    public async Task It_is_drawn_as_a_slider_with_its_words_and_a_button_to_ask()
    {
        var page = await new DeskOnPaper().RenderAsync<ConcessionSlider>("/", new() { ["Scale"] = Scale, ["Value"] = 3, ["Token"] = SampleQuotes.Dot });
        var slider = page.QuerySelector("[role=slider]")!;
        Assert.Equal(("0", "3", "3"), (slider.GetAttribute("aria-valuemin"), slider.GetAttribute("aria-valuemax"), slider.GetAttribute("aria-valuenow")));
        Assert.Contains("9.97 percent", slider.GetAttribute("aria-valuetext"), StringComparison.Ordinal);
        Assert.Contains("At your ceiling", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ask for a 4th: 13.36 %", page.QuerySelector("[data-ask]")!.TextContent);
        Assert.Contains("stop at 35 %", page.QuerySelector(".zl")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("74.6056", page.QuerySelector(".conc")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sponsor_takes_over_from_the_second_period_and_the_ask_that_was_not_turned_stays_as_it_was()
    {
        var three = SampleQuotes.Ask(2, 13, 3);
        Assert.Equal([(2u, 2u), (3u, 1u)], three.Lines[0].Coretime.Sponsored.Select(s => (s.Period, s.Cores)));
        Assert.Equal(three, QuoteAsks.With(three, 2, 13, 3));
        Assert.Equal(1u, QuoteAsks.Sponsored(QuoteAsks.With(three, 1, 1, null))); // No more than there are.
        Assert.Equal("/quotes/Q-1/r/2?cores=2&periods=13&concession=3", QuoteAsks.Address("Q-1", 2, three));
    }
}
