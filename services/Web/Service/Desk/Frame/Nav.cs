using System.Security.Claims;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Web.Desk.Frame;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>An entry of the rail.</summary>
public sealed record NavItem(string Name, string Address, string Group = "");

/// <summary>What each role finds in the rail, and where it lands. Only what is built is listed; the services decide who may do what.</summary>
public static class Nav
{
    private static readonly NavItem Day = new("My day", "/day");
    private static readonly NavItem Pipeline = new("Pipeline", "/pipeline");
    private static readonly NavItem Accounts = new("Accounts", "/accounts");
    private static readonly NavItem Quotes = new("Quotes", "/quotes");
    private static readonly NavItem Approvals = new("Approvals", "/approvals");
    private static readonly NavItem Results = new("Results", "/results");
    private static readonly NavItem Statements = new("My statements", "/statements");
    private static readonly NavItem Credits = new("Credits", "/credits");
    private static readonly NavItem People = new("People", "/admin/people", "Evidence");
    private static readonly NavItem Queue = new("Queue", "/queue");
    private static readonly NavItem Unmatched = new("Unmatched", "/unmatched", "Market");
    private static readonly NavItem Sale = new("Sale", "/sale", "Market");
    private static readonly NavItem Followers = new("Followers", "/followers", "Market");
    private static readonly NavItem Rules = new("Rule versions", "/admin/rules", "Evidence");
    private static readonly NavItem Audit = new("Audit", "/admin/audit", "Evidence");

    /// <summary>Whoever holds several roles sees all that they open, the first one's first.</summary>
    public static IReadOnlyList<NavItem> For(ClaimsPrincipal person)
    {
        var items = new List<NavItem>();
        foreach (var role in RolesOf(person).OrderBy(Rank))
        {
            items.AddRange(Of(role));
        }

        return [.. items.Append(Sale).Distinct().OrderBy(i => i.Group switch { "" => 0, "Market" => 1, _ => 2 }).ThenBy(i => i.Group.Length > 0 && i != Sale)];
    }

    /// <summary>Where a person lands.</summary>
    public static string Landing(ClaimsPrincipal person) => For(person)[0].Address;

    public static IReadOnlyList<Role> RolesOf(ClaimsPrincipal person) =>
        [.. person.FindAll(ClaimTypes.Role).Select(c => Enum.TryParse<Role>(c.Value, out var role) ? role : Role.Unspecified).Where(r => r != Role.Unspecified)];

    /// <summary>By any of their roles. Solution engineers and partners alone see none; where the services answer with amounts to everybody, because a chain is no secret, pages leave them out.</summary>
    public static bool SeesAmounts(ClaimsPrincipal person) => RolesOf(person).Any(role => role is not (Role.SolutionEngineer or Role.Partner));

    /// <summary>"head of sales".</summary>
    public static string Words(Role role) => string.Concat($"{role}".Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static NavItem[] Of(Role role) => role switch
    {
        Role.Rep => [Day, Pipeline, Accounts, Quotes, Statements],
        Role.TeamLead or Role.HeadOfSales => [Approvals, Day, Pipeline, Accounts, Quotes, Results, Statements, Credits, Unmatched, Rules],
        Role.Leadership => [Results, Approvals, Credits, Day, Pipeline, Accounts, Quotes, Unmatched, Rules, Audit],
        Role.BudgetHolder => [Results, Approvals, Credits, Accounts, Statements, Unmatched, Rules],
        Role.SolutionEngineer => [Queue, Accounts],
        Role.Administrator => [Sale, Followers, Unmatched, Rules, Audit, People],
        _ => [],
    };

    private static int Rank(Role role) => role switch { Role.HeadOfSales => 0, Role.TeamLead => 1, Role.Rep => 2, Role.Leadership => 3, _ => 4 };
}
