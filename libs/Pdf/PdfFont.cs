using System.Globalization;
using System.Text;

namespace CoretimeDesk.Pdf;

/// <summary>
/// One of the fonts that every reader of PDF has, so that none is embedded. They know the characters of Windows-1252; any other is written as its number,
/// <c>[U+4E2D]</c>: it is ugly, and nobody's name vanishes.
/// </summary>
public sealed class PdfFont
{
    // The characters that Windows-1252 has in 0x80 to 0x9F; a blank where there is none.
    private const string Special = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

    private readonly short[] _widths;

    private PdfFont(string resource, string name, short[] widths) => (Resource, Name, _widths) = (resource, name, widths);

    /// <summary>For text.</summary>
    public static PdfFont Regular { get; } = new("F1", "Helvetica", Widths(
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 0,
        556, 0, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0, 0, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 0, 500, 667,
        278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
        667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
        556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500));

    /// <summary>For headings and what matters.</summary>
    public static PdfFont Bold { get; } = new("F2", "Helvetica-Bold", Widths(
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 0,
        556, 0, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0, 0, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 0, 500, 667,
        278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611,
        722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
        556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278, 611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556));

    /// <summary>For digests.</summary>
    public static PdfFont Code { get; } = new("F3", "Courier", [.. Enumerable.Repeat((short)600, 256)]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PdfFont> All { get; } = [Regular, Bold, Code];

    /// <summary>Its name within a page.</summary>
    public string Resource { get; }

    /// <summary>Its name everywhere.</summary>
    public string Name { get; }

    /// <summary>How wide a text is, in thousandths of its size.</summary>
    public long WidthOf(ReadOnlySpan<byte> encoded)
    {
        var width = 0L;
        foreach (var code in encoded)
        {
            width += _widths[code];
        }

        return width;
    }

    /// <summary>A text in the fonts' characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWhole">False when some characters had to be written as their numbers.</param>
    public static byte[] Encode(string text, out bool isWhole)
    {
        var bytes = new List<byte>(text.Length);
        isWhole = true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (CodeOf(rune) is { } code)
            {
                bytes.Add(code);
                continue;
            }

            isWhole = false;
            bytes.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]")));
        }

        return [.. bytes];
    }

    private static byte? CodeOf(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => (byte)' ',
        >= ' ' and < 0x7f => (byte)rune.Value,
        // 0xAD, a hyphen that is not there until a line breaks at it, would be seen.
        >= 0xa0 and <= 0xff and not 0xad => (byte)rune.Value,
        > 0xff and <= 0xffff when Special.IndexOf((char)rune.Value, StringComparison.Ordinal) is var at and >= 0 => (byte)(0x80 + at),
        _ => null,
    };

    // The fonts' own metrics begin with the blank.
    private static short[] Widths(params ReadOnlySpan<short> fromBlank)
    {
        var widths = new short[256];
        fromBlank.CopyTo(widths.AsSpan(' '));
        return widths;
    }
}
