using System.Security.Cryptography;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>The solution engineer's path: what a rep asks for is taken, written, and read by the rep.</summary>
public sealed class AssessingACustomer(DeskInABrowser desk)
{
    [Fact]
    public async Task What_a_rep_asks_for_is_taken_from_the_queue_written_with_a_file_and_is_then_on_the_reps_account_page()
    {
        await using var rep = await desk.AsAsync("rep");
        await rep.OpenAsync("/accounts");
        await rep.Page.GetByRole(AriaRole.Link, new() { Name = "Lighthouse Games" }).First.ClickAsync();
        await Expect(rep.Heading).ToContainTextAsync("Lighthouse Games");
        await rep.LoadedAsync();
        var account = new Uri(rep.Page.Url).AbsolutePath;
        await rep.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for one" }).ClickAsync();
        await rep.Page.GetByLabel("What it is needed for").FillAsync("They decide on Friday, below 21 DOT");
        await rep.Page.GetByLabel("by", new() { Exact = true }).FillAsync($"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}");
        await rep.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for it" }).ClickAsync();
        await Expect(rep.Panel("Technical assessment")).ToContainTextAsync("Asked for by");
        await rep.HasNoBarrierAsync();

        // Take it, by key.
        await using var engineer = await desk.AsAsync("solution-engineer");
        await engineer.OpenAsync("/queue");
        await engineer.LoadedAsync();
        var row = engineer.Page.Locator("[data-row]").Filter(new() { HasText = "Lighthouse Games" });
        await Expect(row).ToContainTextAsync("They decide on Friday");
        await row.FocusAsync();
        await engineer.Page.Keyboard.PressAsync("e");
        await Expect(row).ToContainTextAsync("yours");
        await engineer.HasNoBarrierAsync();
        await row.FocusAsync();
        await engineer.Page.Keyboard.PressAsync("e");
        await engineer.Page.WaitForURLAsync($"**{account}/assessment");
        await engineer.LoadedAsync();

        // It is saved as it is typed, and survives a reload.
        await engineer.Page.GetByLabel("Core-periods").FillAsync("13");
        await engineer.Page.GetByLabel("Workload").FillAsync("A rollup for games");
        await Expect(engineer.Page.Locator(".head .st")).ToContainTextAsync("Saved");
        await engineer.OpenAsync($"{account}/assessment");
        await engineer.LoadedAsync();
        await Expect(engineer.Page.GetByLabel("Core-periods")).ToHaveValueAsync("13");
        await Expect(engineer.Page.GetByLabel("Workload")).ToHaveValueAsync("A rollup for games");

        // A file that is no file of ours is refused and says why; one that is shows its digest.
        var bytes = "core,blocks\n1,14400\n"u8.ToArray();
        await engineer.Page.GetByLabel("Upload").SetInputFilesAsync(new FilePayload { Name = "archive.csv", MimeType = "text/csv", Buffer = [0x50, 0x4b, 3, 4, 0, 0, 0, 0] });
        await Expect(engineer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("archive.csv");
        await engineer.Page.GetByLabel("Upload").SetInputFilesAsync(new FilePayload { Name = "load.csv", MimeType = "text/csv", Buffer = bytes });
        await Expect(engineer.Page.Locator("form.assess .files")).ToContainTextAsync(Convert.ToHexStringLower(SHA256.HashData(bytes)));

        // Faults stand at their fields.
        await engineer.Page.GetByLabel("fit", new() { Exact = true }).CheckAsync();
        await SubmitAsync(engineer);
        await Expect(engineer.Page.Locator("#starts_on-note")).ToContainTextAsync("is missing");
        await engineer.HasNoBarrierAsync();
        await engineer.Page.GetByLabel("Regions").FillAsync("13");
        await engineer.Page.GetByLabel("Cores at the same time").FillAsync("1");
        await engineer.Page.GetByLabel("First day").FillAsync("2027-01-05");
        await engineer.Page.GetByLabel("Last day").FillAsync("2027-12-31");
        await engineer.Page.GetByLabel("Blocks a day").FillAsync("14400");
        await engineer.Page.GetByLabel("Runtime stack").FillAsync("polkadot-sdk");
        await Expect(engineer.Page.Locator(".head .st")).ToContainTextAsync("Saved");
        await SubmitAsync(engineer);
        await engineer.Page.WaitForURLAsync("**?said=assessed");
        await engineer.LoadedAsync();
        await Expect(engineer.Page.Locator(".ban.done")).ToContainTextAsync("The assessment is submitted.");

        // No amount, not even one that the rep wrote.
        Assert.DoesNotContain("DOT", await engineer.Page.Locator("main").InnerHTMLAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("planck", await engineer.Page.Locator("main").InnerHTMLAsync(), StringComparison.OrdinalIgnoreCase);
        await Expect(engineer.Page.Locator(".amt")).ToHaveCountAsync(0);
        Assert.Empty(engineer.Complaints);

        // The rep reads it, takes the file, and finds the same bytes.
        await rep.OpenAsync(account);
        await rep.LoadedAsync();
        await Expect(rep.Panel("Technical assessment")).ToContainTextAsync("fit");
        await Expect(rep.Panel("Technical assessment")).ToContainTextAsync("T-2");
        await rep.OpenAsync($"{account}/assessment");
        await rep.LoadedAsync();
        await rep.HasNoBarrierAsync();
        var download = await rep.Page.RunAndWaitForDownloadAsync(() => rep.Page.GetByRole(AriaRole.Link, new() { Name = "load.csv" }).First.ClickAsync());
        Assert.Equal("load.csv", download.SuggestedFilename);
        Assert.Equal(bytes, await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken));
        Assert.Equal(0L, await desk.SqlAsync("select count(*) from leads.assessment_works where draft is not null"));
    }

    [Fact]
    public async Task Two_windows_on_one_draft_do_not_overwrite_each_other_unasked()
    {
        var account = (Guid)(await desk.SqlAsync("select id from leads.accounts where merged_into_id is null and name not like '%Lighthouse%' order by number limit 1") ?? throw new InvalidOperationException("There is no account."));
        await using var one = await desk.AsAsync("solution-engineer");
        await using var two = await desk.AsAsync("solution-engineer");
        foreach (var visit in new[] { one, two })
        {
            await visit.OpenAsync($"/accounts/{account}/assessment");
            await visit.LoadedAsync();
        }

        await one.Page.GetByLabel("Workload").FillAsync("Of the first window");
        await Expect(one.Page.Locator(".head .st")).ToContainTextAsync("Saved");
        await two.Page.GetByLabel("Workload").FillAsync("Of the second window");
        await Expect(two.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("What you wrote is still here.");
        await two.HasNoBarrierAsync();
        await Expect(two.Page.GetByLabel("Workload")).ToHaveValueAsync("Of the second window");
        await two.Page.GetByRole(AriaRole.Button, new() { Name = "Load what is saved" }).ClickAsync();
        await Expect(two.Page.GetByLabel("Workload")).ToHaveValueAsync("Of the first window");
        await two.Page.GetByLabel("Workload").FillAsync("Of both");
        await Expect(two.Page.Locator(".head .st")).ToContainTextAsync("Saved");
        await desk.SqlAsync("delete from leads.assessment_works where account_id = $1", account);
    }

    private static async Task SubmitAsync(Visit engineer)
    {
        await engineer.Page.GetByRole(AriaRole.Button, new() { Name = "Submit…" }).ClickAsync();
        await engineer.Page.GetByRole(AriaRole.Button, new() { Name = "Submit the assessment" }).ClickAsync();
    }
}
