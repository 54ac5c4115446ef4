using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>Each role's pages: they say something, nothing on them is forbidden by their own policy, and nothing keeps people from using them.</summary>
public sealed class LookingAtThePages(DeskInABrowser desk)
{
    /// <summary>What makes a page wider than the phone; nothing when nothing does.</summary>
    private const string TooWide =
        """
        () => document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('main *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 12).join(' | ') || 'something outside of main'
        """;

    public static TheoryData<string, string, string> Pages => new()
    {
        // role, address, what the title says
        { "rep", "/day", "(due|overdue)" },
        { "rep", "/day?show=overdue", "(due|overdue)" },
        { "rep", "/pipeline", @"Pipeline: \d+ open deals?" },
        { "rep", "/pipeline?view=table&owner=all", @"Pipeline: \d+ open deals?" },
        { "rep", "/accounts", @"\d+ accounts?" },
        { "rep", "/quotes", "Quotes: " },
        { "rep", "/statements", "tatements" },
        { "rep", "/sale", "Regions .* cores? left" },
        { "team-lead", "/pipeline?owner=all", @"Pipeline: \d+ open deals?" },
        { "team-lead", "/approvals", "Approvals: nothing waits for you" },
        { "leadership", "/results", @"(so far: \d+ leads?, |No leads were created in )" }, // The demo's leads are of today, and reach the figures by the bus.
        { "leadership", "/credits", "left to award" },
        { "budget-holder", "/credits", "left to award" },
        { "rep", "/quotes/new", "New quote" },
        { "leadership", "/sale", "Regions .* cores? left" },
        { "solution-engineer", "/sale", "Regions .* cores? left" },
        { "solution-engineer", "/accounts", @"\d+ accounts?" },
        { "solution-engineer", "/queue", "Queue: " },
        { "administrator", "/sale", "Regions .* cores? left" },
        { "administrator", "/admin/people", @"People: \d+ people" },
        { "rep", "/me/security", "Security: password only" },
        { "administrator", "/followers", "Followers: " },
        { "administrator", "/unmatched", "Unmatched: " },
        { "administrator", "/admin/rules", "Rule versions: 1 is in force" },
        { "administrator", "/admin/rules/1?diff=1", "Rules, version 1: in force" },
        { "administrator", "/admin/audit", @"Audit: \d+ entries" },
        { "leadership", "/admin/audit?stream=leads", @"Audit: \d+ entries" },
        { "budget-holder", "/unmatched", "Unmatched: " },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_title_is_a_finding_and_nothing_is_in_the_way(string role, string address, string title)
    {
        await using var visit = await desk.AsAsync(role);
        await visit.OpenAsync(address);
        await visit.LoadedAsync();
        await Expect(visit.Heading).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(title));
        await Expect(visit.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex($"{title}.* · Coretime Desk"));
        await Expect(visit.Page.Locator(".demo")).ToContainTextAsync("Nothing here can be bought.");
        await Expect(visit.Page.Locator("[data-state=failed]")).ToHaveCountAsync(0);
        await visit.HasNoBarrierAsync();
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("/day")]
    [InlineData("/pipeline")]
    [InlineData("/sale")]
    [InlineData("/me/security")]
    public async Task In_the_dark_and_on_a_phone_it_is_no_worse_and_nothing_scrolls_sideways(string address)
    {
        await using var visit = await desk.AsAsync("rep", isPhone: true, isDark: true);
        await visit.OpenAsync(address);
        await visit.LoadedAsync();
        await visit.HasNoBarrierAsync();
        Assert.Equal("", await visit.Page.EvaluateAsync<string>(TooWide));
    }

    [Theory]
    [InlineData("rep", "/day")]
    [InlineData("team-lead", "/approvals")]
    [InlineData("leadership", "/results")]
    [InlineData("solution-engineer", "/queue")]
    [InlineData("administrator", "/sale")]
    public async Task Each_role_lands_on_its_own_page(string role, string landing)
    {
        await using var visit = await desk.AsAsync(role);
        await visit.OpenAsync("/");
        Assert.EndsWith(landing, new Uri(visit.Page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sees_no_prices_finds_none_on_the_sale_page_nor_in_the_strip()
    {
        await using var visit = await desk.AsAsync("solution-engineer");
        await visit.OpenAsync("/sale");
        await visit.LoadedAsync();
        await Expect(visit.Page.Locator(".amt")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("svg.curve")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("/statements/019a0000-0000-7000-8000-000000000001/statement.pdf")]
    [InlineData("/statements/019a0000-0000-7000-8000-000000000001/statement.csv")]
    [InlineData("/quotes/019a0000-0000-7000-8000-000000000001/r/1/quote.pdf")]
    public async Task A_file_that_one_may_not_have_is_told_as_one_that_is_not_there_and_nobody_gets_it_without_signing_in(string address)
    {
        await using var rep = await desk.AsAsync("rep");
        var answer = await rep.Page.APIRequest.GetAsync(address);
        Assert.Equal(404, answer.Status);
        Assert.Contains("The file could not be made", await answer.TextAsync(), StringComparison.Ordinal);
        await using var nobody = await desk.VisitAsync();
        Assert.Contains("/sign-in", (await nobody.Page.APIRequest.GetAsync(address)).Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_nobody_says_so_and_the_customers_page_is_as_strict_as_before()
    {
        await using (await desk.VisitAsync())
        {
        }

        using var http = new HttpClient { BaseAddress = new(desk.Address) };
        using var missing = await http.GetAsync("/no-such-page");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
        using var customer = await http.GetAsync($"/q/{new string('a', 43)}");
        Assert.DoesNotContain("script-src", customer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
