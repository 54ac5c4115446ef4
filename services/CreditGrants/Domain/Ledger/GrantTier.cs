namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>The kinds of grants, from the smallest up.</summary>
public enum GrantTier
{
    /// <summary>To try it out: self-served, only for a cluster that never had a grant.</summary>
    Spark,

    /// <summary>For a startup with a repository and a test chain.</summary>
    Launch,

    /// <summary>For a customer whom a registered provider backs with a code.</summary>
    Scale,

    /// <summary>Coretime for named deliverables, milestone by milestone.</summary>
    DesignPartner,
}

/// <summary>Tiers by their names in files.</summary>
public static class GrantTiers
{
    private static readonly string[] Names = ["spark", "launch", "scale", "design_partner"];

    /// <summary>The name.</summary>
    public static string ToName(this GrantTier tier) => Names[(int)tier];

    /// <summary>The tier of a name; null when there is none. Case matters.</summary>
    public static GrantTier? Find(string? name) => Array.IndexOf(Names, name) is >= 0 and var index ? (GrantTier)index : null;
}
