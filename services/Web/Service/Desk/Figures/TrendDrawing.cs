using System.Globalization;
using System.Text;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>
/// The trend: points are months, bars are Wilson's 95 % intervals. Months whose window is open are hatched and outside the line; months of too few leads have their
/// counts and no point.
/// </summary>
internal sealed class TrendDrawing(IReadOnlyList<TrendPoint> points, string id, double width = 850)
{
    public const double Height = 190;
    private const double Left = 38, Top = 24, Bottom = 154;

    public double Width => width;

    /// <summary>The scale's end: the least multiple of ten above all intervals.</summary>
    public double Most => Math.Clamp(Math.Ceiling(points.Max(p => (double?)(p.Upper ?? p.Rate) ?? 0) / 10) * 10, 10, 100);

    /// <summary>All values in one sentence, for those who do not see the drawing.</summary>
    public string Title => $"90-day conversion by month of creation, with 95 percent Wilson intervals. {string.Join(", ", points.Select(p => p.Words))}.";

    private double Step => (width - Left - 40) / Math.Max(1, points.Count - 1);

    private double X(int i) => Left + 26 + (i * (width - Left - 56) / Math.Max(1, points.Count - 1));

    private double Y(decimal percent) => Bottom - ((double)percent / Most * (Bottom - Top));

    /// <summary>What is in the drawing, below its title.</summary>
    public string Markup()
    {
        var svg = new StringBuilder(Svg.Hatch(id));
        Grid(svg);
        OpenWindow(svg);
        for (var i = 0; i < points.Count; i++)
        {
            Point(svg, i);
        }

        foreach (var run in Runs())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"s1\" points=\"{string.Join(' ', run.Select(i => $"{Svg.N(X(i))},{Svg.N(Y(points[i].Rate!.Value))}"))}\"/>");
        }

        return $"{svg}";
    }

    private void Grid(StringBuilder svg)
    {
        for (var i = 0; i <= 4; i++)
        {
            var percent = (decimal)Most * i / 4;
            svg.Append(Svg.Line(Left, Y(percent), width - 4, Y(percent), "gl")).Append(Svg.Text(Left - 6, Y(percent) + 4, $"{percent.ToString("0.#", CultureInfo.InvariantCulture)}{(i == 4 ? " %" : "")}", "tk", "end"));
        }

        svg.Append(Svg.Text(Left - 6, 187, "leads", "tk", "end"));
    }

    private void OpenWindow(StringBuilder svg)
    {
        var first = points.TakeWhile(p => p.IsMature || p.Rate is null).Count();
        if (first < points.Count)
        {
            var from = X(first) - (Step / 2);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"open\" x=\"{Svg.N(from)}\" y=\"12\" width=\"{Svg.N(width - 4 - from)}\" height=\"142\" fill=\"url(#{id})\"/>")
                .Append(Svg.Text(width - 8, 24, "Window still open", "bt", "end")); // From its end: one month is narrower than the words.
        }
    }

    private void Point(StringBuilder svg, int i)
    {
        var (p, x) = (points[i], X(i));
        svg.Append(Svg.Text(x, 172, Months.Short(p.Month), "", "middle")).Append(Svg.Text(x, 187, p.Base, "tk", "middle"));
        if (p.Rate is not { } rate)
        {
            return;
        }

        if (p.IsSmall)
        {
            svg.Append(Svg.Text(x, Bottom - 8, $"{p.Count} of {p.Base}", "tk", "middle"));
            return;
        }

        if (!p.IsMature)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"far\" cx=\"{Svg.N(x)}\" cy=\"{Svg.N(Y(rate))}\" r=\"4\"/>").Append(Svg.Text(x + 8, Y(rate) + 4, "so far", "tk"));
            return;
        }

        if (p is { Lower: { } low, Upper: { } high })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"wh\" d=\"M{Svg.N(x)} {Svg.N(Y(low))}V{Svg.N(Y(high))}M{Svg.N(x - 5)} {Svg.N(Y(low))}h10M{Svg.N(x - 5)} {Svg.N(Y(high))}h10\"/>");
        }

        var isNewest = points.Skip(i + 1).All(later => !later.IsOnLine);
        svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"f1\" cx=\"{Svg.N(x)}\" cy=\"{Svg.N(Y(rate))}\" r=\"{(isNewest ? "5.5" : "3.5")}\"/>");
        if (isNewest)
        {
            svg.Append(Svg.Text(x - 8, Y(rate) - 12, $"{FigureText.PercentNumber(rate / 100)} %", "big", "end"));
        }
    }

    // A month of too few, or none, breaks the line: nothing is drawn across what is not known.
    private IEnumerable<List<int>> Runs()
    {
        var run = new List<int>();
        for (var i = 0; i <= points.Count; i++)
        {
            if (i < points.Count && points[i].IsOnLine)
            {
                run.Add(i);
                continue;
            }

            if (run.Count > 1)
            {
                yield return run;
            }

            run = [];
        }
    }
}
