using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Pages;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Results;

using Role = CoretimeDesk.Identity.V1.Role;

public sealed class ReadingOnesStatement
{
    private static readonly DateTimeOffset DisputeUntil = new(2026, 11, 20, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Line_by_line_with_signs_units_stage_and_deadlines_as_dates()
    {
        var page = await Page("/statements/2026-10", Sample()).RenderAsync<StatementPage>(("Month", "2026-10"));
        Assert.Equal("You, October 2026: 12.5000 DOT", Squeezed(page.QuerySelector("h1")!.TextContent));
        Assert.Contains("In review until 12 Nov 2026 17:00 UTC", page.QuerySelector(".sub")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("disputes until 20 Nov 2026 17:00 UTC", Squeezed(page.QuerySelector(".sub")!.TextContent), StringComparison.Ordinal);
        Assert.Equal(["+15.0000 DOT", "−2.5000 DOT"], page.QuerySelectorAll("tbody tr[data-row] .amt").Select(a => Squeezed(a.TextContent)));
        Assert.NotNull(page.QuerySelector("a[href='/statements/s-1/statement.csv']"));
        Assert.NotNull(page.QuerySelector("a[href='/statements/s-1/statement.pdf']"));
    }

    [Fact]
    public async Task A_line_explains_itself_at_its_own_address()
    {
        var page = await Page("/statements/2026-10?line=1", Sample()).RenderAsync<StatementPage>(("Month", "2026-10"));
        var panel = Squeezed(page.QuerySelector("aside.explain")!.TextContent);
        Assert.Contains("base × 2500 bp", panel, StringComparison.Ordinal);
        Assert.Contains("60.0000 DOT", panel, StringComparison.Ordinal);
        Assert.Contains("25 %", panel, StringComparison.Ordinal);
        Assert.Contains("./desk commission statements explain s-1 1", panel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_in_which_nothing_was_due_is_no_failure()
    {
        var none = new CallException(new(TroubleKind.Refused, "There is no statement of 2026-09.", "NOT_FOUND"), new TimeoutException());
        var page = await new PageOnPaper(DisputeUntil, "/statements/2026-09", Role.Rep).Answers<GetStatementRequest>(_ => throw none).RenderAsync<StatementPage>(("Month", "2026-09"));
        Assert.Equal("Nothing was due in September 2026.", page.QuerySelector(".empty")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("[data-panel]"));
        Assert.NotNull(page.QuerySelector("a[href='/statements/2026-10']"));
    }

    [Theory]
    [InlineData(-1, PageOnPaper.Me, true)]
    [InlineData(0, PageOnPaper.Me, false)] // The deadline itself is too late.
    [InlineData(-1, "019a0000-0000-7000-8000-000000000002", false)]
    public async Task Only_ones_own_lines_can_be_disputed_and_only_in_time(int seconds, string whose, bool offered)
    {
        var statement = Sample();
        (statement.ParticipantId, statement.ParticipantName) = (whose, "Ada");
        var page = await Page("/statements/2026-10", statement, DisputeUntil.AddSeconds(seconds)).RenderAsync<StatementPage>(("Month", "2026-10"));
        Assert.Equal(offered, page.QuerySelector("tbody a[href*='dispute=1']") is not null);
        Assert.Null(page.QuerySelector("tbody a[href*='dispute=2']")); // Disputed already.
    }

    [Fact]
    public async Task What_is_paid_out_stands_beside_the_net_with_advances_between_them()
    {
        var statement = Sample();
        (statement.DrawPaidPlanck, statement.DrawRecoveredPlanck, statement.DrawBalancePlanck, statement.PayoutPlanck) = ("", "25000000000", "-5000000000", "100000000000");
        var page = await Page("/statements/2026-10", statement).RenderAsync<StatementPage>(("Month", "2026-10"));
        var sums = Squeezed(page.QuerySelector("[data-panel='What it comes to'] dl")!.TextContent);
        Assert.Contains("Net12.5000 DOT", sums, StringComparison.Ordinal);
        Assert.Contains("Kept back for earlier advances−2.5000 DOT", sums, StringComparison.Ordinal);
        Assert.Contains("Advanced and not made up for−0.5000 DOT", sums, StringComparison.Ordinal);
        Assert.Contains("Paid out10.0000 DOT", sums, StringComparison.Ordinal);
        Assert.DoesNotContain("Advanced for the month", sums, StringComparison.Ordinal); // Its months are over.
    }

    [Theory]
    [InlineData(Role.BudgetHolder, "019a0000-0000-7000-8000-000000000002", true)]
    [InlineData(Role.HeadOfSales, "019a0000-0000-7000-8000-000000000002", true)]
    [InlineData(Role.TeamLead, "019a0000-0000-7000-8000-000000000002", false)]
    [InlineData(Role.BudgetHolder, PageOnPaper.Me, false)] // Nobody answers their own.
    public async Task A_dispute_is_answered_by_finance_at_an_address_of_its_own_and_never_by_who_opened_it(Role role, string whose, bool offered)
    {
        var statement = Sample();
        statement.ParticipantId = whose;
        var list = await Page("/statements/2026-10", statement, role: role).RenderAsync<StatementPage>(("Month", "2026-10"));
        Assert.Equal(offered, list.QuerySelector("a[href='/statements/2026-10?answer=d']") is not null);
        var open = await Page("/statements/2026-10?answer=d", statement, role: role).RenderAsync<StatementPage>(("Month", "2026-10"));
        Assert.Equal(offered, open.QuerySelector("form[aria-label=Answer]") is not null);
        Assert.Null((await Page("/statements/2026-10?answer=another", statement, role: role).RenderAsync<StatementPage>(("Month", "2026-10"))).QuerySelector("form[aria-label=Answer]"));
    }

    [Theory]
    [InlineData("commission 2026-10 Helen Osei DOT", ".pdf", "commission-2026-10-helen-osei-dot.pdf")]
    [InlineData("commission 2026-10 Zoë / ../etc \"x\"", ".csv", "commission-2026-10-zoë-etc-x.csv")]
    [InlineData("../..", ".pdf", "statement.pdf")]
    public void A_download_has_a_name_that_every_file_system_takes(string words, string extension, string name) => Assert.Equal(name, CoretimeDesk.Web.Desk.Files.FileNames.Of(words, extension));

    [Theory]
    [InlineData("?line=-1")]
    [InlineData("?line=99")]
    [InlineData("?dispute=-5")]
    public async Task An_address_that_names_no_line_opens_nothing(string query)
    {
        var page = await Page($"/statements/2026-10{query}", Sample()).RenderAsync<StatementPage>(("Month", "2026-10"));
        Assert.Null(page.QuerySelector("aside.explain"));
        Assert.Null(page.QuerySelector("form"));
    }

    [Fact]
    public async Task The_list_names_others_and_asks_for_them_by_id()
    {
        var (mine, hers) = (Sample(), Sample());
        (hers.ParticipantId, hers.ParticipantName) = ("019a0000-0000-7000-8000-000000000002", "Ada");
        var paper = new PageOnPaper(DisputeUntil, "/statements", Role.TeamLead).Answers<ListStatementsRequest>(_ => new ListStatementsResponse { Statements = { mine, hers } });
        var rows = (await paper.RenderAsync<StatementsPage>()).QuerySelectorAll("tbody tr");
        Assert.Equal(["/statements/2026-10", "/statements/2026-10?who=019a0000-0000-7000-8000-000000000002"], rows.Select(r => r.QuerySelector("th a")!.GetAttribute("href")));
        Assert.Equal(["You", "Ada"], rows.Select(r => r.QuerySelectorAll("td")[0].TextContent));
    }

    private static PageOnPaper Page(string address, Statement statement, DateTimeOffset? now = null, Role role = Role.Rep) =>
        new PageOnPaper(now ?? new(2026, 11, 10, 9, 0, 0, TimeSpan.Zero), address, role).Answers<GetStatementRequest>(_ => new GetStatementResponse { Statement = statement });

    private static Statement Sample() => new()
    {
        StatementId = "s-1", Month = "2026-10", Token = "DOT", ParticipantId = PageOnPaper.Me, ParticipantName = "Helen Osei", NetPlanck = "125000000000", EarnedPlanck = "150000000000", Stage = StatementStage.Review,
        ClosedAt = new DateTimeOffset(2026, 11, 5, 12, 0, 0, TimeSpan.Zero).ToTimestamp(), ReviewUntil = new DateTimeOffset(2026, 11, 12, 17, 0, 0, TimeSpan.Zero).ToTimestamp(), DisputeUntil = DisputeUntil.ToTimestamp(), PayOn = "2026-12-15",
        Lines =
        {
            new StatementLine
            {
                Line = 1, At = new DateTimeOffset(2026, 10, 14, 11, 36, 0, TimeSpan.Zero).ToTimestamp(), Kind = "earn", Event = "polkadot-coretime/6204112/4", Planck = "150000000000",
                Explanations = { new Explanation { Formula = "base × 2500 bp", PlanId = "2026", Numbers = { new FormulaNumber { Name = "base", Value = "600000000000", Unit = "planck" }, new FormulaNumber { Name = "share", Value = "2500", Unit = "bp" } } } },
            },
            new StatementLine { Line = 2, At = new DateTimeOffset(2026, 10, 20, 8, 0, 0, TimeSpan.Zero).ToTimestamp(), Kind = "clawback", Event = "e-2", Planck = "-25000000000", Late = true },
        },
        Disputes = { new Dispute { DisputeId = "d", StatementId = "s-1", Line = 2, Text = "It was paid.", OpenedAt = new DateTimeOffset(2026, 11, 6, 8, 0, 0, TimeSpan.Zero).ToTimestamp(), AnswerBy = new DateTimeOffset(2026, 11, 13, 17, 0, 0, TimeSpan.Zero).ToTimestamp() } },
    };

    private static string Squeezed(string text) => ReadingTheMonth.Squeezed(text);
}
