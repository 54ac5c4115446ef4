using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

public sealed class LosingAService(DeskInABrowser desk)
{
    [Fact]
    public async Task A_panel_says_since_when_it_is_old_while_the_others_and_the_page_go_on_and_it_comes_back_by_itself()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/sale");
        await visit.LoadedAsync();

        // Stopped as a process may hang: it is not started anew, and answers nothing.
        var watcher = desk.Desk.State.Processes.Single(p => p.Name == "chainwatcher").Identity;
        await SignalAsync("STOP", watcher.Pid);
        try
        {
            var feed = visit.Panel("Finalised, newest first");
            await Expect(feed).ToHaveAttributeAsync("data-state", "stale");
            await Expect(feed).ToContainTextAsync("As of");
            await Expect(visit.Heading).ToContainTextAsync("Regions");

            // Other pages live, and a part that never was there says what is missing.
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "My day" }).ClickAsync();
            await Expect(visit.Heading).ToContainTextAsync("due");
            await Expect(visit.Panel("To do")).ToHaveAttributeAsync("data-state", "ready");
            await Expect(visit.Panel("From the chain")).ToHaveAttributeAsync("data-state", "failed");
        }
        finally
        {
            await SignalAsync("CONT", watcher.Pid);
        }

        await Expect(visit.Panel("From the chain")).ToHaveAttributeAsync("data-state", "ready");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_quote_builder_keeps_what_was_typed_and_goes_on_with_it_when_the_service_is_back()
    {
        using var people = await desk.PeopleAsync();
        using var customer = await Customer.MakeAsync(people);
        await desk.QuotableAsync(people);
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync($"/quotes/new?account={customer.AccountId}");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Begin the draft" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send quote" })).ToBeEnabledAsync();
        var (note, cores) = (visit.Page.GetByLabel("Why, for those who approve"), visit.Page.GetByLabel("Cores", new() { Exact = true }));

        var quoting = desk.Desk.State.Processes.Single(p => p.Name == "quoting").Identity;
        await SignalAsync("STOP", quoting.Pid);
        try
        {
            await note.FillAsync("They bring two more rollups");
            await cores.FillAsync("2");
            await cores.BlurAsync();
            await Expect(visit.Panel("Concession")).ToHaveAttributeAsync("data-state", "stale");
            await Expect(visit.Heading).ToContainTextAsync($"{customer.Name}: 2 cores");
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send quote" })).ToHaveCountAsync(0); // Nothing is sent at a price that nobody knows.
        }
        finally
        {
            await SignalAsync("CONT", quoting.Pid);
        }

        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send quote" })).ToBeEnabledAsync();
        await Expect(note).ToHaveValueAsync("They bring two more rollups");
        await Expect(cores).ToHaveValueAsync("2");
        await visit.Heading.ClickAsync();
        await visit.Page.Keyboard.PressAsync("s");
        await Expect(visit.Page.Locator(".ban.done")).ToContainTextAsync("Saved at");

        // And back: a draft that is not wanted any more is withdrawn with a reason.
        await visit.Page.Keyboard.PressAsync("w");
        await Expect(visit.Page.GetByLabel("Why is it withdrawn?")).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("They wait for the next sale");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Heading).ToContainTextAsync("withdrawn");
        Assert.Empty(visit.Complaints);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
