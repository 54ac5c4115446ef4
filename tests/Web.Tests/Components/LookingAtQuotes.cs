using AngleSharp.Html.Dom;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Approvals;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Pages;
using Google.Protobuf.WellKnownTypes;
using Approval = CoretimeDesk.Quoting.V1.Approval;

namespace CoretimeDesk.Web.Tests.Components;

/// <summary>The list, the builder and the approver's page, each in the states that it has.</summary>
public sealed class LookingAtQuotes
{
    private static readonly DateTimeOffset Now = new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_list_begins_with_the_quote_whose_clock_ends_first_and_says_which()
    {
        var desk = new DeskOnPaper().Answer<ListQuotesRequest>(_ => new ListQuotesResponse { Quotes = { Sent("Q-1", Now.AddDays(9), ValidityClock.Calendar), Sent("Q-2", Now.AddHours(27), ValidityClock.SalePhase) } });
        var page = await desk.RenderAsync<QuotesPage>("/quotes");
        Assert.Equal(["Q-2", "Q-1"], page.QuerySelectorAll("tbody tr a[data-key=O]").Select(a => a.TextContent));
        Assert.Contains("the sale's phase ends", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Quotes: 2 with customers, 0 to send", page.QuerySelector("h1")!.TextContent);
        Assert.True(Assert.IsType<ListQuotesRequest>(desk.Asked[0]).Mine);
    }

    [Fact]
    public async Task Its_filters_are_in_the_address()
    {
        var desk = new DeskOnPaper().Answer<ListQuotesRequest>(_ => new ListQuotesResponse());
        var page = await desk.RenderAsync<QuotesPage>("/quotes?state=sent&all=1");
        var asked = Assert.IsType<ListQuotesRequest>(desk.Asked[0]);
        Assert.Equal((QuoteState.Sent, false), (asked.State, asked.Mine));
        Assert.Contains("No quote matches.", page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_does_not_load_says_why() =>
        Assert.Contains("The quoting service does not answer", (await new DeskOnPaper().RenderAsync<QuotesPage>("/quotes")).QuerySelector("[data-state=failed]")!.TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData(Verdict.Allowed, "Send quote Ctrl Enter")]
    [InlineData(Verdict.NeedsApproval, "Ask team lead Ctrl Enter")]
    public async Task The_builder_says_what_its_button_does(Verdict verdict, string button)
    {
        var page = await BuildAsync(Desk(verdict));
        Assert.Equal(button, page.QuerySelector("[data-key='Ctrl Enter']")!.TextContent.Trim());
    }

    [Fact]
    public async Task What_the_rules_refuse_has_no_button_to_send()
    {
        var page = await BuildAsync(Desk(Verdict.Refused, "assessment_missing"));
        Assert.Null(page.QuerySelector("[data-key='Ctrl Enter']"));
        Assert.Contains("Needs a current assessment", page.QuerySelector(".acts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_holds_a_drafts_terms_and_the_service_prices_them()
    {
        var desk = Desk(Verdict.Allowed);
        var page = await BuildAsync(desk, "?cores=2&periods=13&concession=3");
        var asked = desk.Asked.OfType<PreviewQuoteRequest>().First();
        Assert.Equal(SampleQuotes.Ask(2, 13, 3), asked.Ask);
        Assert.Equal("3", page.QuerySelector("[role=slider]")!.GetAttribute("aria-valuenow"));
        var totals = page.QuerySelector("section[aria-label=Totals]")!.TextContent;
        Assert.Contains("673.5204", totals, StringComparison.Ordinal);
        Assert.Contains("24.62232142", totals, StringComparison.Ordinal); // A limit shows every decimal.
        Assert.Contains("17 Nov 2026 14:00 UTC", totals, StringComparison.Ordinal);
        Assert.Contains("not saved", page.QuerySelector(".acts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commission_that_is_not_known_is_not_nothing()
    {
        var page = await BuildAsync(Desk(Verdict.Allowed, commission: new() { Problem = "Commission not yet available: the service does not answer." }));
        var totals = page.QuerySelector("section[aria-label=Totals]")!.TextContent;
        Assert.Contains("not yet available", totals, StringComparison.Ordinal);
        Assert.Contains("the service does not answer", totals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commission_that_is_known_is_there_by_role()
    {
        var estimate = new Estimate { TotalPlanck = "1500000000000", Formula = "25 % of 600 DOT", PlanId = "plan-3", AsOf = Now.ToTimestamp(), Roles = { new RoleEstimate { Role = "rep", Bp = 2_000, Planck = "1200000000000" } } };
        var totals = (await BuildAsync(Desk(Verdict.Allowed, commission: new() { Estimate = estimate }))).QuerySelector("section[aria-label=Totals]")!.TextContent;
        Assert.Contains("150.0000", totals, StringComparison.Ordinal);
        Assert.Contains("rep, 20.00 %", totals, StringComparison.Ordinal);
        Assert.Contains("120.0000", totals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_that_is_refused_says_why_and_the_draft_can_still_be_changed()
    {
        var desk = Desk(Verdict.Allowed).Answer<PreviewQuoteRequest>(_ => throw new CallException(new(TroubleKind.Refused, "Nobody can buy until 3 Nov.", "SALE_INTERLUDE"), new TimeoutException()));
        var page = await BuildAsync(desk);
        Assert.Contains("Nobody can buy until 3 Nov.", page.QuerySelector("[data-panel=Concession]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sale interlude", page.QuerySelector(".acts")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#t-cores"));
    }

    [Theory]
    [InlineData("ask.para_id", "The customer's para")]
    [InlineData("ask.lines[0].coretime.rebate_planck", "Rebate")]
    [InlineData("ask.lines[0].coretime.ramp", "ask.lines[0].coretime.ramp")]
    public async Task A_field_that_is_wrong_is_named_as_the_form_names_it(string field, string name)
    {
        var wrong = new Trouble(TroubleKind.Refused, $"{field}: is missing: it is needed.", "INVALID_FIELDS") { Fields = [new(field, "is missing: it is needed.")] };
        var page = await BuildAsync(Desk(Verdict.Allowed).Answer<PreviewQuoteRequest>(_ => throw new CallException(wrong, new TimeoutException())));
        Assert.Contains($"{name} is missing: it is needed.", page.QuerySelector("[data-panel=Concession] .failed")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"Look at: {name}", page.QuerySelector(".acts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_approver_sees_what_changed_since_the_last_yes_the_largest_first()
    {
        var (old, now) = (SampleQuotes.Terms(2, 13, 3), SampleQuotes.Terms(2, 13, 5));
        var yes = new Approval { ApprovalId = "1", Revision = 1, Role = "team_lead", TermsSha256 = new('a', 64), State = ApprovalState.Void, DecidedById = DeskOnPaper.Me, DecidedBy = "Tomasz Wierzba", DecidedAt = Now.AddDays(-3).ToTimestamp(), ValidUntil = Now.AddDays(4).ToTimestamp(), Scope = Scope(old) };
        var asked = new Approval { ApprovalId = "2", Revision = 2, Role = "team_lead", TermsSha256 = new('b', 64), State = ApprovalState.Asked, AskedAt = Now.ToTimestamp(), DueAt = Now.AddHours(24).ToTimestamp(), Scope = Scope(now) };
        var quote = SampleQuotes.Quote(
            new QuoteRevision { Revision = 1, State = QuoteState.Superseded, Ask = old.Ask, Terms = old, TermsSha256 = yes.TermsSha256, Approvals = { yes } },
            new QuoteRevision { Revision = 2, State = QuoteState.Submitted, Ask = now.Ask, Terms = now, TermsSha256 = asked.TermsSha256, Approvals = { asked }, SubmittedBy = "Mara Lindqvist", Judgement = SampleQuotes.Judged(Verdict.NeedsApproval, "team_lead") });
        var desk = new DeskOnPaper()
            .Answer<ListApprovalsRequest>(_ => new ListApprovalsResponse { Items = { new InboxItem { Approval = asked, Quote = quote } } })
            .Answer<GetQuoteRequest>(_ => new GetQuoteResponse { Quote = quote })
            .Answer<ExplainConcessionRequest>(_ => SampleQuotes.Rules(now));
        var page = await desk.RenderAsync<ApprovalsPage>("/approvals");
        Assert.Equal("Approvals: 1 waits for you", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Ostrea Labs wants 5 sponsored core-periods, 2 more than was approved", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Your approval of revision 1 no longer counts.", page.Body.TextContent, StringComparison.Ordinal);
        var rows = page.QuerySelectorAll("table.diff tbody tr").Select(r => r.QuerySelector("th")!.TextContent).ToList();
        Assert.Equal(["Total concession", "Sponsored core-periods", "Sponsor pays"], rows);
        Assert.StartsWith("Approve ", page.QuerySelector("[data-key=A]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_inbox_says_so() =>
        Assert.Contains("Nothing waits for you.", (await new DeskOnPaper().Answer<ListApprovalsRequest>(_ => new ListApprovalsResponse()).RenderAsync<ApprovalsPage>("/approvals")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task An_empty_inbox_tells_those_who_see_teams_alone_how_fast_they_answered()
    {
        var page = await new DeskOnPaper { Roles = ["TeamLead"] }.Answer<ListApprovalsRequest>(_ => new ListApprovalsResponse { AnsweredThisMonth = 4, MedianAnswerSeconds = 11_400 }).RenderAsync<ApprovalsPage>("/approvals");
        Assert.Contains("Your median answer this month: 3 h 10 min, of 4 decisions.", page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    private static ApprovalScope Scope(QuoteTerms terms) => new() { Total = terms.Total, Settlement = terms.Ask.Settlement, GiveawayBp = terms.CommissionBp, RuleVersion = 14, Tier = "M", Phase = terms.Price.Phase };

    private static DeskOnPaper Desk(Verdict verdict, string reason = "", CommissionEstimate? commission = null)
    {
        var quote = SampleQuotes.Quote(new QuoteRevision { Revision = 1, State = QuoteState.Draft, Ask = SampleQuotes.Ask(2, 13, 0) });
        var judgement = verdict == Verdict.NeedsApproval ? SampleQuotes.Judged(verdict, "team_lead") : SampleQuotes.Judged(verdict);
        if (reason.Length > 0)
        {
            judgement.Reasons.Add(reason);
        }

        return new DeskOnPaper()
            .Answer<GetQuoteRequest>(_ => new GetQuoteResponse { Quote = quote })
            .Answer<ExplainConcessionRequest>(_ => SampleQuotes.Rules(SampleQuotes.Terms(2, 13, 0)))
            .Answer<PreviewQuoteRequest>(r => new PreviewQuoteResponse { Terms = SampleQuotes.Terms(2, 13, (int)CoretimeDesk.Web.Desk.Quotes.QuoteAsks.Sponsored(r.Ask)), Judgement = judgement, Commission = commission });
    }

    private static Task<IHtmlDocument> BuildAsync(DeskOnPaper desk, string query = "") =>
        desk.RenderAsync<QuoteBuilderPage>($"/quotes/Q-2026-000214/r/1{query}", new() { ["Number"] = "Q-2026-000214", ["Revision"] = 1 });

    private static Quote Sent(string number, DateTimeOffset end, ValidityClock clock)
    {
        var quote = SampleQuotes.Quote(new QuoteRevision { Revision = 1, State = QuoteState.Sent, Ask = SampleQuotes.Ask(1, 13, 0), Snapshot = new() { ValidUntil = end.ToTimestamp(), Clock = clock } });
        quote.Number = number;
        quote.QuoteId = number;
        return quote;
    }
}
