using System.Globalization;
using System.Numerics;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>A tile: one figure of the month, its change, and the months before.</summary>
/// <param name="Metric">What it is.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Figure">The number.</param>
/// <param name="Unit">Behind the number.</param>
/// <param name="Kind">The change's mark.</param>
/// <param name="Change">The change in words.</param>
/// <param name="Note">A line below.</param>
/// <param name="Bars">Months before, and the month.</param>
/// <param name="Tick">A line across the bars.</param>
/// <param name="Caption">What the bars are.</param>
internal sealed record Tile(string Metric, string Title, string Figure, string Unit, StKind Kind, string Change, string Note, IReadOnlyList<double> Bars, double? Tick, string Caption)
{
    private const int Shown = 6;

    /// <summary>Tiles that the report has figures for.</summary>
    public static IReadOnlyList<Tile> Of(ResultsView view) => [.. new[] { Coretime(view), Forecast(view), Concession(view) }.OfType<Tile>()];

    private static Tile? Coretime(ResultsView view)
    {
        if (view.Now("net_new_coretime") is not { } now)
        {
            return null;
        }

        var (kind, change) = Step(view, now);
        return new(now.Metric, $"Net new coretime, {Months.Name(view.Month)}", FigureText.Decimal(PartOf(now, "core_periods")), "core-periods", kind, change,
            SumWords.Text(PartOf(now, "planck"), view.Token), BarsOf(view, now.Metric, "core_periods"), null, CaptionOf(view));
    }

    private static Tile? Forecast(ResultsView view)
    {
        if (view.Now("forecast_accuracy") is not { } now)
        {
            return null;
        }

        var (forecast, actual) = (PartOf(now, "forecast"), PartOf(now, "actual"));
        return new(now.Metric, $"Forecast, {Months.Name(view.Month)}", SumWords.Number(forecast, view.Token), forecast.Length == 0 ? "" : view.Token, StKind.Info,
            forecast.Length == 0 ? "none was frozen on day 1" : now.Status == FigureStatus.Open ? "the month is open" : $"accuracy {FigureText.Percent(now.Value)}",
            $"{SumWords.Text(actual, view.Token)} paid{(now.Status == FigureStatus.Open ? " so far" : "")}", BarsOf(view, now.Metric, "actual"),
            forecast.Length == 0 ? null : Ratio(forecast), "paid; line: forecast");
    }

    private static Tile? Concession(ResultsView view)
    {
        if (view.Now("concession_rate") is not { } now)
        {
            return null;
        }

        var band = view.Now("rep_band_share");
        var (kind, change) = Step(view, now);

        // A rise that costs is never green.
        return new(now.Metric, $"Concession rate, {Months.Name(view.Month)}", FigureText.Read(now.Value) is { } rate ? FigureText.PercentNumber(rate) : "–", "% of list", kind == StKind.Done ? StKind.Risk : kind == StKind.Risk ? StKind.Done : kind, change,
            band is { Denominator: not ("" or "0") } ? $"{band.Numerator} of {band.Denominator} in the rep's own band" : "no quote was accepted", BarsOf(view, now.Metric, "value"), null, CaptionOf(view));
    }

    /// <summary>The change against the month that the page compares with.</summary>
    public static (StKind Kind, string Text) Step(ResultsView view, Figure now)
    {
        if (view.IsRunning)
        {
            return (StKind.Waiting, "so far");
        }

        var on = Months.Name(view.Vs);
        if (view.IsWhole && view.Vs == Months.Add(view.Month, -1))
        {
            return now.Mom is { Change.Length: > 0 } change && FigureText.Read(change.Change) is { } number
                ? (number > 0 ? StKind.Done : number < 0 ? StKind.Risk : StKind.Info, $"{FigureText.Change(change)} on {on}")
                : (StKind.NotBegun, FigureText.WhyNot(now.Mom));
        }

        // Against another month than the one before, both are shown: the report compares neighbours only.
        return view.Before(now.Metric) is { } before ? (StKind.Info, $"{Months.ShortYear(view.Vs)}: {FigureText.Of(before, view.Token)}") : (StKind.NotBegun, "nothing to compare with");
    }

    private static string CaptionOf(ResultsView view) => $"{Months.Short(Months.Add(view.Month, 1 - Shown))} to {Months.Short(view.Month)}";

    private static double[] BarsOf(ResultsView view, string metric, string part) => [.. view.Year.TakeLast(Shown).Select(month => Ratio(view.Of(metric, month) is { } f ? PartOf(f, part) : ""))];

    // Only for heights of bars: a double is exact enough there, and nowhere else.
    private static double Ratio(string value) => BigInteger.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? (double)whole
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string PartOf(Figure figure, string name) => figure.Parts.FirstOrDefault(p => p.Name == name)?.Value ?? "";
}
