using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>Pictures of the pages for docs/screenshots, taken where <c>DESK_SCREENSHOTS</c> is set: <c>docs/screenshots/take.sh</c> sets it.</summary>
public sealed class TakingScreenshots(DeskInABrowser desk)
{
    /// <summary>Leads from there to a page of one's own, and shows nothing.</summary>
    private const string Landing = "/";

    [Fact]
    public void Every_page_has_its_pictures()
    {
        var pages = typeof(WebHost).Assembly.GetTypes().Select(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>().Select(route => route.Template).ToList())
            .Where(routes => routes.Count > 0 && !routes.Contains(Landing)).ToList();
        Assert.NotEmpty(pages);
        Assert.DoesNotContain(pages, routes => !routes.Intersect(Pictures.Pictured).Any());
        Assert.DoesNotContain(Pictures.Files, file => !File.Exists(file));
    }

    [Fact]
    public async Task Every_page_is_pictured_by_day_by_night_and_on_a_phone()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DESK_SCREENSHOTS") is { Length: > 0 }, "Pictures are taken by docs/screenshots/take.sh.");
        await Pictures.TakeAsync("sign-in", "/sign-in", (isPhone, isDark) => desk.VisitAsync(isPhone, isDark), visit => Expect(visit.Page.GetByLabel("Password")).ToBeVisibleAsync());
        await TakeAsync("password", "rep", "/password", visit => Expect(visit.Heading).ToBeVisibleAsync());
        await TakeAsync("my-day", "rep", "/day");
        await TakeAsync("sale", "rep", "/sale");
        await TakeAsync("pipeline", "rep", "/pipeline");
        await TakeAsync("pipeline-table", "rep", "/pipeline?view=table&owner=all");
        await TakeAsync("accounts", "rep", "/accounts");
        await TakeAsync("account", "rep", await LinkOfAsync("rep", "/accounts", "Buyer")); // What the chain told of them is on their timeline.
        await TakeAsync("statements", "rep", "/statements");
        await TakeAsync("statement", "rep", $"/statements/{TimeProvider.System.GetUtcNow():yyyy-MM}");
        await TakeAsync("security", "rep", "/me/security");
        await TakeAsync("people", "administrator", "/admin/people");
        await TakeAsync("person", "administrator", await LinkOfAsync("administrator", "/admin/people", "Demo: Ravi"));
        await TakeAsync("followers", "administrator", "/followers");
        await TakeAsync("unmatched", "administrator", "/unmatched");
        await TakeAsync("rules", "administrator", "/admin/rules/1");
        await TakeAsync("audit", "administrator", "/admin/audit");
        await SellAsync();
        await GiveAsync();
        await TakeAsync("results", "leadership", "/results");
        await TakeAsync("results-explained", "leadership", await ExplainedAsync());
    }

    /// <summary>A quote beyond the rep's ceiling, from its terms to the customer.</summary>
    private async Task SellAsync()
    {
        using var people = await desk.PeopleAsync();
        using var customer = await Customer.MakeAsync(people);
        await desk.QuotableAsync(people);
        await TakeAsync("queue", "solution-engineer", "/queue");
        await TakeAsync("assessment", "solution-engineer", $"/accounts/{customer.AccountId}/assessment");
        await TakeAsync("new-quote", "rep", $"/quotes/new?account={customer.AccountId}");
        await using var rep = await desk.AsAsync("rep");
        var quote = await SellingToACustomer.DraftBeyondTheCeilingAsync(rep, customer);
        await rep.Page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(rep.Page.Locator(".ban.done")).ToContainTextAsync("Saved at");
        await TakeAsync("quote-draft", "rep", $"/quotes/{quote}/r/1", async visit =>
        {
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ask team lead" })).ToBeEnabledAsync();
            await visit.LoadedAsync();
        });
        await SellingToACustomer.AskTeamLeadAsync(rep);
        await TakeAsync("quote", "rep", $"/quotes/{quote}/r/1");
        await TakeAsync("approvals", "team-lead", $"/approvals/{quote}/r/1");
        await using var lead = await desk.AsAsync("team-lead");
        await SellingToACustomer.OpenRequestAsync(lead, quote, customer);
        await lead.Page.Keyboard.PressAsync("a");
        await Expect(lead.Page.Locator(".ban.done")).ToContainTextAsync("Approved");
        var link = await SellingToACustomer.SendAsync(rep);
        await TakeAsync("quote-sent", "rep", $"/quotes/{quote}/r/1");
        await TakeAsync("quotes", "rep", "/quotes");
        await Pictures.TakeAsync("customer", link, (isPhone, isDark) => desk.VisitAsync(isPhone, isDark), visit => Expect(visit.Page.GetByText("Open until")).ToBeVisibleAsync());
    }

    /// <summary>Free coretime that waits for a decision.</summary>
    private async Task GiveAsync()
    {
        using var people = await desk.PeopleAsync();
        using var customer = await Customer.MakeAsync(people, Leads.V1.Segment.Startup);
        await using var rep = await desk.AsAsync("rep");
        await GivingFreeCoretime.AskAsync(rep, customer);
        await TakeAsync("credits", "leadership", "/credits");
        await TakeAsync("grant", "budget-holder", await LinkOfAsync("budget-holder", "/credits", customer.Name));
    }

    private Task TakeAsync(string name, string role, string address, Func<Visit, Task>? seen = null) => Pictures.TakeAsync(name, address, (isPhone, isDark) => desk.AsAsync(role, isPhone, isDark), seen);

    /// <summary>Where a page's link leads to.</summary>
    private async Task<string> LinkOfAsync(string role, string address, string name)
    {
        await using var visit = await desk.AsAsync(role);
        await visit.OpenAsync(address);
        return (await visit.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = name }).First.GetAttributeAsync("href"))!;
    }

    private async Task<string> ExplainedAsync()
    {
        await using var visit = await desk.AsAsync("leadership");
        await visit.OpenAsync("/results");
        await visit.LoadedAsync();
        return (await visit.Page.Locator("main a[href*='explain=']").First.GetAttributeAsync("href"))!;
    }
}
