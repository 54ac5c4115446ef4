namespace CoretimeDesk.Leads;

/// <summary>What a customer buys; each line of a customer has an owner of its own.</summary>
public enum ProductLine
{
    /// <summary>Bulk coretime: regions of 28 days.</summary>
    Bulk = 1,

    /// <summary>Coretime block by block.</summary>
    OnDemand = 2,
}

/// <summary>Product lines in words.</summary>
public static class ProductLines
{
    /// <summary>As it stands in a sentence.</summary>
    public static string ToWords(this ProductLine line) => line == ProductLine.Bulk ? "bulk coretime" : "on-demand coretime";
}
