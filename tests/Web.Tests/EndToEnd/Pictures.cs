using System.Text.RegularExpressions;
using CoretimeDesk.Desk;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>The pictures of docs/screenshots: which there are, and how one is taken.</summary>
internal static class Pictures
{
    /// <summary>Each is taken by day, by night and on a phone: what follows its name, a narrow screen, a dark one.</summary>
    private static readonly (string Suffix, bool IsPhone, bool IsDark)[] Looks = [("", false, false), ("-dark", false, true), ("-phone", true, false)];

    /// <summary>A picture's name, and the route of the page that it shows.</summary>
    private static readonly Dictionary<string, string> Routes = new(StringComparer.Ordinal)
    {
        ["sign-in"] = "/sign-in", ["password"] = "/password", ["my-day"] = "/day", ["sale"] = "/sale", ["pipeline"] = "/pipeline", ["pipeline-table"] = "/pipeline", ["accounts"] = "/accounts",
        ["account"] = "/accounts/{Id}", ["assessment"] = "/accounts/{Id}/assessment", ["queue"] = "/queue", ["quotes"] = "/quotes", ["new-quote"] = "/quotes/new", ["quote"] = "/quotes/{Number}/r/{Revision:int}",
        ["quote-draft"] = "/quotes/{Number}/r/{Revision:int}", ["quote-sent"] = "/quotes/{Number}/r/{Revision:int}", ["customer"] = "/q/{Key}", ["approvals"] = "/approvals/{Number}/r/{Revision:int}", ["statements"] = "/statements", ["statement"] = "/statements/{Month}",
        ["results"] = "/results", ["results-explained"] = "/results/{Month}", ["credits"] = "/credits", ["grant"] = "/credits/{Number}", ["followers"] = "/followers", ["unmatched"] = "/unmatched",
        ["rules"] = "/admin/rules/{Version:int}", ["audit"] = "/admin/audit", ["people"] = "/admin/people", ["person"] = "/admin/people/{PersonId:guid}", ["security"] = "/me/security",
    };

    /// <summary>Routes of which there is a picture.</summary>
    public static IReadOnlyCollection<string> Pictured => Routes.Values;

    /// <summary>The files that are to be there.</summary>
    public static IEnumerable<string> Files => Routes.Keys.SelectMany(name => Looks.Select(look => FileOf(name, look.Suffix)));

    /// <summary>Takes all pictures of a page.</summary>
    /// <param name="name">Without the look.</param>
    /// <param name="address">Below the desk's own.</param>
    /// <param name="visit">Opens a page of whoever looks: on a phone, in the dark.</param>
    /// <param name="seen">Waits until there is what the picture is about; null for that nothing is loading any more.</param>
    public static async Task TakeAsync(string name, string address, Func<bool, bool, Task<Visit>> visit, Func<Visit, Task>? seen = null)
    {
        Assert.Matches(PatternOf(Routes[name]), address.Split('?')[0]);
        foreach (var (suffix, isPhone, isDark) in Looks)
        {
            await using var one = await visit(isPhone, isDark);
            await one.Page.GotoAsync(address);
            await (seen ?? OpenedAsync)(one);
            await one.Page.ScreenshotAsync(new() { Path = FileOf(name, suffix) });
        }
    }

    private static async Task OpenedAsync(Visit visit)
    {
        await visit.AliveAsync();
        await visit.LoadedAsync();
    }

    private static string FileOf(string name, string suffix) => Path.Combine(Workspace.Repository, "docs", "screenshots", $"{name}{suffix}.png");

    private static string PatternOf(string route) => $"^{Regex.Replace(route, @"\{[^}]+\}", "[^/]+")}$";
}
