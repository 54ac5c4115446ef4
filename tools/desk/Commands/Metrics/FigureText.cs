using System.Globalization;
using System.Numerics;
using CoretimeDesk.Insights;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Commands.Metrics;

/// <summary>Figures as people read them: every one with its unit, every rate with what it is a rate of.</summary>
/// <param name="token">What amounts are of; null shows planck.</param>
internal sealed class FigureText(Token? token)
{
    /// <summary>A figure in one line.</summary>
    public string Of(Figure figure) => figure switch
    {
        CountFigure x => Number(x.Value),
        CreditToPaidFigure x => $"{Rate(x)}{(x.Excluded == 0 ? "" : $", {Number(x.Excluded)} paid before")}",
        ProportionFigure x => Rate(x),
        UtilisationFigure { Denominator.IsZero: true } => "nothing",
        UtilisationFigure x => $"{Rate(x)}; {Money(x.ExpiredUnused)} expired unused",
        UnmatchedFigure { Events: 0 } => "nothing",
        UnmatchedFigure x => $"{Rate(x)}; {Number(x.EventsUnmatched)} of {Number(x.Events)} purchases",
        AmountRatioFigure x => Rate(x),
        CostFigure x => $"{(x.Value is { } each ? $"{Money(each)} for each of {Number(x.Won)}" : "nobody won")}; {Money(x.Spent)} spent",
        CoretimeFigure x => $"{Money(x.Amount)}; {x.CorePeriods} core-periods",
        ClosingTimeFigure { Count: 0 } => "nothing won",
        ClosingTimeFigure x => $"median {x.MedianDays} days, p90 {x.P90Days} days, of {Number(x.Count)}",
        ApprovalTimeFigure x => $"{(x.Count == 0 ? "nothing decided" : $"median {x.MedianHours} hours, p90 {x.P90Hours} hours, of {Number(x.Count)}; {Number(x.OverSla)} over SLA")}; {Number(x.OpenOverSla)} open over SLA",
        PayoutTimeFigure { Count: 0 } => "nothing paid out",
        PayoutTimeFigure x => $"median {x.MedianHours} hours, of {Number(x.Count)}",
        ForecastFigure x => $"{(x.Forecast is { } forecast ? $"{Percent(x.Value)}: forecast {Money(forecast)}" : "no forecast")}, actual {Money(x.Actual)}",
        VelocityFigure x => x.PlanckPerDay is { } day
            ? $"{Money(day)} a day: {Number(x.OpenOpportunities)} open, {Number(x.Won)} of {Number(x.Closed)} won, {Money(x.MedianFirst90DaysPlanck ?? 0)} in 90 days, {x.MedianTimeToCloseDays} days to close"
            : $"unknown: {Number(x.OpenOpportunities)} open, {Number(x.Won)} of {Number(x.Closed)} won",
        _ => throw new InvalidOperationException($"{figure} cannot be shown."),
    };

    /// <summary>A month: the figure, what is to be known before it is used, and the change.</summary>
    public string Of(MetricMonth month)
    {
        var text = Of(month.Figure);
        if (month.Figure is ProportionFigure { Interval: { } interval })
        {
            text += $"\n95 %: {interval.Lower} to {interval.Upper}";
        }

        List<string> marks = [];
        if (!month.IsMature)
        {
            marks.Add("so far");
        }

        if (month.Figure is ProportionFigure { IsSmall: true, Denominator: > 0 })
        {
            marks.Add("small");
        }

        if (month.Status == MonthStatus.Open && month.IsMature)
        {
            marks.Add("open");
        }

        if (month.Revision > 1)
        {
            marks.Add($"revision {Number(month.Revision)}, first {Of(month.FirstPublished!)}");
        }

        if (month.Change is { Change: { } change } compared)
        {
            marks.Add($"{(change.StartsWith('-') ? "" : "+")}{change} {(compared.IsPoints ? "points" : "%")}");
        }

        return marks.Count == 0 ? text : $"{text}\n[{string.Join("; ", marks)}]";
    }

    /// <summary>An amount with its unit; what no chain could hold, and what has no token, in planck.</summary>
    public string Money(BigInteger planck) =>
        token is not null && planck >= 0 && planck <= UInt128.MaxValue ? token.Format(new((UInt128)planck)) : $"{planck.ToString(CultureInfo.InvariantCulture)} planck";

    private static string Rate(ProportionFigure x) => x.Denominator == 0 ? "0 of 0" : $"{Number(x.Numerator)} of {Number(x.Denominator)}, {Decimals.Text((BigInteger)x.Numerator * 100, x.Denominator, 2)} %";

    private string Rate(AmountRatioFigure x) => x.Denominator.IsZero ? "nothing" : $"{Decimals.Text(x.Numerator * 100, x.Denominator, 2)} %: {Money(x.Numerator)} of {Money(x.Denominator)}";

    private static string Percent(string? value) => value is null ? "unknown" : $"{(decimal.Parse(value, CultureInfo.InvariantCulture) * 100).ToString("0.####", CultureInfo.InvariantCulture)} %";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
