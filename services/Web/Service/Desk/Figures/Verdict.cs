using CoretimeDesk.Insights.V1;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>What a change of a rate says, and whether chance alone could have made it.</summary>
/// <param name="Kind">Its mark.</param>
/// <param name="Text">"+3.2 points on June: within chance".</param>
/// <param name="Points">The change in points; null where it is not compared.</param>
/// <param name="IsChance">The other month's rate lies within this one's interval.</param>
internal sealed record Verdict(StKind Kind, string Text, decimal? Points, bool IsChance)
{
    /// <summary>Compares two figures of a proportion. Of too few, or of an open window, nothing is said.</summary>
    public static Verdict Of(ResultsView view, Figure? now, Figure? before)
    {
        if (now is null || before is null || FigureText.Read(now.Value) is not { } rate || FigureText.Read(before.Value) is not { } base0)
        {
            return new(StKind.NotBegun, "Nothing to compare with", null, false);
        }

        if (now.Small || before.Small)
        {
            return new(StKind.NotBegun, $"Too few to compare with {Months.Name(before.Month)}", null, false);
        }

        if (!view.IsMature(now) || !view.IsMature(before))
        {
            return new(StKind.Waiting, "So far: the window is still open", null, false);
        }

        var points = (rate - base0) * 100;
        var isChance = FigureText.Read(now.Lower) <= base0 && base0 <= FigureText.Read(now.Upper);
        return new(
            isChance ? StKind.Info : points > 0 ? StKind.Done : StKind.Risk,
            $"{FigureText.Signed(points)}\u00a0points on {Months.Name(before.Month)}: {(isChance ? "within chance" : "more than chance")}", points, isChance);
    }
}
