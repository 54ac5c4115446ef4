using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Demo;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>What demo data says. Every name starts with its label, so that nobody takes it for business.</summary>
internal static class DemoScript
{
    public const string Label = "Demo:";

    public const string Team = $"{Label} North";

    /// <summary>One person for each role; programs have keys instead.</summary>
    public static IReadOnlyList<DemoRole> People { get; } =
    [
        new(Role.TeamLead, "Tove"), // Before the rep: a team needs its lead.
        new(Role.Rep, "Ravi"),
        new(Role.SolutionEngineer, "Sol"),
        new(Role.HeadOfSales, "Hana"),
        new(Role.Leadership, "Lea"),
        new(Role.BudgetHolder, "Bela"),
        new(Role.Partner, "Paz"),
        new(Role.Administrator, "Ama"),
    ];

    public static IReadOnlyList<DemoAccount> Accounts { get; } =
    [
        new("Lighthouse Games", Segment.Startup, 4, [new("Testnet to first core", LeadSource.Inbound, true), new("Second core for the season", LeadSource.Outbound, false)]),
        new("Amber Rollup", Segment.Builder, 40, [new("Move an L2 to a core of its own", LeadSource.Event, true)]),
        new("Harbour Logistics", Segment.Enterprise, 90, [new("Freight notary", LeadSource.Outbound, false), new("Pilot with two ports", LeadSource.Partner, true)]),
        new("City of Westhaven", Segment.Government, 26, [new("Land registry trial", LeadSource.Inbound, false)]),
        new("Meadow DAO", Segment.Builder, 13, [new("Community chain", LeadSource.Event, false)], IsDao: true),
        new("Orbit Payments", Segment.Enterprise, 150, [new("Settlement chain", LeadSource.Outbound, true)]),
    ];
}

internal sealed record DemoRole(Role Role, string FirstName)
{
    /// <summary>As in "head-of-sales".</summary>
    public string Key { get; } = string.Concat(Role.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    public string Email => $"{Key}@demo.localhost";

    public string DisplayName => $"{DemoScript.Label} {FirstName} ({Key.Replace('-', ' ')})";

    public bool IsInTeam => Role is Role.TeamLead or Role.Rep;
}

internal sealed record DemoAccount(string Name, Segment Segment, uint AnnualCorePeriods, IReadOnlyList<DemoLead> Leads, bool IsDao = false);

internal sealed record DemoLead(string Title, LeadSource Source, bool IsClaimed);
