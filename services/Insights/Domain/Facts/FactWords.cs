namespace CoretimeDesk.Insights.Facts;

/// <summary>How files write choices.</summary>
public static class FactWords
{
    /// <summary>In the order of <see cref="PurchaseHow"/>.</summary>
    public static IReadOnlyList<string> Hows { get; } = ["purchase", "renewal", "on_demand"];

    /// <summary>In the order of <see cref="Facts.Payer"/>.</summary>
    public static IReadOnlyList<string> Payers { get; } = ["own", "sponsor", "credit"];

    /// <summary>In the order of <see cref="MatchHow"/>.</summary>
    public static IReadOnlyList<string> MatchHows { get; } = ["auto", "review"];

    /// <summary>In the order of <see cref="Band"/>.</summary>
    public static IReadOnlyList<string> Bands { get; } = ["rep", "approval"];

    /// <summary>As a file writes it.</summary>
    public static string Word(this PurchaseHow how) => Hows[(int)how];

    /// <summary>As a file writes it.</summary>
    public static string Word(this Payer payer) => Payers[(int)payer];

    /// <summary>As a file writes it.</summary>
    public static string Word(this MatchHow how) => MatchHows[(int)how];

    /// <summary>As a file writes it.</summary>
    public static string Word(this Band band) => Bands[(int)band];
}
