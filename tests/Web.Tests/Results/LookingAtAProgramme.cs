using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Web.Desk.Pages;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Results;

using Role = CoretimeDesk.Identity.V1.Role;

public sealed class LookingAtAProgramme
{
    [Fact]
    public async Task It_says_what_is_left_what_became_of_the_rest_and_how_far_each_tranche_is_used()
    {
        var page = await Page("/credits/P-000001?grant=g-1").RenderAsync<CreditsPage>(("Number", "P-000001"));
        Assert.Equal("Builder programme: 925.6000 DOT left to award", Squeezed(page.QuerySelector("h1")!.TextContent));
        Assert.Equal(["1,126.4000 DOT", "948.0000 DOT", "212.5000 DOT", "713.1000 DOT"], page.QuerySelectorAll(".fund-parts dd").Select(d => Squeezed(d.TextContent)));
        Assert.Contains("tranche 1 open, 61 percent used, tranche 2 closed", page.QuerySelector(".trs")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("G-2026-000007", page.QuerySelector("aside.explain")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("paid twice", page.QuerySelector("section[data-panel=Alarms]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_alarms_answered_the_rest_of_the_page_stands()
    {
        var page = await Page("/credits", hasAlarms: false).RenderAsync<CreditsPage>();
        Assert.Equal("failed", page.QuerySelector("section[data-panel=Alarms]")!.GetAttribute("data-state"));
        Assert.Equal("ready", page.QuerySelector("section[data-panel=Funded]")!.GetAttribute("data-state"));
    }

    private static PageOnPaper Page(string address, bool hasAlarms = true)
    {
        var token = new ChainWatcher.V1.Token { Symbol = "DOT", Decimals = 10 };
        var programme = new Programme
        {
            ProgrammeId = "p-1", Number = "P-000001", Name = "Builder programme", Payer = "Polkadot treasury", Token = token, Reserve = "50000000000", Pool = "0x11",
            Balances = new() { Funded = "30000000000000", Spent = "11264000000000", Reserved = "9480000000000", Lapsed = "2125000000000", Free = "9256000000000", Shortfall = "0" },
        };
        var grant = new Grant
        {
            GrantId = "g-1", Number = "G-2026-000007", ProgrammeId = "p-1", AccountName = "Kestrel Games", State = GrantState.Active, Ask = new() { Tier = GrantTier.Launch, Rail = RailKind.SponsorRenewal }, Value = "309000000000", HalfPeriods = 6,
            Tranches = { new Tranche { Number = 1, Open = true, Value = "103000000000", Used = "62830000000", Left = "40170000000", Paid = "103000000000" }, new Tranche { Number = 2, Value = "206000000000", WaitsFor = { "80 % of tranche 1" } } },
        };
        var paper = new PageOnPaper(SampleReport.Now, address, Role.BudgetHolder)
            .Answers<ListProgrammesRequest>(_ => new ListProgrammesResponse { Programmes = { programme } })
            .Answers<ListGrantsRequest>(_ => new ListGrantsResponse { Grants = { grant } });
        return hasAlarms ? paper.Answers<ListAlarmsRequest>(_ => new ListAlarmsResponse { Alarms = { new Alarm { Sentence = "Tranche 1 was paid twice.", RaisedAt = SampleReport.Now.ToTimestamp(), GrantNumber = "G-2026-000007" } } }) : paper;
    }

    private static string Squeezed(string text) => ReadingTheMonth.Squeezed(text);
}
