using CoretimeDesk.Insights.V1;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>A cell of the cohort table.</summary>
/// <param name="Text">"23" or, of fewer than five leads, "1/3"; empty when there is nothing to show.</param>
/// <param name="Css">Its step; hatched while the window is open.</param>
/// <param name="Name">What it is, with its count.</param>
internal sealed record HeatCell(string Text, string Css, string Name)
{
    // The steps' bounds in percent stay the same from month to month, so that a colour means the same tomorrow.
    private static readonly decimal[] Bounds = [4, 9, 14, 19, 23];

    /// <summary>A cell; a wider window that cannot say more than the open one before it stays empty.</summary>
    public static HeatCell Of(ResultsView view, int days, string month)
    {
        var figure = view.Of($"conversion_{days}", month);
        var begin = $"{days} days, {Months.Words(month)}:";
        if (figure is null || FigureText.Read(figure.Value) is not { } rate)
        {
            return new("", "none", figure is null ? $"{begin} not in this view" : $"{begin} no leads");
        }

        var isMature = view.IsMature(figure);
        if (!isMature && Narrower(days) is { } narrower && view.Of($"conversion_{narrower}", month) is { } open && !view.IsMature(open))
        {
            return new("", "none", $"{begin} not begun, {narrower} days are not over");
        }

        var count = $"{figure.Numerator} of {figure.Denominator} leads";
        var css = isMature ? figure.Small ? "few" : $"h{Step(rate * 100)}" : "open";
        return new(
            figure.Small ? $"{figure.Numerator}/{figure.Denominator}" : FormattableString.Invariant($"{rate * 100:0}"), css,
            $"{begin} {(isMature ? "" : "so far ")}{(figure.Small ? "" : $"{FigureText.Percent(figure.Value)}, ")}{count}");
    }

    /// <summary>1 to 6.</summary>
    public static int Step(decimal percent) => 1 + Bounds.Count(bound => percent >= bound);

    private static int? Narrower(int days) => days switch { 60 => 30, 90 => 60, 180 => 90, _ => null };
}
