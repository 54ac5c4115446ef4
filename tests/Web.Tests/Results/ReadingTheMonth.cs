using CoretimeDesk.Insights.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Pages;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Results;

using Role = CoretimeDesk.Identity.V1.Role;

public sealed class ReadingTheMonth
{
    [Fact]
    public async Task Ten_seconds_are_enough_the_title_says_what_happened_and_one_number_is_large()
    {
        var page = await Page("/results/2026-10").RenderAsync<ResultsPage>(("Month", "2026-10"));
        Assert.Equal("October: more paid coretime, conversion steady, concessions up", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("22.7%", Squeezed(Assert.Single(page.QuerySelectorAll(".huge")).TextContent));
        var hero = Squeezed(page.QuerySelector(".hero")!.TextContent);
        Assert.Contains("10 of 44 leads created in July 2026", hero, StringComparison.Ordinal);
        Assert.Contains("+3.2 points on June: within chance", hero, StringComparison.Ordinal);
        Assert.Contains("True rate likely between 12.7 % and 37.7 %", hero, StringComparison.Ordinal);
        Assert.Contains("Sealed 5 Nov 2026 12:00 UTC, revision 2", page.QuerySelector(".sub")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tiles_show_units_and_a_rise_of_concessions_is_not_green()
    {
        var page = await Page("/results/2026-10").RenderAsync<ResultsPage>(("Month", "2026-10"));
        var coretime = Squeezed(page.QuerySelector("[data-tile=net_new_coretime]")!.TextContent);
        Assert.Contains("62 core-periods", coretime, StringComparison.Ordinal);
        Assert.Contains("1,488.5200 DOT", coretime, StringComparison.Ordinal);
        Assert.Contains("+17.0 % on September", coretime, StringComparison.Ordinal);
        var concessions = page.QuerySelector("[data-tile=concession_rate]")!;
        Assert.Contains("+1.5 points", Squeezed(concessions.TextContent), StringComparison.Ordinal);
        Assert.NotNull(concessions.QuerySelector(".st.risk"));
        Assert.Null(concessions.QuerySelector(".st.done"));
    }

    [Fact]
    public async Task The_cohort_table_has_counts_in_its_names_outlines_the_headline_and_hatches_what_is_open()
    {
        var page = await Page("/results/2026-10").RenderAsync<ResultsPage>(("Month", "2026-10"));
        var july = page.QuerySelector(".heat tr.hl")!;
        Assert.Equal("Jul", july.QuerySelector("th")!.TextContent);
        var cell = july.QuerySelectorAll("td")[3];
        Assert.Equal("h5", cell.ClassName);
        Assert.Equal("90 days, July 2026: 22.7\u00a0%, 10 of 44 leads", cell.QuerySelector("a")!.GetAttribute("aria-label"));
        Assert.Equal("/results/2026-10?explain=c90:2026-07", cell.QuerySelector("a")!.GetAttribute("href"));
        var august = page.QuerySelectorAll(".heat tbody tr")[9].QuerySelectorAll("td");
        Assert.Equal("open", august[3].ClassName);
        Assert.Contains("so far", august[3].QuerySelector("a")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Null(august[4].QuerySelector("a"));
    }

    [Fact]
    public async Task A_restated_figure_shows_what_was_published_beside_what_it_is_now_and_why()
    {
        var page = await Page("/results/2026-10").RenderAsync<ResultsPage>(("Month", "2026-10"));
        var row = page.QuerySelector("#restated tbody tr")!;
        Assert.Equal("58 core-periods, 1,400.0000 DOT", Squeezed(row.QuerySelector("s")!.TextContent));
        Assert.Contains("62 core-periods", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("purchase-of-29-september", row.QuerySelector("code")!.GetAttribute("title"));
    }

    [Fact]
    public async Task An_address_opens_the_evidence_down_to_the_block()
    {
        var paper = Page("/results/2026-10?explain=c90:2026-07").Answers<ExplainFigureRequest>(_ => Explained());
        var page = await paper.RenderAsync<ResultsPage>(("Month", "2026-10"));
        var asked = Assert.Single(paper.Asked.OfType<ExplainFigureRequest>());

        // As of now: what changed since the page was made, the panel says.
        Assert.Equal(("conversion_90", "2026-07", null), (asked.Metric, asked.Month, asked.AsOf));
        var panel = page.QuerySelector("aside.explain")!;
        var text = Squeezed(panel.TextContent);
        Assert.Contains("10 ÷ 44 = 0.227273", text, StringComparison.Ordinal);
        Assert.Contains("block 6,204,112 #4", text, StringComparison.Ordinal);
        Assert.Contains("won 14 Oct 2026 11:36 UTC", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Changed while you read", text, StringComparison.Ordinal);
        Assert.Contains("./desk metrics explain --facts facts.jsonl --as-of 2026-11-16T10:42:00Z --metric conversion_90 --month 2026-07", text, StringComparison.Ordinal);
        Assert.Equal("/results/2026-10", panel.QuerySelector("a[data-key=Escape]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task What_counts_leads_to_the_customer_where_it_is_one()
    {
        var explained = Explained();
        var item = explained.Parts[0].Items[0];
        item.Subject = "019a0000-0000-7000-8000-0000000000c1";
        item.Facts[0].Evidence.Add(new Evidence { Type = "coretimedesk.leads.AccountCreated.v1", AggregateId = item.Subject, Sequence = 1 });
        explained.Parts[0].Items.Add(new ExplainedItem { Subject = "forecast-1", Amount = "1 lead" });
        var page = await Page("/results/2026-10?explain=c90:2026-07").Answers<ExplainFigureRequest>(_ => explained).RenderAsync<ResultsPage>(("Month", "2026-10"));
        var links = page.QuerySelectorAll("aside.explain tbody td:first-child a");
        Assert.Equal($"/accounts/{item.Subject}", Assert.Single(links).GetAttribute("href"));
    }

    [Fact]
    public async Task A_panel_that_says_another_figure_than_the_page_says_so()
    {
        var other = Explained();
        other.Figure = SampleReport.Rate("conversion_90", "2026-07", 11, 44, 90);
        var page = await Page("/results/2026-10?explain=c90:2026-07").Answers<ExplainFigureRequest>(_ => other).RenderAsync<ResultsPage>(("Month", "2026-10"));
        Assert.Contains("Changed while you read.", page.QuerySelector("aside.explain .ban")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_service_is_away_every_panel_says_so_and_the_page_stands()
    {
        var page = await new PageOnPaper(SampleReport.Now, "/results/2026-10?explain=c90:2026-07", Role.Leadership).RenderAsync<ResultsPage>(("Month", "2026-10"));
        Assert.Equal("Results, October 2026", page.QuerySelector("h1")!.TextContent);
        Assert.All(page.QuerySelectorAll("section[data-panel]"), p => Assert.Equal("failed", p.GetAttribute("data-state")));
        Assert.NotNull(page.QuerySelector("aside.explain .failed"));
    }

    [Theory]
    [InlineData(Role.Leadership, Grouping.Team)]
    [InlineData(Role.TeamLead, Grouping.Team)]
    [InlineData(Role.Rep, Grouping.Rep)]
    public async Task Whoever_sees_groups_alone_asks_for_no_total_and_is_shown_the_own_group(Role role, Grouping by)
    {
        var report = SampleReport.Of();
        if (role != Role.Leadership)
        {
            report.Figures.Clear();
        }

        var paper = new PageOnPaper(SampleReport.Now, "/results/2026-10", role).Answers<GetReportRequest>(_ => report);
        var page = await paper.RenderAsync<ResultsPage>(("Month", "2026-10"));
        Assert.Equal((by, "2025-11", "2026-10"), paper.Asked.OfType<GetReportRequest>().Select(r => (r.By, r.From, r.To)).Single());
        var hero = Squeezed(page.QuerySelector(".hero")!.TextContent);
        Assert.Contains(role == Role.Leadership ? "10 of 44" : "5 of 22", hero, StringComparison.Ordinal); // July still is the newest whose window is closed.
        Assert.Equal(role == Role.Leadership, page.QuerySelector("#team option[value='']") is not null);
    }

    [Fact]
    public async Task A_month_without_a_lead_is_no_rate_of_zero()
    {
        var report = new GetReportResponse { AsOf = SampleReport.Now.ToTimestamp(), From = "2025-04", To = "2026-03", Token = "DOT" };
        report.Figures.Add(SampleReport.Rate("conversion_90", "2026-03", 0, 0, 90));
        foreach (var metric in new[] { "leads_created", "won" })
        {
            report.Figures.Add(new Figure { Metric = metric, Month = "2026-03", Value = "0", Parts = { new Part { Name = "value", Value = "0" } } });
        }

        var page = await new PageOnPaper(SampleReport.Now, "/results/2026-03", Role.Leadership).Answers<GetReportRequest>(_ => report).RenderAsync<ResultsPage>(("Month", "2026-03"));
        Assert.Equal("No leads were created in March 2026", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("0.0 %", Squeezed(page.QuerySelector(".hero")!.TextContent), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 3, "25.0%")]
    [InlineData(4, 1, "1 of 4")]
    public async Task A_young_desk_leads_with_the_month_that_runs_and_calls_it_so_far(int leads, int won, string large)
    {
        var paper = new PageOnPaper(SampleReport.Now, "/results", Role.Leadership).Answers<GetReportRequest>(_ => SampleReport.Young(leads, won));
        var page = await paper.RenderAsync<ResultsPage>();
        Assert.Equal(("2025-11", "2026-11"), paper.Asked.OfType<GetReportRequest>().Select(r => (r.From, r.To)).Single());
        Assert.Equal($"November so far: {leads} leads, {won} won on chain, {won} core-periods paid", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("2026-11", page.QuerySelector("#month option[selected]")!.GetAttribute("value"));
        Assert.Equal(large, Squeezed(Assert.Single(page.QuerySelectorAll(".huge.open")).TextContent));
        var hero = Squeezed(page.QuerySelector(".hero")!.TextContent);
        Assert.Contains($"{won} of {leads} leads created in November 2026", hero, StringComparison.Ordinal);
        Assert.Contains("so far: no month with leads has 90 full days behind it", hero, StringComparison.Ordinal);
        Assert.Contains("The window is open until 1 Mar 2027", hero, StringComparison.Ordinal);
        Assert.DoesNotContain("True rate likely", hero, StringComparison.Ordinal);
        Assert.Equal("Nov", page.QuerySelector(".heat tr.hl th")!.TextContent[..3]);
        Assert.DoesNotContain(" on October", Squeezed(page.QuerySelector(".tiles")!.TextContent), StringComparison.Ordinal);
        Assert.Equal("/results/2026-11/figures.csv", page.QuerySelector("a[download]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_desk_with_a_past_leads_with_the_newest_month_that_is_over_however_much_happens_now()
    {
        var report = SampleReport.Of();
        report.Figures.Add(SampleReport.Rate("conversion_90", "2026-11", 30, 90, 90));
        var page = await new PageOnPaper(SampleReport.Now, "/results", Role.Leadership).Answers<GetReportRequest>(_ => report).RenderAsync<ResultsPage>();
        Assert.StartsWith("October: ", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".huge.open"));
        Assert.Equal("22.7%", Squeezed(Assert.Single(page.QuerySelectorAll(".huge")).TextContent));
    }

    [Fact]
    public async Task A_desk_to_which_nothing_happened_says_so_and_makes_up_no_figure()
    {
        var page = await new PageOnPaper(SampleReport.Now, "/results", Role.Leadership).Answers<GetReportRequest>(_ => SampleReport.Young(0, 0)).RenderAsync<ResultsPage>();
        Assert.Equal("No leads were created in October 2026", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".huge.open"));
        Assert.DoesNotContain("0.0 %", Squeezed(page.QuerySelector(".hero")!.TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_month_is_compared_with_no_whole_one()
    {
        var report = SampleReport.Of();
        report.To = "2026-11";
        report.Figures.Add(SampleReport.Rate("conversion_90", "2026-11", 1, 9, 90));
        var october = report.Figures.Single(f => f is { Metric: "net_new_coretime", Month: "2026-10" }).Clone();
        (october.Month, october.Mom, october.Status) = ("2026-11", new() { Change = "-90.0000", Unit = "percent" }, FigureStatus.Open);
        report.Figures.Add(october);
        var page = await new PageOnPaper(SampleReport.Now, "/results/2026-11", Role.Leadership).Answers<GetReportRequest>(_ => report).RenderAsync<ResultsPage>(("Month", "2026-11"));
        Assert.Equal("November so far: 9 leads, 62 core-periods paid", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("so far", page.QuerySelector("[data-tile=net_new_coretime]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("90.0", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("22.7%", Squeezed(Assert.Single(page.QuerySelectorAll(".huge")).TextContent)); // July still is the newest whose window has closed.
    }

    private static PageOnPaper Page(string address) => new PageOnPaper(SampleReport.Now, address, Role.Leadership).Answers<GetReportRequest>(_ => SampleReport.Of());

    private static ExplainFigureResponse Explained() => new()
    {
        Figure = SampleReport.Rate("conversion_90", "2026-07", 10, 44, 90), Formula = "won within 90 days of created ÷ created in the month", Division = "10 ÷ 44 = 0.227273", AsOf = SampleReport.Now.ToTimestamp(),
        Parts =
        {
            new ExplainedPart
            {
                Name = "numerator", Words = "leads won in time", Value = "10 leads",
                Items =
                {
                    new ExplainedItem
                    {
                        Subject = "lead-1", Amount = "1 lead",
                        Facts =
                        {
                            new ExplainedFact
                            {
                                FactId = "f-1", Says = "won", OccurredAt = new DateTimeOffset(2026, 10, 14, 11, 36, 0, TimeSpan.Zero).ToTimestamp(), RecordedAt = new DateTimeOffset(2026, 10, 14, 11, 36, 6, TimeSpan.Zero).ToTimestamp(),
                                Evidence = { new Evidence { Chain = "polkadot-coretime", BlockNumber = 6_204_112, BlockHash = "0x3c7a17aabbccddeeff00112233445566778899aabbccddeeff00112233445566", EventIndex = 4 } },
                            },
                        },
                    },
                },
            },
        },
    };

    internal static string Squeezed(string text) => string.Join(' ', text.Replace('\u00a0', ' ').Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
