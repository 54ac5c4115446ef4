using System.Numerics;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Figures;

/// <summary>A month against the month before, or why that says nothing.</summary>
internal static class Comparison
{
    private const int Places = 4;

    /// <summary>Compares; null for metrics that are not compared.</summary>
    public static MonthlyChange? Of(FigureRule rule, Figure figure, Figure before, bool isMature) => (figure, before) switch
    {
        _ when rule.Change == ChangeKind.None => null,
        _ when !isMature => Nothing(rule, "immature"),
        (ProportionFigure { Denominator: 0 }, _) or (_, ProportionFigure { Denominator: 0 }) => Nothing(rule, "empty"),
        (ProportionFigure x, ProportionFigure y) => x.IsSmall || y.IsSmall ? Nothing(rule, "small") : Points(x.Numerator, x.Denominator, y.Numerator, y.Denominator),
        (AmountRatioFigure x, AmountRatioFigure y) => x.Denominator.IsZero || y.Denominator.IsZero ? Nothing(rule, "empty") : Points(x.Numerator, x.Denominator, y.Numerator, y.Denominator),
        (CountFigure x, CountFigure y) => y.Value is > 0 and < ProportionFigure.SmallBelow ? Nothing(rule, "small") : Percent(x.Value, y.Value),
        (CoretimeFigure x, CoretimeFigure y) => Percent(x.Amount, y.Amount),
        _ => throw new InvalidOperationException($"{rule.Metric.Name} cannot be compared."),
    };

    private static MonthlyChange Points(BigInteger k, BigInteger n, BigInteger kBefore, BigInteger nBefore) =>
        new(Decimals.Text(((k * nBefore) - (kBefore * n)) * 100, n * nBefore, Places), IsPoints: true, null);

    private static MonthlyChange Percent(BigInteger value, BigInteger before) =>
        before.IsZero ? new(null, IsPoints: false, "zero_base") : new(Decimals.Text((value - before) * 100, before, Places), IsPoints: false, null);

    private static MonthlyChange Nothing(FigureRule rule, string why) => new(null, rule.Change == ChangeKind.Points, why);
}
