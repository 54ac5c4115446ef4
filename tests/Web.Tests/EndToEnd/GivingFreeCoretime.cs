using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>A grant in browsers of two people: the rep asks at the account, hearing from the service what is missing; the budget holder decides where the money is.</summary>
public sealed class GivingFreeCoretime(DeskInABrowser desk)
{
    [Fact]
    public async Task A_rep_asks_and_sees_what_the_budget_holder_decided_and_the_award_is_set_aside()
    {
        using var people = await desk.PeopleAsync();
        using var customer = await Customer.MakeAsync(people, Leads.V1.Segment.Startup);
        await desk.QuotableAsync(people);
        await using var rep = await desk.AsAsync("rep");
        await AskAsync(rep, customer);

        await using var holder = await desk.AsAsync("budget-holder");
        await OpenAsync(holder, customer);
        var panel = holder.Page.Locator("aside.explain");
        await Expect(panel).ToContainTextAsync("They run on a test network since spring");
        await holder.HasNoBarrierAsync();

        // Money is set aside: it takes two presses, and can be taken back for ten seconds.
        await holder.Page.Keyboard.PressAsync("a");
        var confirm = panel.GetByRole(AriaRole.Button, new() { Name = "Yes, set" });
        await Expect(confirm).ToBeFocusedAsync();
        await holder.Page.Keyboard.PressAsync("Enter");
        await Expect(holder.Page.Locator(".ban.info")).ToContainTextAsync($"Approving");
        await holder.Page.Locator("h1").ClickAsync();
        await holder.Page.Keyboard.PressAsync("u");
        await Expect(holder.Page.Locator(".ban.info")).ToHaveCountAsync(0);
        await holder.Page.Keyboard.PressAsync("a");
        await confirm.PressAsync("Enter");
        await Expect(holder.Page.Locator(".ban.done")).ToContainTextAsync(customer.Name);
        await Expect(panel).ToContainTextAsync("Lapses");
        await Expect(panel.Locator("tbody tr").First).ToContainTextAsync("open");
        await Expect(panel.Locator("tbody tr").Nth(1)).ToContainTextAsync("waits");

        await Expect(rep.Panel("Free coretime")).ToContainTextAsync("Lapses");
        await Expect(rep.Panel("Free coretime")).ToContainTextAsync("Tranche 2 waits");
        Assert.Empty(rep.Complaints.Concat(holder.Complaints));
    }

    [Fact]
    public async Task A_decline_needs_a_reason_which_the_rep_reads_at_the_account()
    {
        using var people = await desk.PeopleAsync();
        using var customer = await Customer.MakeAsync(people, Leads.V1.Segment.Startup);
        await desk.QuotableAsync(people);
        await using var rep = await desk.AsAsync("rep");
        await AskAsync(rep, customer);
        await using var holder = await desk.AsAsync("budget-holder");
        await OpenAsync(holder, customer);
        await holder.Page.Keyboard.PressAsync("d");
        await Expect(holder.Page.GetByText("A decline needs a reason")).ToBeVisibleAsync();
        await Expect(holder.Page.GetByLabel("Reason, kept with the decision")).ToBeFocusedAsync();
        await holder.Page.Keyboard.TypeAsync("They have funding of their own");
        await holder.Page.Keyboard.PressAsync("Enter");
        await Expect(holder.Page.Locator(".ban.done")).ToContainTextAsync("declined");
        await Expect(rep.Panel("Free coretime")).ToContainTextAsync("They have funding of their own");
    }

    internal static async Task AskAsync(Visit rep, Customer customer)
    {
        var page = rep.Page;
        await rep.OpenAsync($"/accounts/{customer.AccountId}");
        await rep.LoadedAsync();
        await page.Keyboard.PressAsync("g");
        var form = page.GetByRole(AriaRole.Form, new() { Name = "Ask for free coretime" });
        await Expect(form.GetByLabel("Programme")).ToBeFocusedAsync();
        await Expect(form.GetByLabel("The customer's para")).ToHaveValueAsync($"{customer.Para}");

        // The service's own check says what is missing, rule by rule, before anything is asked for.
        await Expect(form).ToContainTextAsync("Enter when the customer was founded.");
        await Expect(form.GetByRole(AriaRole.Button, new() { Name = "Request" })).ToBeDisabledAsync();
        await form.GetByLabel("Founded on").FillAsync($"{TimeProvider.System.GetUtcNow().AddYears(-1):yyyy-MM-dd}");
        await form.GetByLabel("Chain on a test network").FillAsync("paseo 4000");
        await form.GetByLabel("Why this customer").FillAsync("They run on a test network since spring");
        await Expect(form).ToContainTextAsync("The rules allow it.");
        await Expect(form).ToContainTextAsync("in 3 tranches");
        await rep.HasNoBarrierAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Request 3 core-periods" }).ClickAsync();
        await Expect(rep.Panel("Free coretime")).ToContainTextAsync("is asked for. Somebody decides by");
        await Expect(form).ToHaveCountAsync(0);
        Assert.DoesNotContain("ask=grant", page.Url, StringComparison.Ordinal);
    }

    private static async Task OpenAsync(Visit holder, Customer customer)
    {
        await holder.OpenAsync("/credits");
        await Expect(holder.Heading).ToContainTextAsync("left to award");
        await holder.Panel("To decide").GetByRole(AriaRole.Link, new() { Name = customer.Name }).ClickAsync();
        await Expect(holder.Page.Locator("aside.explain h2")).ToContainTextAsync(customer.Name);
    }
}
