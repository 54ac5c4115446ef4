using System.Text.RegularExpressions;
using CoretimeDesk.Desk.Demo.Story;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>
/// The desk's main path in browsers of three people, by keys: the rep offers more than they may alone, the team lead decides, and the customer says yes on a phone. What one does, the others'
/// pages show by themselves. Nobody can buy on recorded blocks, so the quote stays accepted; ./desk demo on the lab, and its test, go on to the finalised purchase.
/// </summary>
public sealed partial class SellingToACustomer(DeskInABrowser desk)
{
    [Fact]
    public async Task A_quote_beyond_the_reps_ceiling_goes_from_my_day_to_the_customers_yes()
    {
        using var people = await desk.PeopleAsync();
        using var customer = await Customer.MakeAsync(people);
        await desk.QuotableAsync(people);
        await using var rep = await desk.AsAsync("rep");
        var quote = await OfferBeyondTheCeilingAsync(rep, customer);

        // The team lead approves by one key, takes it back by another within ten seconds, and approves for good.
        await using var lead = await desk.AsAsync("team-lead");
        await OpenRequestAsync(lead, quote, customer);
        await lead.HasNoBarrierAsync();
        await lead.Page.Keyboard.PressAsync("a");
        await Expect(lead.Page.Locator(".ban.info")).ToContainTextAsync(customer.Name);
        await lead.Page.Keyboard.PressAsync("u");
        await Expect(lead.Page.Locator(".ban.info")).ToHaveCountAsync(0);
        await lead.Page.Keyboard.PressAsync("a");
        await Expect(lead.Page.Locator(".ban.done")).ToContainTextAsync($"Approved: {customer.Name}, {quote}.");
        Assert.Empty(lead.Complaints);

        // The rep's page shows it without being touched; one key sends it, and makes the link.
        await Expect(rep.Heading).ToContainTextAsync("approved");
        var link = await SendAsync(rep);
        await Expect(rep.Heading).ToContainTextAsync("sent");
        await rep.HasNoBarrierAsync();

        await AcceptOnAPhoneAsync(customer, link);

        // And the yes.
        await Expect(rep.Heading).ToContainTextAsync("accepted");
        await rep.Page.GetByRole(AriaRole.Link, new() { Name = customer.Name }).ClickAsync();
        await Expect(rep.Page.Locator(".line > li.quote").First).ToContainTextAsync("ccepted");
        Assert.Empty(rep.Complaints);
    }

    [Fact]
    public async Task What_was_approved_and_then_changed_is_shown_side_by_side_and_a_decline_needs_a_reason_that_reaches_the_rep()
    {
        using var people = await desk.PeopleAsync();
        using var customer = await Customer.MakeAsync(people);
        await desk.QuotableAsync(people);
        await using var rep = await desk.AsAsync("rep");
        var quote = await OfferBeyondTheCeilingAsync(rep, customer);
        await using var lead = await desk.AsAsync("team-lead");
        await OpenRequestAsync(lead, quote, customer);
        await lead.Page.Keyboard.PressAsync("a");
        await Expect(lead.Page.Locator(".ban.done")).ToContainTextAsync("Approved");

        // One more core-period is another quote: the approval counts for exactly what was approved.
        await Expect(rep.Heading).ToContainTextAsync("approved");
        await rep.Page.GetByRole(AriaRole.Link, new() { Name = "Change it" }).ClickAsync();
        var slider = rep.Page.GetByRole(AriaRole.Slider);
        var before = int.Parse((await slider.GetAttributeAsync("aria-valuenow"))!, System.Globalization.CultureInfo.InvariantCulture);
        await slider.PressAsync("ArrowRight");
        await Expect(slider).ToHaveAttributeAsync("aria-valuenow", $"{before + 1}");
        await Expect(rep.Page.GetByRole(AriaRole.Button, new() { Name = "Ask team lead" })).ToBeEnabledAsync();
        await rep.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(rep.Page.Locator(".ban.done")).ToContainTextAsync("Team lead asked");

        await OpenRequestAsync(lead, quote, customer);
        await Expect(lead.Page.Locator(".ban.waiting")).ToContainTextAsync("Your approval of revision 1 no longer counts.");
        await Expect(lead.Page.Locator("table.diff .main")).ToBeVisibleAsync();
        await lead.HasNoBarrierAsync();
        await lead.Page.Keyboard.PressAsync("d");
        await Expect(lead.Page.GetByText("A decline needs a reason")).ToBeVisibleAsync();
        await Expect(lead.Page.GetByLabel("Reason, kept with the decision")).ToBeFocusedAsync();
        await lead.Page.Keyboard.TypeAsync("The first offer was generous enough");
        await lead.Page.Keyboard.PressAsync("Enter");
        await Expect(lead.Page.Locator(".ban.done").First).ToContainTextAsync($"Declined: {customer.Name}");
        await Expect(rep.Page.Locator(".ban.info")).ToContainTextAsync("The first offer was generous enough");
        Assert.Empty(rep.Complaints.Concat(lead.Complaints));
    }

    /// <summary>Asks for what was drafted.</summary>
    internal static async Task AskTeamLeadAsync(Visit rep)
    {
        await rep.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(rep.Page.Locator(".ban.done")).ToContainTextAsync("Team lead asked, to decide by");
    }

    /// <summary>Sends what may be sent, by key.</summary>
    /// <returns>The customer's link, below the desk's own address.</returns>
    internal static async Task<string> SendAsync(Visit rep)
    {
        await Expect(rep.Page.GetByRole(AriaRole.Button, new() { Name = "Send quote" })).ToBeEnabledAsync();
        await rep.Page.Keyboard.PressAsync("Control+Enter");
        var link = rep.Page.GetByRole(AriaRole.Textbox, new() { Name = "Customer link" });
        await Expect(link).ToHaveValueAsync(LinkPath());
        return LinkPath().Match(await link.InputValueAsync()).Value;
    }

    private static async Task<string> OfferBeyondTheCeilingAsync(Visit rep, Customer customer)
    {
        var quote = await DraftBeyondTheCeilingAsync(rep, customer);
        await AskTeamLeadAsync(rep);
        return quote;
    }

    /// <summary>From My day to a draft that needs approval, by keys where there are keys.</summary>
    /// <returns>The quote's number.</returns>
    internal static async Task<string> DraftBeyondTheCeilingAsync(Visit rep, Customer customer)
    {
        var page = rep.Page;
        await rep.OpenAsync("/day");
        await rep.LoadedAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync(customer.Name);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = customer.Name }).ClickAsync();
        await Expect(rep.Heading).ToContainTextAsync($"{customer.Name}: no next step");
        await page.Keyboard.PressAsync("q");
        await Expect(rep.Heading).ToContainTextAsync("New quote");
        await page.GetByLabel("Cores", new() { Exact = true }).FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin the draft" }).ClickAsync();
        await Expect(rep.Heading).ToContainTextAsync($"{customer.Name}: 2 cores for 13 periods");
        var quote = Regex.Match(page.Url, "/quotes/(Q-[0-9-]+)/").Groups[1].Value;

        // The price is there, and what the rep would earn by it, before anything is conceded.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send quote" })).ToBeEnabledAsync();
        await Expect(page.Locator("svg.curve")).ToBeVisibleAsync();
        var totals = page.GetByRole(AriaRole.Region, new() { Name = "Totals" });
        await Expect(totals).ToContainTextAsync("Customer pays");
        await Expect(totals.Locator("[data-commission]")).ToContainTextAsync("Plan ");
        var full = await totals.Locator("dd b").InnerTextAsync();

        await page.GetByLabel("The customer's para").FillAsync($"{customer.Para}");
        await page.GetByLabel("Why, for those who approve").FillAsync("They bring two more rollups");
        await page.GetByLabel("Why, for those who approve").BlurAsync();

        // It moves in whole core-periods and stops at the rep's ceiling; only asking goes beyond.
        var slider = page.GetByRole(AriaRole.Slider);
        var count = 0;
        while (await page.GetByText("At your ceiling").CountAsync() == 0)
        {
            Assert.True(count < 26, "The slider has no stop.");
            await slider.PressAsync("ArrowRight");
            await Expect(slider).ToHaveAttributeAsync("aria-valuenow", $"{++count}");
        }

        await slider.PressAsync("ArrowRight");
        await Expect(slider).ToHaveAttributeAsync("aria-valuenow", $"{count}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for a" }).ClickAsync();
        await Expect(slider).ToHaveAttributeAsync("aria-valuenow", $"{count + 1}");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Ask team lead" })).ToBeEnabledAsync();
        await Expect(totals.Locator("dd b")).Not.ToHaveTextAsync(full);
        Assert.Contains($"concession={count + 1}", page.Url, StringComparison.Ordinal);
        await rep.HasNoBarrierAsync();
        return quote;
    }

    internal static async Task OpenRequestAsync(Visit lead, string quote, Customer customer)
    {
        await lead.OpenAsync($"/approvals/{quote}/r/1");
        await Expect(lead.Heading).ToHaveTextAsync(new Regex(@"Approvals: \d+ waits? for you"));
        await Expect(lead.Panel(customer.Name)).ToHaveAttributeAsync("data-state", "ready");
        await Expect(lead.Page.GetByRole(AriaRole.Button, new() { Name = "Approve " })).ToBeEnabledAsync();
    }

    /// <summary>The customer, whom nobody signed in: reads, signs with their own key, and finds what to sign to buy.</summary>
    private async Task AcceptOnAPhoneAsync(Customer customer, string link)
    {
        await using var phone = await desk.VisitAsync(isPhone: true);
        var page = phone.Page;
        await page.GotoAsync(link);
        await Expect(page.GetByText("Open until")).ToBeVisibleAsync();
        await phone.HasNoBarrierAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        await page.GetByLabel("Your account").FillAsync(customer.Address);
        await page.GetByLabel("Signature", new() { Exact = true }).FillAsync(customer.Sign(await page.GetByLabel("Text to sign").InputValueAsync()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept with this signature" }).ClickAsync();
        await Expect(page.Locator("#status")).ToContainTextAsync("Accepted, waiting for the purchase");
        await Expect(page.Locator("#status .steps")).ToContainTextAsync("signed by");

        // From now on it looks by itself for the purchase; what to sign is one press away.
        await page.GetByRole(AriaRole.Link, new() { Name = "Stop, and show what to sign" }).ClickAsync();
        await Expect(page.GetByLabel("Call data")).ToHaveValueAsync(CallData());
        await page.GetByText("Wallet is on another device").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of the wallet link" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Demo data.")).ToBeVisibleAsync();
        await phone.HasNoBarrierAsync();
        Assert.Empty(phone.Complaints);
    }

    [GeneratedRegex("/q/[A-Za-z0-9_-]{43}$")]
    private static partial Regex LinkPath();

    [GeneratedRegex("^0x[0-9a-f]{60,}$")]
    private static partial Regex CallData();
}
