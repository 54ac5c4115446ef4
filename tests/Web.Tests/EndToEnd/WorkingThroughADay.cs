using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

public sealed class WorkingThroughADay(DeskInABrowser desk)
{
    [Fact]
    public async Task A_task_is_done_by_keys_alone_and_is_then_in_the_accounts_timeline()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/day");
        await visit.LoadedAsync();
        var row = visit.Page.Locator("[data-row]").Filter(new() { HasText = "Send the region explainer" });
        while (!await row.EvaluateAsync<bool>("e => e === document.activeElement"))
        {
            await visit.Page.Keyboard.PressAsync("j");
        }

        await visit.Page.Keyboard.PressAsync("e");
        await Expect(row.GetByLabel("What came of it")).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("They have it now");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator(".ban.done")).ToContainTextAsync("Send the region explainer");
        await Expect(row).ToHaveCountAsync(0);
        Assert.Equal((short)2, await desk.SqlAsync("select state from leads.tasks where title = 'Send the region explainer'"));
    }

    [Fact]
    public async Task What_is_logged_at_an_account_is_the_newest_entry_of_its_one_timeline()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/accounts");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Lighthouse Games" }).First.ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("Lighthouse Games");
        await visit.LoadedAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Log activity" }).ClickAsync();
        await visit.Page.GetByLabel("What happened").FillAsync("Asked what a timeslice is");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator(".line > li").First).ToContainTextAsync("Asked what a timeslice is");
        await visit.HasNoBarrierAsync();

        // The address says what is shown: a copied link shows a colleague the same.
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Chain", Exact = true }).ClickAsync();
        await Expect(visit.Page.Locator(".line > li", new() { HasText = "Asked what a timeslice is" })).ToHaveCountAsync(0);
        Assert.EndsWith("?kind=chain", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_is_moved_by_keys_and_one_that_only_the_chain_can_move_goes_back_with_the_reason()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/pipeline");
        await visit.LoadedAsync();
        var card = visit.Page.Locator("[data-stage=Lead] [data-card]").Filter(new() { HasText = "Freight notary" });
        await card.FocusAsync();
        await visit.Page.Keyboard.PressAsync(" ");
        await Expect(visit.Page.GetByText("is lifted.")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visit.Page.Locator(".col.over")).ToHaveAttributeAsync("data-stage", "Claimed");
        await visit.Page.Keyboard.PressAsync("Enter");
        var claimed = visit.Page.Locator("[data-stage=Claimed] [data-card]").Filter(new() { HasText = "Freight notary" });
        await Expect(claimed).ToBeVisibleAsync();

        await claimed.FocusAsync();
        await visit.Page.Keyboard.PressAsync(" ");
        for (var i = 0; i < 4; i++)
        {
            await visit.Page.Keyboard.PressAsync("ArrowRight");
        }

        await Expect(visit.Page.Locator(".col.over")).ToHaveAttributeAsync("data-stage", "Won");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(claimed.GetByRole(AriaRole.Alert)).ToContainTextAsync("a finalised purchase does");
    }

    [Fact]
    public async Task The_keys_of_a_page_are_listed_by_one_key()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/day");
        await visit.LoadedAsync();
        await visit.Page.Keyboard.PressAsync("?");
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Done with the focused task");
        await visit.HasNoBarrierAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Keyboard.PressAsync("Control+k");
        await visit.Page.Keyboard.TypeAsync("Harbour");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Heading).ToContainTextAsync("“Harbour”");
    }

    [Fact]
    public async Task Single_keys_can_be_switched_off_for_good_and_on_again_by_a_button_that_is_always_there()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/day");
        await visit.LoadedAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await visit.Page.Keyboard.PressAsync("?");
        await dialog.GetByLabel("Keys of one letter work").UncheckAsync();
        await Expect(dialog).ToContainTextAsync("They are off in this browser.");
        await visit.HasNoBarrierAsync();
        await visit.Page.Keyboard.PressAsync("Escape");

        await visit.OpenAsync("/accounts");
        await visit.Page.Keyboard.PressAsync("?");
        await Expect(dialog).ToBeHiddenAsync();
        await visit.Page.Keyboard.PressAsync("Control+k");
        await Expect(visit.Page.Locator("[data-key=\"Ctrl K\"]")).ToBeFocusedAsync(); // With Ctrl it is no single key.

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Keys", Exact = true }).ClickAsync();
        await dialog.GetByLabel("Keys of one letter work").CheckAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Locator("h1").ClickAsync();
        await visit.Page.Keyboard.PressAsync("?");
        await Expect(dialog).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_focus_is_given_back_to_whoever_opened_what_closes()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/accounts");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Amber Rollup" }).First.ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("Amber Rollup");
        await visit.LoadedAsync();
        await visit.Page.Keyboard.PressAsync("l");
        await Expect(visit.Page.GetByLabel("What happened")).ToBeFocusedAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Log activity" })).ToBeFocusedAsync();

        // Also when it was taken away meanwhile, and is drawn again.
        await visit.Page.Keyboard.PressAsync("g");
        await Expect(visit.Page.GetByLabel("Programme")).ToBeFocusedAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Ask for it" })).ToBeFocusedAsync();
    }
}
