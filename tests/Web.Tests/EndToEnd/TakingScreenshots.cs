using CoretimeDesk.Desk;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>Pictures of the pages for docs/screenshots, taken where <c>DESK_SCREENSHOTS</c> is set: <c>docs/screenshots/take.sh</c> sets it.</summary>
public sealed class TakingScreenshots(DeskInABrowser desk)
{
    private static readonly (string Name, string Role, string Address)[] Pages =
    [
        ("my-day", "rep", "/day"), ("sale", "rep", "/sale"), ("pipeline", "rep", "/pipeline"), ("pipeline-table", "rep", "/pipeline?view=table&owner=all"),
        ("accounts", "rep", "/accounts"), ("approvals", "team-lead", "/approvals"), ("quotes", "rep", "/quotes"), ("statements", "rep", "/statements"),
        ("results", "leadership", "/results"), ("credits", "leadership", "/credits"),
        ("security", "rep", "/me/security"), ("people", "administrator", "/admin/people"),
        ("queue", "solution-engineer", "/queue"), ("followers", "administrator", "/followers"), ("unmatched", "administrator", "/unmatched"), ("rules", "administrator", "/admin/rules/1"), ("audit", "administrator", "/admin/audit"),
    ];

    [Fact]
    public async Task Every_page_is_pictured_by_day_by_night_and_on_a_phone()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DESK_SCREENSHOTS") is { Length: > 0 }, "Pictures are taken by docs/screenshots/take.sh.");
        var folder = Path.Combine(Workspace.Repository, "docs", "screenshots");
        Directory.CreateDirectory(folder);
        await using (var visit = await desk.VisitAsync())
        {
            await visit.Page.GotoAsync("/sign-in");
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "sign-in.png") });
        }

        foreach (var (name, role, address) in Pages)
        {
            foreach (var (suffix, isPhone, isDark) in new[] { ("", false, false), ("-dark", false, true), ("-phone", true, false) })
            {
                await using var visit = await desk.AsAsync(role, isPhone, isDark);
                await visit.OpenAsync(address);
                await visit.LoadedAsync();
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}{suffix}.png") });
            }
        }

        await using var account = await desk.AsAsync("rep");
        await account.OpenAsync("/accounts");
        await account.Page.Locator("table.t a").Last.ClickAsync();
        await account.Page.Locator(".line, .empty").First.WaitForAsync();
        await account.LoadedAsync();
        await account.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "account.png") });
    }
}
