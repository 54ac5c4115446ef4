using System.Globalization;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>Cohorts and closings: of those created, or closed, in a month, how many were won.</summary>
internal static class Conversions
{
    /// <summary>How many of those created were won within some days.</summary>
    public static IEnumerable<FigureRule> Cohorts { get; } = Horizons.Conversion.Select((days, i) => new ProportionRule(
        $"conversion_{days.ToString(CultureInfo.InvariantCulture)}",
        ($"customers created in the month and won within {days.ToString(CultureInfo.InvariantCulture)} days of it", "customers created in the month"),
        Touch.Created,
        b => (b.Converted[i], b.Created),
        s => s.Created.Where(c => c.Won is { } won && won.Fact.At - c.Created.At <= TimeSpan.FromDays(days)).Select(Evidence.Win),
        s => s.Created.Select(Evidence.Creation),
        days,
        isGrouped: days == 90)).ToList();

    /// <summary>How many of those created are won by now; grows for ever, so it is never sealed.</summary>
    public static FigureRule CreatedWinRate { get; } = new ProportionRule(
        "created_win_rate",
        ("customers created in the month and won by the as-of instant", "customers created in the month"),
        Touch.Created,
        b => (b.CreatedAndWon, b.Created),
        s => s.Created.Where(c => c.Won is not null).Select(Evidence.Win),
        s => s.Created.Select(Evidence.Creation),
        isSealed: false,
        isGrouped: true);

    /// <summary>How many of those closed were won.</summary>
    public static FigureRule ClosedWinRate { get; } = new ProportionRule(
        "closed_win_rate",
        ("customers won in the month", "customers won or lost in the month"),
        Touch.Won | Touch.Lost,
        b => (b.Won, b.Won + b.Lost),
        s => s.Won.Select(Evidence.Win),
        s => s.Won.Select(Evidence.Win).Concat(s.Lost.Select(Evidence.Loss)),
        isGrouped: true);
}
