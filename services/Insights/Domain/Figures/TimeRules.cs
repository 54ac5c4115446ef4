using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>How long sales took that were won in the month.</summary>
internal sealed class TimeToCloseRule() : FigureRule("time_to_close")
{
    public override bool IsGrouped => true;

    public override ChangeKind Change => ChangeKind.None;

    public override string Formula => "median and 90th percentile, by nearest rank, of the days from creation to the first own payment, of customers won in the month";

    public override Touch Reads => Touch.Won;

    /// <summary>A time in days with four places.</summary>
    public static string? Days(long? ticks) => ticks is { } t ? Decimals.Text(t, TimeSpan.TicksPerDay, 4) : null;

    public override Figure Of(MonthBooks books, Month month)
    {
        var closings = books[month].Closings;
        return new ClosingTimeFigure(closings.Count, Days(Percentiles.Median(closings.Values)), Days(Percentiles.P90(closings.Values)));
    }

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) => [Part.Of("count", "customers won in the month, the fastest first", scope.Won.OrderBy(Ticks).Select(Evidence.Closing))];

    private static long Ticks(ClusterState cluster) => cluster.Won!.Ticks - cluster.Created.At.UtcTicks;
}

/// <summary>How long approvals took that were decided in the month, and how many wait for too long at its end.</summary>
internal sealed class ApprovalTimeRule() : FigureRule("approval_time")
{
    public override ChangeKind Change => ChangeKind.None;

    public override string Formula => "median and 90th percentile, by nearest rank, of the hours from submission to decision, of approvals decided in the month; over SLA are those that took longer than was promised; open over SLA those that wait for longer at the end of the month, or at the as-of instant";

    public override Touch Reads => Touch.Decisions | Touch.OverdueApprovals;

    public override Touch ReadsBefore => Touch.OverdueApprovals;

    public override Figure Of(MonthBooks books, Month month) => Of(books[month], books.OverdueAtEndOf(month));

    public override Figure SoFar(DeskBooks desk, Month month, long asOf) => Of(desk.Months[month], desk.Approvals.OverdueAt(asOf));

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope)
    {
        var decided = scope.DecidedApprovals.OrderBy(a => a.Took).ToList();
        return
        [
            Part.Of("count", "approvals decided in the month, the fastest first", decided.Select(a => Evidence.Approval(a, $"{Hours(a.Took)} hours"))),
            Part.Of("over_sla", "approvals decided in the month that took longer than was promised", decided.Where(a => a.IsOverSla).Select(a => Evidence.Approval(a, $"{Hours(a.Took)} hours"))),
            Part.Of("open_over_sla", "approvals that wait for longer than was promised", scope.Desk.Approvals.Approvals.Where(a => a.IsOverdueAt(scope.End)).Select(a => Evidence.Approval(a, "1 approval"))),
        ];
    }

    private static ApprovalTimeFigure Of(MonthBook book, int overdue) =>
        new(book.Decisions.Count, Hours(Percentiles.Median(book.Decisions.Values)), Hours(Percentiles.P90(book.Decisions.Values)), book.OverSla, overdue);

    /// <summary>A time in hours with four places.</summary>
    public static string? Hours(long? ticks) => ticks is { } t ? Decimals.Text(t, TimeSpan.TicksPerHour, 4) : null;
}

/// <summary>How much money a day of selling brings in.</summary>
internal sealed class VelocityRule() : FigureRule("velocity")
{
    private const int TrailingMonths = 3;

    public override ChangeKind Change => ChangeKind.None;

    public override string Formula => "open opportunities × won ÷ closed × median of what a customer pays in the first 90 days ÷ median days to close, rounded down to a planck a day; all but the first of three months up to the end of the month, or to the as-of instant";

    public override Touch Reads => Touch.Won | Touch.Lost | Touch.First90 | Touch.OpenOpportunities;

    public override Touch ReadsTrailing => Touch.Won | Touch.Lost | Touch.First90;

    public override Touch ReadsBefore => Touch.OpenOpportunities;

    public override Figure Of(MonthBooks books, Month month)
    {
        var trailing = Enumerable.Range(0, TrailingMonths).Select(back => books[new(month.Index - back)]).ToList();
        var won = trailing.Sum(b => b.Won);
        return Of(
            books.OpenAtEndOf(month),
            won,
            won + trailing.Sum(b => b.Lost),
            Percentiles.Median(trailing.ConvertAll(b => b.First90.Values)),
            Percentiles.Median(trailing.ConvertAll(b => b.Closings.Values)));
    }

    // All that is known has happened by the as-of instant, but for days that the customers' first 90 go on for.
    public override Figure SoFar(DeskBooks desk, Month month, long asOf)
    {
        var trailing = Enumerable.Range(0, TrailingMonths).Select(back => desk.Months[new(month.Index - back)]).ToList();
        var won = trailing.Sum(b => b.Won);
        return Of(
            desk.Months.OpenAtEndOf(month),
            won,
            won + trailing.Sum(b => b.Lost),
            Percentiles.Median(trailing.SelectMany(b => b.First90Ends.Values.TakeWhile(f => f.End < asOf)).Select(f => f.Planck).Order().ToList()),
            Percentiles.Median(trailing.ConvertAll(b => b.Closings.Values)));
    }

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope)
    {
        var trailing = new Trailing(scope.Desk, scope.Month, scope.AsOf);
        return
        [
            Part.Of("open_opportunities", "customers registered before, and neither won nor lost before", trailing.Open.Select(c => Evidence.Stages(c, ("opportunity", 2)))),
            Part.Of("won", "customers won in the three months", trailing.Won.Select(Evidence.Win)),
            Part.Of("closed", "customers won or lost in the three months", trailing.Won.Select(Evidence.Win).Concat(trailing.Lost.Select(Evidence.Loss))),
            Part.Of("median_first_90_days_planck", "customers whose first 90 days were over in the three months, the smallest first", trailing.First90.OrderBy(c => c.First90).Select(c => Evidence.First90(c, Part.Planck(c.First90)))),
            Part.Of("median_time_to_close_days", "customers won in the three months, the fastest first", trailing.Won.OrderBy(c => c.Won!.Ticks - c.Created.At.UtcTicks).Select(Evidence.Closing)),
        ];
    }

    private static VelocityFigure Of(long open, long won, long closed, BigInteger? first90, long? closing)
    {
        var perDay = closed == 0 || first90 is null || closing is null or 0 ? (BigInteger?)null : open * won * first90.Value * TimeSpan.TicksPerDay / ((BigInteger)closed * closing.Value);
        return new(open, won, closed, first90, TimeToCloseRule.Days(closing), perDay);
    }

    /// <summary>The three months up to an end, from the facts themselves.</summary>
    private sealed class Trailing(DeskBooks desk, Month month, long asOf)
    {
        private readonly long _start = new Month(Math.Max(0, month.Index - TrailingMonths + 1)).Start.UtcTicks;
        private readonly long _end = month.End.UtcTicks;

        public IEnumerable<ClusterState> Open => desk.Clusters.Clusters.Where(c => c.Registered?.At.UtcTicks < _end && !(ClusterEntries.ClosedAt(c.Dates) < _end));

        public List<ClusterState> Won => [.. desk.Clusters.Clusters.Where(c => IsIn(c.Won?.Ticks))];

        public IEnumerable<ClusterState> Lost => desk.Clusters.Clusters.Where(c => IsIn(c.Lost?.At.UtcTicks));

        public IEnumerable<ClusterState> First90 => desk.Clusters.Clusters.Where(c => ClusterEntries.First90End(c.Dates) is { } end && IsIn(end) && (_end <= asOf || end < asOf));

        private bool IsIn(long? ticks) => ticks >= _start && ticks < _end;
    }
}
