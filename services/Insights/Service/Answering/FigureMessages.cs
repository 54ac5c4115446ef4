using System.Globalization;
using System.Numerics;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Insights.V1;
using Google.Protobuf.WellKnownTypes;
using Figure = CoretimeDesk.Insights.Figures.Figure;

namespace CoretimeDesk.Insights.Answering;

/// <summary>Figures as messages. Translates only: every number is the engine's.</summary>
internal static class FigureMessages
{
    /// <summary>A month of a metric.</summary>
    public static V1.Figure Of(string metric, MetricMonth month)
    {
        var message = Of(metric, $"{month.Month}", "", month.Figure);
        message.Mature = month.IsMature;
        message.Status = month.Status switch
        {
            MonthStatus.Sealed => FigureStatus.Sealed,
            MonthStatus.Running => FigureStatus.Running,
            _ => FigureStatus.Open,
        };
        message.SealAt = month.SealAt?.ToTimestamp();
        message.Revision = (uint)month.Revision;
        message.Mom = month.Change is { } change ? new() { Change = change.Change ?? "", Unit = change.Unit, Why = change.Why ?? "" } : null;
        if (month.FirstPublished is { } first)
        {
            message.FirstPublished.AddRange(Parts(first));
        }

        message.Restatements.AddRange(month.Restatements.Select(r => new V1.Restatement
        {
            Revision = (uint)r.Revision, RecordedAt = r.RecordedAt.ToTimestamp(), Causes = { r.Causes }, After = { Parts(r.After) },
        }));
        return message;
    }

    /// <summary>A figure alone.</summary>
    public static V1.Figure Of(string metric, string month, string group, Figure figure)
    {
        var message = new V1.Figure { Metric = metric, Month = month, Group = group, Parts = { Parts(figure) } };
        foreach (var part in message.Parts)
        {
            _ = part.Name switch
            {
                "numerator" => message.Numerator = part.Value,
                "denominator" => message.Denominator = part.Value,
                "value" => message.Value = part.Value,
                "lower" => message.Lower = part.Value,
                "upper" => message.Upper = part.Value,
                _ => "",
            };
        }

        message.Small = figure is ProportionFigure { IsSmall: true };
        return message;
    }

    /// <summary>All numbers of a figure, by the names that the public format has.</summary>
    public static IEnumerable<Part> Parts(Figure figure) => Named(figure).Select(p => new Part { Name = p.Name, Value = p.Value ?? "" });

    /// <summary>The division in numbers; empty for what is none.</summary>
    public static string Division(V1.Figure figure) =>
        figure.Denominator.Length == 0 ? "" : $"{figure.Numerator} ÷ {figure.Denominator} = {(figure.Value.Length == 0 ? "none" : figure.Value)}";

    private static IEnumerable<(string Name, string? Value)> Named(Figure figure) => figure switch
    {
        CountFigure f => [("value", Text(f.Value))],
        CreditToPaidFigure f => [.. Named(f), ("excluded", Text(f.Excluded))],
        ProportionFigure f => Named(f),
        UtilisationFigure f => [.. Named(f), ("expired_unused", Text(f.ExpiredUnused))],
        UnmatchedFigure f => [.. Named(f), ("events_unmatched", Text(f.EventsUnmatched)), ("events", Text(f.Events))],
        AmountRatioFigure f => Named(f),
        CostFigure f => [("numerator", Text(f.Spent)), ("denominator", Text(f.Won)), ("value", f.Value is { } each ? Text(each) : null)],
        CoretimeFigure f => [("planck", Text(f.Amount)), ("timeslice_bits", Text(f.TimesliceBits)), ("core_periods", f.CorePeriods)],
        ClosingTimeFigure f => [("count", Text(f.Count)), ("median_days", f.MedianDays), ("p90_days", f.P90Days)],
        ApprovalTimeFigure f =>
        [
            ("count", Text(f.Count)), ("median_hours", f.MedianHours), ("p90_hours", f.P90Hours), ("over_sla", Text(f.OverSla)), ("over_sla_share", f.OverSlaShare), ("open_over_sla", Text(f.OpenOverSla)),
        ],
        PayoutTimeFigure f => [("count", Text(f.Count)), ("median_hours", f.MedianHours)],
        ForecastFigure f => [("forecast", f.Forecast is { } forecast ? Text(forecast) : null), ("actual", Text(f.Actual)), ("value", f.Value)],
        VelocityFigure f =>
        [
            ("open_opportunities", Text(f.OpenOpportunities)), ("won", Text(f.Won)), ("closed", Text(f.Closed)),
            ("median_first_90_days_planck", f.MedianFirst90DaysPlanck is { } median ? Text(median) : null), ("median_time_to_close_days", f.MedianTimeToCloseDays),
            ("planck_per_day", f.PlanckPerDay is { } day ? Text(day) : null),
        ],
        _ => throw new InvalidOperationException($"{figure.GetType().Name} has no names for its numbers."),
    };

    private static IEnumerable<(string Name, string? Value)> Named(ProportionFigure f)
    {
        var interval = f.Interval;
        return [("numerator", Text(f.Numerator)), ("denominator", Text(f.Denominator)), ("value", f.Value), ("lower", interval?.Lower), ("upper", interval?.Upper)];
    }

    private static IEnumerable<(string Name, string? Value)> Named(AmountRatioFigure f) => [("numerator", Text(f.Numerator)), ("denominator", Text(f.Denominator)), ("value", f.Value)];

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
