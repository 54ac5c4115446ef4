namespace CoretimeDesk;

/// <summary>What a person (or a program) is to the desk. A person may hold several.</summary>
public enum Role
{
    /// <summary>Finds projects, owns customers, makes quotes inside the band.</summary>
    Rep,

    /// <summary>Leads one or more teams of reps; approves a little beyond the band.</summary>
    TeamLead,

    /// <summary>Judges technical fit. Sees no price and changes none.</summary>
    SolutionEngineer,

    /// <summary>Runs the sales force; releases house accounts.</summary>
    HeadOfSales,

    /// <summary>Reads every number; signs what is far beyond the band.</summary>
    Leadership,

    /// <summary>Holds the money that concessions and grants come from.</summary>
    BudgetHolder,

    /// <summary>An outside party that brings customers and votes the incentive rules.</summary>
    Partner,

    /// <summary>Manages people and keys. Sees no commercial terms by this role.</summary>
    Administrator,

    /// <summary>Another part of the desk, or a script with a key.</summary>
    Service,
}

/// <summary>Role names as they appear in tokens, in the access table and on the wire: <c>head_of_sales</c>.</summary>
public static class RoleNames
{
    private static readonly Dictionary<Role, string> Names = Enum.GetValues<Role>().ToDictionary(r => r, Snake);
    private static readonly Dictionary<string, Role> Roles = Names.ToDictionary(p => p.Value, p => p.Key);

    /// <summary>All roles in order of declaration.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    /// <summary>The role's name in snake case.</summary>
    public static string ToName(this Role role) => Names[role];

    /// <summary>The role of that name; case matters.</summary>
    public static bool TryParse(string name, out Role role) => Roles.TryGetValue(name, out role);

    private static string Snake(Role role) =>
        string.Concat(role.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
