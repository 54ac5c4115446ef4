using CoretimeDesk.Pdf;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>A quote as PDF: the same bytes for the same quote, always, with the digest on each page.</summary>
/// <remarks>
/// Written without a library: those at hand put random ids and subset names into the file, and compress with whatever the runtime brings along. What a
/// quote needs of PDF is text at places.
/// </remarks>
public static class QuotePdf
{
    /// <summary>The file.</summary>
    /// <param name="quote">What <see cref="QuoteReading"/> read.</param>
    public static byte[] Write(QuoteSnapshot quote)
    {
        var layout = new PdfLayout();
        foreach (var block in QuoteContent.Of(quote))
        {
            layout.Add(block);
        }

        if (!layout.IsWhole)
        {
            layout.Add(new Block.Paragraph("Characters that the fonts of this file do not have are written as their Unicode numbers, such as [U+4E2D]. The quote's web page and the quote file have them as they are."));
        }

        var digest = quote.Sha256;
        var pages = layout.Finish($"Coretime quote {quote.Number}, revision {quote.Revision}", $"SHA-256 {digest}");
        return PdfFile.Write($"Coretime quote {quote.Number}, revision {quote.Revision}", digest[..32], quote.SentAt, pages);
    }
}
