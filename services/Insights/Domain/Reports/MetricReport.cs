using System.Collections.Immutable;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Reports;

/// <summary>All that was asked for.</summary>
/// <param name="AsOf">Facts that were recorded later do not exist.</param>
/// <param name="From">The first month.</param>
/// <param name="To">The last month.</param>
/// <param name="Facts">What became of the facts.</param>
/// <param name="Metrics">One after the other, as asked for.</param>
/// <param name="UnmatchedBySale">Revenue by nobody that the desk knows, of all time, in the order of sales.</param>
/// <param name="By">What <paramref name="Groups"/> are grouped by; null for nothing.</param>
/// <param name="Groups">In ordinal order of their names.</param>
public sealed record MetricReport(
    DateTimeOffset AsOf,
    Month From,
    Month To,
    FactCounts Facts,
    ImmutableArray<MetricSeries> Metrics,
    ImmutableArray<SaleFigure> UnmatchedBySale,
    GroupBy? By,
    ImmutableArray<GroupFigures> Groups);

/// <summary>What became of facts.</summary>
/// <param name="Lines">How many were given.</param>
/// <param name="Duplicates">How many repeated an id.</param>
/// <param name="UnknownKind">How many are of no known kind.</param>
/// <param name="AfterAsOf">How many were recorded later.</param>
/// <param name="Counted">How many exist, those that wait included.</param>
/// <param name="Waiting">Ids of those that have no effect, because what they are about is not known; in ordinal order, as the others.</param>
/// <param name="Backdated">Ids of what people said more than one and at most seven days late.</param>
/// <param name="Redated">Ids of what people said later than that, which counts by when they said it.</param>
public sealed record FactCounts(
    int Lines,
    int Duplicates,
    int UnknownKind,
    int AfterAsOf,
    int Counted,
    ImmutableArray<string> Waiting,
    ImmutableArray<string> Backdated,
    ImmutableArray<string> Redated);

/// <summary>A metric, month by month.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Months">In order.</param>
public sealed record MetricSeries(Metric Metric, ImmutableArray<MetricMonth> Months);

/// <summary>A metric's month.</summary>
/// <param name="Month">Which.</param>
/// <param name="Figure">The latest figure.</param>
/// <param name="IsMature">The time within which things count has passed for all of the month.</param>
/// <param name="Change">Against the month before; null for metrics that are not compared.</param>
/// <param name="Status">Whether it is published.</param>
/// <param name="SealAt">When it is published; null for what never is.</param>
/// <param name="FirstPublished">The figure as it was then; null before.</param>
/// <param name="Revision">0 before it is published, 1 then, and one more for each restatement.</param>
/// <param name="Restatements">What changed since, in order.</param>
public sealed record MetricMonth(
    Month Month,
    Figure Figure,
    bool IsMature,
    MonthlyChange? Change,
    MonthStatus Status,
    DateTimeOffset? SealAt,
    Figure? FirstPublished,
    int Revision,
    ImmutableArray<Restatement> Restatements);

/// <summary>How far a month is.</summary>
public enum MonthStatus
{
    /// <summary>Not published yet.</summary>
    Open,

    /// <summary>Published; what changes is a restatement.</summary>
    Sealed,

    /// <summary>Never published, as it changes for ever.</summary>
    Running,
}

/// <summary>A figure changed after it was published.</summary>
/// <param name="Revision">From 2.</param>
/// <param name="RecordedAt">When the facts were recorded that changed it.</param>
/// <param name="Causes">Ids of the facts after which it changed.</param>
/// <param name="After">The figure from then on.</param>
public sealed record Restatement(int Revision, DateTimeOffset RecordedAt, ImmutableArray<string> Causes, Figure After);

/// <summary>A month against the month before.</summary>
/// <param name="Change">Four places; null when it says nothing.</param>
/// <param name="IsPoints">Percentage points, as for rates; else percent.</param>
/// <param name="Why">Why it says nothing: "immature", "empty", "small" or "zero_base".</param>
public sealed record MonthlyChange(string? Change, bool IsPoints, string? Why)
{
    /// <summary>"points" or "percent".</summary>
    public string Unit => IsPoints ? "points" : "percent";
}

/// <summary>Revenue of a sale by nobody that the desk knows.</summary>
/// <param name="Sale">The sale's number.</param>
/// <param name="Figure">How much of how much.</param>
public sealed record SaleFigure(long Sale, UnmatchedFigure Figure);

/// <summary>A group's figures.</summary>
/// <param name="Group">Its name; <see cref="GroupWords.None"/> for what has none.</param>
/// <param name="Metrics">One after the other.</param>
public sealed record GroupFigures(string Group, ImmutableArray<GroupSeries> Metrics);

/// <summary>A group's metric, month by month.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Months">In order.</param>
public sealed record GroupSeries(Metric Metric, ImmutableArray<GroupMonth> Months);

/// <summary>A group's month.</summary>
/// <param name="Month">Which.</param>
/// <param name="Figure">The latest figure.</param>
public sealed record GroupMonth(Month Month, Figure Figure);
