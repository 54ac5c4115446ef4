using System.Globalization;
using System.Text;
using QRCoder;

namespace CoretimeDesk.Web.Pages;

/// <summary>A text as a QR code that is part of the page: nothing is loaded, and nothing is a script or a style.</summary>
internal static class QrSvg
{
    // Beyond this a phone's camera can hardly read it off a screen.
    private const int CharactersMax = 1_400;

    /// <summary>The mark-up; null when the text is too long to be read by a camera.</summary>
    public static string? Of(string text, string label)
    {
        if (text.Length > CharactersMax)
        {
            return null;
        }

        // The quiet border of four modules that readers need is in the matrix.
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                var begin = x;
                while (x < rows[y].Count && rows[y][x])
                {
                    x++;
                }

                if (x > begin)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{begin} {y}h{x - begin}v1h-{x - begin}z");
                }
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"qr\" role=\"img\" aria-label=\"{MessagePage.Escape(label)}\" viewBox=\"0 0 {rows.Count} {rows.Count}\" shape-rendering=\"crispEdges\"><path fill=\"#000\" d=\"{path}\"/></svg>\n");
    }
}
