using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>The operator's path: are chains followed, what is not explained, by what rules, who did what.</summary>
public sealed class OperatingTheDesk(DeskInABrowser desk)
{
    [Fact]
    public async Task Followers_are_seen_with_block_and_node_and_the_rail_leads_on_to_rules_and_audit()
    {
        await using var visit = await desk.AsAsync("administrator");
        await visit.OpenAsync("/sale");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Followers", Exact = true }).ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("Followers:");
        await visit.LoadedAsync();
        await Expect(visit.Page.Locator(".follower").First).ToContainTextAsync("Saved up to");
        await Expect(visit.Page.Locator(".follower").First).ToContainTextAsync("ws://");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Rule versions", Exact = true }).ClickAsync();
        await visit.Page.Locator("tbody th a").First.ClickAsync();
        await Expect(visit.Heading).ToContainTextAsync("in force");
        await Expect(visit.Panel("Ceilings")).ToContainTextAsync("10.00 %");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_audit_narrows_by_its_address_names_who_did_it_and_comes_as_a_file()
    {
        await using var visit = await desk.AsAsync("administrator");
        await visit.OpenAsync("/admin/audit");
        await visit.LoadedAsync();
        await visit.Page.GetByLabel("What", new() { Exact = true }).FillAsync("LeadClaimed");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex(@"/admin/audit\?what=LeadClaimed$"));
        await Expect(visit.Page.Locator(".audit > li").First).ToContainTextAsync("Lead claimed by");

        // Opened anew, as a link is: each journal still says its own.
        await visit.OpenAsync("/admin/audit?what=LeadClaimed");
        await visit.LoadedAsync();
        await Expect(visit.Page.Locator(".audit > li").First).ToContainTextAsync("leads · lead");
        Assert.All(await visit.Page.Locator(".audit > li").AllTextContentsAsync(), entry => Assert.Contains("leads ·", entry, StringComparison.Ordinal));
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "As a file (CSV)" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.All(lines.Skip(1), line => Assert.Contains("LeadClaimed", line, StringComparison.Ordinal));
        Assert.True(lines.Length > 1);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check the seals" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-stream=insights]")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("[data-stream] .st.stopped")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("[data-stream=leads]")).ToContainTextAsync("holds");
        await visit.HasNoBarrierAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_rep_is_not_told_who_did_what()
    {
        await using var visit = await desk.AsAsync("rep");
        await visit.OpenAsync("/admin/audit");
        await visit.LoadedAsync();
        await Expect(visit.Panel("Entries")).ToContainTextAsync("Not for your roles");
        await Expect(visit.Page.Locator(".rail")).Not.ToContainTextAsync("Audit");
    }
}
