namespace CoretimeDesk.Insights;

/// <summary>What is asked for.</summary>
/// <param name="AsOf">Facts that were recorded later do not exist.</param>
/// <param name="From">The first month.</param>
/// <param name="To">The last month; not before <paramref name="From"/>.</param>
/// <param name="By">Also by what; null for all together only.</param>
/// <param name="Metrics">Names of metrics, in this order; null for all. Groups have metrics of their own.</param>
public sealed record MetricQuery(DateTimeOffset AsOf, Month From, Month To, GroupBy? By = null, IReadOnlyList<string>? Metrics = null)
{
    /// <summary>Facts that were recorded later do not exist; in UTC, to the millisecond.</summary>
    public DateTimeOffset AsOf { get; init; } = Facts.Fact.ToTheMillisecond(AsOf);
}

/// <summary>What figures can be grouped by.</summary>
public enum GroupBy
{
    /// <summary>Who the customer is.</summary>
    Segment,

    /// <summary>How big the customer is.</summary>
    Tier,

    /// <summary>Whose customer it was at that instant.</summary>
    Rep,

    /// <summary>Which team's customer it was at that instant.</summary>
    Team,
}

/// <summary>How groupings are written.</summary>
public static class GroupWords
{
    /// <summary>The group of what has no segment, tier, rep or team.</summary>
    public const string None = "(none)";

    /// <summary>In the order of <see cref="GroupBy"/>.</summary>
    public static IReadOnlyList<string> Words { get; } = ["segment", "tier", "rep", "team"];

    /// <summary>As files and commands write it.</summary>
    public static string Word(this GroupBy by) => Words[(int)by];
}
