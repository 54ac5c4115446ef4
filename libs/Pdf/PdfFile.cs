using System.Buffers;
using System.Globalization;
using System.Text;

namespace CoretimeDesk.Pdf;

/// <summary>
/// Writes a PDF (1.7) of pages of text. The same pages give the same bytes on any machine: no clock, no random ids, and nothing is compressed, because
/// what a compressor writes is its own version's business.
/// </summary>
public sealed class PdfFile
{
    /// <summary>A4, in thousandths of a point.</summary>
    public const long WidthMilli = 595_276;

    /// <summary>A4, in thousandths of a point.</summary>
    public const long HeightMilli = 841_890;

    // Catalogue, pages, information, then the fonts, then two objects for each page.
    private const int FirstFont = 4;

    private readonly ArrayBufferWriter<byte> _file = new();
    private readonly List<long> _offsets = [];

    private PdfFile()
    {
    }

    /// <summary>The file.</summary>
    /// <param name="title">For the reader's title bar.</param>
    /// <param name="id">16 bytes that name the content, hexadecimal.</param>
    /// <param name="at">When the content was made.</param>
    /// <param name="pages">What is drawn on each page.</param>
    public static byte[] Write(string title, string id, DateTimeOffset at, IReadOnlyList<string> pages)
    {
        var file = new PdfFile();
        var firstPage = FirstFont + PdfFont.All.Count;
        file.Text("%PDF-1.7\n");
        file._file.Write("%"u8);
        file._file.Write((ReadOnlySpan<byte>)[0xe2, 0xe3, 0xcf, 0xd3, (byte)'\n']); // Tells programs that this is no plain text.
        file.Object("<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>");
        file.Object($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, i) => $"{firstPage + (2 * i)} 0 R"))}] >>");
        var made = at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        file.Object($"<< /Title {TextString(title)} /Producer (Coretime Desk) /CreationDate (D:{made}Z) /ModDate (D:{made}Z) >>");
        foreach (var font in PdfFont.All)
        {
            file.Object($"<< /Type /Font /Subtype /Type1 /BaseFont /{font.Name} /Encoding /WinAnsiEncoding >>");
        }

        var fonts = string.Join(' ', PdfFont.All.Select((f, i) => $"/{f.Resource} {FirstFont + i} 0 R"));
        for (var i = 0; i < pages.Count; i++)
        {
            file.Object(
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Points(WidthMilli)} {Points(HeightMilli)}] /Resources << /Font << {fonts} >> >> /Contents {firstPage + (2 * i) + 1} 0 R >>");
            file.Object($"<< /Length {pages[i].Length} >>\nstream\n{pages[i]}\nendstream");
        }

        return file.Finish(id);
    }

    /// <summary>A length as PDF writes numbers.</summary>
    public static string Points(long milli)
    {
        var (whole, rest) = Math.DivRem(Math.Abs(milli), 1000);
        var text = rest == 0 ? $"{whole}" : $"{whole}.{rest:D3}".TrimEnd('0');
        return milli < 0 ? "-" + text : text;
    }

    /// <summary>Encoded text as a string within a page.</summary>
    public static string Literal(ReadOnlySpan<byte> encoded)
    {
        var text = new StringBuilder("(");
        foreach (var code in encoded)
        {
            _ = code switch
            {
                (byte)'(' or (byte)')' or (byte)'\\' => text.Append('\\').Append((char)code),
                < 0x20 or > 0x7e => text.Append('\\').Append(Convert.ToString(code, 8).PadLeft(3, '0')),
                _ => text.Append((char)code),
            };
        }

        return text.Append(')').ToString();
    }

    // Outside pages PDF knows Unicode.
    private static string TextString(string text) => text.All(c => c is >= ' ' and <= '~' and not ('(' or ')' or '\\'))
        ? $"({text})"
        : $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private void Object(string body)
    {
        _offsets.Add(_file.WrittenCount);
        Text($"{_offsets.Count} 0 obj\n{body}\nendobj\n");
    }

    private byte[] Finish(string id)
    {
        var start = _file.WrittenCount;
        Text($"xref\n0 {_offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in _offsets)
        {
            Text(string.Create(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        }

        Text($"trailer\n<< /Size {_offsets.Count + 1} /Root 1 0 R /Info 3 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{start}\n%%EOF\n");
        return _file.WrittenSpan.ToArray();
    }

    private void Text(string text) => _file.Write(Encoding.ASCII.GetBytes(text));
}
