using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Assessments;
using CoretimeDesk.Web.Desk.Pages;
using CoretimeDesk.Web.Tests.Components;
using Google.Protobuf.WellKnownTypes;
using Verdict = CoretimeDesk.Leads.V1.Verdict;

namespace CoretimeDesk.Web.Tests.Engineer;

/// <summary>What solution engineers see: who waits, the form, the technical side of the deal. No amount, whatever the services answer.</summary>
public sealed class WorkingWithoutPrices
{
    private const string Account = "0198c0de-0000-7000-8000-0000000000a1";
    private static readonly DateTimeOffset Now = new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_queue_begins_with_what_is_overdue_and_offers_what_can_be_done()
    {
        var desk = Desk().Answer<ListAssessmentQueueRequest>(_ => new ListAssessmentQueueResponse
        {
            Works =
            {
                Work("Wexmoor", AssessmentNeed.Missing, Now.AddDays(3)), Work("Aleph", AssessmentNeed.RanOut, Now.AddDays(-1), taker: "Sam"),
                Work("Juniper", AssessmentNeed.Asked, Now.AddDays(20), taker: "me"),
            },
        });
        var page = await desk.RenderAsync<QueuePage>("/queue");
        Assert.Equal("Queue: 1 overdue, 3 wait", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Aleph", "Wexmoor", "Juniper"], page.QuerySelectorAll("[data-row] b a").Select(a => a.TextContent));
        Assert.Equal(["T:Take over", "E:Take", "E:Write", "G:Give back"], page.QuerySelectorAll("[data-row] [data-key]").Select(b => $"{b.GetAttribute("data-key")}:{b.TextContent.Trim()[..^2]}"));
        Assert.Contains("without one no quote of tier M goes out", page.QuerySelectorAll("[data-row]")[1].TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/queue", false, false, "Nothing waits")]
    [InlineData("/queue?show=mine", true, false, "You work on none.")]
    [InlineData("/queue?show=free", false, true, "Nobody's turn")]
    public async Task Its_filters_are_in_the_address_and_an_empty_one_says_what_is_missing(string address, bool mine, bool free, string empty)
    {
        var desk = Desk().Answer<ListAssessmentQueueRequest>(_ => new ListAssessmentQueueResponse());
        var page = await desk.RenderAsync<QueuePage>(address);
        var asked = desk.Asked.OfType<ListAssessmentQueueRequest>().First();
        Assert.Equal((mine, free), (asked.Mine, asked.Free));
        Assert.StartsWith(empty, page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Queue: nothing waits", page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_queue_that_does_not_load_says_why() =>
        Assert.Contains("The customer service does not answer", (await Desk().RenderAsync<QueuePage>("/queue")).QuerySelector("[data-state=failed]")!.TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task The_form_goes_on_with_the_draft_and_its_verdict_comes_last()
    {
        var desk = FormDesk(new() { Form = new() { CorePeriods = 26, Workload = "An appchain\nfor freight", Risks = { "state size", "one collator" }, StartsOn = "2027-01-05" }, AttachmentIds = { "f1" } });
        var page = await desk.RenderAsync<AssessmentPage>($"/accounts/{Account}/assessment", new() { ["Id"] = Account });
        Assert.Equal("26", page.GetElementById("core_periods")!.GetAttribute("value"));
        Assert.Equal("2027-01-05", page.GetElementById("starts_on")!.GetAttribute("value"));
        Assert.Equal("An appchain\nfor freight", ((AngleSharp.Html.Dom.IHtmlTextAreaElement)page.GetElementById("workload")!).Value);
        Assert.Equal("state size\none collator", ((AngleSharp.Html.Dom.IHtmlTextAreaElement)page.GetElementById("risks")!).Value);
        Assert.Equal(["core_periods", "supply", "regions", "cores", "starts_on", "ends_on", "blocks_per_day", "workload", "runtime_stack", "migration", "risks", "other", "upload", "valid_days"],
            page.QuerySelectorAll("form.assess :is(input, select, textarea)[id]").Select(e => e.Id));
        Assert.Equal("Verdict", page.QuerySelectorAll("form.assess legend")[^1].TextContent);
        Assert.Contains("load.csv", page.QuerySelector("form.assess .files")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(new('a', 64), page.QuerySelector("form.assess .files code")!.TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("form.assess :is(input, select, textarea)[id]"), field => Assert.NotNull(page.QuerySelector($"label[for={field.Id}]")));
    }

    [Fact]
    public async Task While_a_colleague_works_on_it_nothing_can_be_typed_until_it_is_taken_over()
    {
        var page = await FormDesk(null, taker: "Sam").RenderAsync<AssessmentPage>($"/accounts/{Account}/assessment", new() { ["Id"] = Account });
        Assert.All(page.QuerySelectorAll("form.assess fieldset"), f => Assert.True(f.HasAttribute("disabled")));
        Assert.Contains("Sam works on it", page.QuerySelector("[data-panel=Form]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rep_reads_the_versions_and_finds_no_form()
    {
        var page = await FormDesk(null, roles: "Rep").RenderAsync<AssessmentPage>($"/accounts/{Account}/assessment", new() { ["Id"] = Account });
        Assert.Null(page.QuerySelector("form.assess"));
        Assert.Contains(new('b', 64), page.QuerySelector("details.version")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_version_begins_with_the_last_and_thinks_of_its_verdict_anew_and_a_draft_comes_back_as_it_was()
    {
        var next = AssessmentFields.After(Version());
        Assert.Equal((13, Verdict.Unspecified, "t1"), (next.CorePeriods, next.Verdict, next.Revises));
        var request = next.ToRequest(Account, "r1");
        Assert.Equal(("", "t1"), (request.AccountId, request.Revises));

        var draft = new AssessmentDraft { Form = new() { CorePeriods = 3, Supply = ProductLine.OnDemand, Verdict = Verdict.NoFit, Risks = { "a", "b" }, EndsOn = "2027-02-28", BlocksPerDay = 14_400 }, AttachmentIds = { "f1", "f2" }, ValidDays = 30 };
        Assert.Equal(draft, AssessmentFields.Of(draft).ToDraft());
    }

    [Theory]
    [InlineData("SolutionEngineer", false)]
    [InlineData("Rep", true)]
    [InlineData("SolutionEngineer,HeadOfSales", true)]
    public async Task The_account_page_of_a_solution_engineer_has_no_amount_anywhere(string roles, bool sees)
    {
        // Worse than a service would answer: even then nothing is drawn.
        var desk = Desk(roles.Split(','))
            .Answer<GetAccountRequest>(_ => new GetAccountResponse { Account = new() { AccountId = Account, Name = "Aleph", Number = "A-1", AnnualCorePeriods = 26, CreatedAt = Now.ToTimestamp() } })
            .Answer<ListActivitiesRequest>(_ => new ListActivitiesResponse())
            .Answer<ListLeadsRequest>(_ => new ListLeadsResponse())
            .Answer<GetCurrentAssessmentRequest>(_ => new GetCurrentAssessmentResponse { Assessment = Version() })
            .Answer<GetAssessmentWorkRequest>(_ => new GetAssessmentWorkResponse { Work = Work("Aleph", AssessmentNeed.Unspecified, null) })
            .Answer<ListQuotesRequest>(_ => new ListQuotesResponse { Quotes = { Quoted() } });
        var page = await desk.RenderAsync<AccountPage>($"/accounts/{Account}", new() { ["Id"] = Account });
        Assert.Contains("Q-1", page.QuerySelector("[data-panel=Quotes]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(sees, page.QuerySelectorAll(".amt").Length > 0);
        Assert.Equal(sees, page.DocumentElement.TextContent.Contains("DOT", StringComparison.Ordinal) || page.DocumentElement.InnerHtml.Contains("planck", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("T-2026-000003", page.QuerySelector("[data-panel='Technical assessment']")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, "512 bytes")]
    [InlineData(131_072, "128 KiB")]
    [InlineData(10_485_760, "10 MiB")]
    public void Sizes_are_read_at_a_glance(long bytes, string text) => Assert.Equal(text, AssessmentWords.Size(bytes));

    private static DeskOnPaper Desk(params string[] roles) => new() { Roles = roles.Length > 0 ? roles : ["SolutionEngineer"], Now = Now };

    private static Quote Quoted() => new()
    {
        QuoteId = "q1", Number = "Q-1", Customer = new() { AccountId = Account, AccountName = "Aleph" }, OwnerName = "Ravi", CreatedAt = Now.ToTimestamp(),
        Revisions = { new QuoteRevision { Revision = 1, State = QuoteState.Sent, Ask = SampleQuotes.Ask(2, 13, 0), Terms = SampleQuotes.Terms(2, 13, 0) } },
    };

    private static DeskOnPaper FormDesk(AssessmentDraft? draft, string taker = "me", string roles = "SolutionEngineer") => Desk(roles)
        .Answer<GetAssessmentWorkRequest>(_ => new GetAssessmentWorkResponse { Work = Work("Aleph", AssessmentNeed.Missing, Now.AddDays(3), taker), Draft = draft, Version = 4 })
        .Answer<ListAssessmentsRequest>(_ => new ListAssessmentsResponse { Assessments = { Version() } })
        .Answer<ListAttachmentsRequest>(_ => new ListAttachmentsResponse
        {
            Attachments = { new Attachment { AttachmentId = "f1", FileName = "load.csv", SizeBytes = 2048, MediaType = "text/csv", Sha256 = new('a', 64) }, new Attachment { AttachmentId = "f2", FileName = "other.pdf" } },
        });

    private static AssessmentWork Work(string name, AssessmentNeed need, DateTimeOffset? due, string taker = "") => new()
    {
        AccountId = name == "Aleph" ? Account : $"{Guid.NewGuid()}", AccountName = name, Need = need, DueAt = due?.ToTimestamp(), Since = Now.AddDays(-4).ToTimestamp(), SizeTier = SizeTier.M, Segment = Segment.Builder,
        AnnualCorePeriods = 26, AskedBy = need == AssessmentNeed.Asked ? "Ravi" : "", AskedWhy = need == AssessmentNeed.Asked ? "they decide on Friday" : "",
        TakenById = taker == "me" ? DeskOnPaper.Me : taker.Length > 0 ? $"{Guid.NewGuid()}" : "", TakenBy = taker, TakenAt = taker.Length > 0 ? Now.ToTimestamp() : null,
    };

    private static Assessment Version() => new()
    {
        AssessmentId = "t1", Number = "T-2026-000003", Revision = 2, AccountId = Account, AccountName = "Aleph", Sha256 = new('b', 64), WrittenBy = "Sol", WrittenAt = Now.AddDays(-80).ToTimestamp(),
        ValidUntil = Now.AddDays(10).ToTimestamp(), Current = true,
        Form = new() { CorePeriods = 13, Regions = 13, StartsOn = "2027-01-05", EndsOn = "2027-12-31", Supply = ProductLine.Bulk, Cores = 1, BlocksPerDay = 14_400, Workload = "A rollup", RuntimeStack = "polkadot-sdk", Verdict = Verdict.Fit },
    };
}
