using System.Globalization;
using System.Text.Encodings.Web;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>Pieces of drawings. Text is encoded: names of people and teams may end up in it.</summary>
internal static class Svg
{
    /// <summary>A coordinate.</summary>
    public static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Text(double x, double y, string text, string css = "", string anchor = "start") =>
        $"<text{(css.Length == 0 ? "" : $" class=\"{css}\"")} x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{HtmlEncoder.Default.Encode(text)}</text>";

    public static string Line(double x1, double y1, double x2, double y2, string css) => $"<path class=\"{css}\" d=\"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}\"/>";

    public static string Rect(double x, double y, double width, double height, string css) =>
        $"<rect class=\"{css}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\"/>";

    /// <summary>The hatching of what is not final; each drawing has its own, since an id is a page's.</summary>
    public static string Hatch(string id) =>
        $"<defs><pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0v6\"/></pattern></defs>";
}
