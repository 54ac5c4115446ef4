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

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
