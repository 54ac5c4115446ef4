using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Figures;

/// <summary>What customers of long ago pay now, of what they paid in the beginning. Those who left count with nothing, so that it falls with them.</summary>
internal sealed class NetRetentionRule() : FigureRule("net_retention")
{
    private const string Old = "customers won four periods of 28 days before the end of the month, or longer";
    private const string Now = $"planck that was paid in the three periods up to the end of the month by {Old}";
    private const string First = $"planck that was paid in their first three periods by {Old}";

    public override bool IsUsual => false;

    public override string Formula => $"{Now} ÷ {First}";

    public override Touch Reads => Touch.Retained | Touch.FirstPeriods;

    public override Touch ReadsBefore => Touch.FirstPeriods;

    public override Figure Of(MonthBooks books, Month month) => new AmountRatioFigure(books[month].RetainedPlanck, books.FirstPeriodsUntil(month));

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope)
    {
        var end = scope.Month.End.UtcTicks;
        var start = end - Periods.Compared;
        return
        [
            Paid("numerator", Now, scope.Old.Where(c => Evidence.PaidBy(c, start, end).Any()), _ => (start, end)),
            Paid("denominator", First, scope.Old, c => (c.Won!.Ticks, Periods.FirstEnd(c.Won.Ticks))),
        ];
    }

    private static ExplainedPart Paid(string name, string words, IEnumerable<ClusterState> customers, Func<ClusterState, (long From, long Until)> when) => Part.OfPlanck(name, words, customers.Select(c =>
    {
        var (from, until) = when(c);
        var planck = Part.Sum(Evidence.PaidBy(c, from, until), p => p.Planck);
        return (planck, Evidence.PaidBetween(c, from, until, Part.Planck(planck)));
    }));
}
