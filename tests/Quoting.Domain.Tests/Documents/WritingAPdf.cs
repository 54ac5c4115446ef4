using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Pdf;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace CoretimeDesk.Quoting.Tests.Documents;

/// <summary>The desk writes, somebody else's library reads.</summary>
public sealed class WritingAPdf
{
    [Fact]
    public void The_same_quote_is_the_same_bytes_for_ever()
    {
        Assert.StartsWith("6cd8d766fcb05d19a4601588e7fd65b6aab1d17bb0efa458dc", Convert.ToHexStringLower(SHA256.HashData(QuotePdf.Write(SampleQuotes.Read(SampleQuotes.Rebated)))), StringComparison.Ordinal);
        Assert.Equal(QuotePdf.Write(SampleQuotes.Read(SampleQuotes.Approved)), QuotePdf.Write(SampleQuotes.Read(SampleQuotes.Approved)));
    }

    [Fact]
    public void Another_reader_finds_the_digest_on_every_page_and_the_same_words_as_on_the_web_page()
    {
        var quote = Long();
        using var pdf = PdfDocument.Open(QuotePdf.Write(quote));
        Assert.InRange(pdf.NumberOfPages, 2, 10);
        foreach (var page in pdf.GetPages())
        {
            var text = ContentOrderTextExtractor.GetText(page);
            Assert.Contains(quote.Sha256, text, StringComparison.Ordinal);
            Assert.Contains($"page {page.Number} of {pdf.NumberOfPages}", text, StringComparison.Ordinal);
        }

        var words = string.Join(' ', pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
        foreach (var said in new[] { "Example Rollup", "24 Nov 2026 – 22 Dec 2026", "The sponsor pays", "Grace Hopper", "not a promise of a price", "List value of the whole term" })
        {
            Assert.Contains(said, words, StringComparison.Ordinal);
        }

        Assert.Equal("Coretime quote Q-2026-000123, revision 1", pdf.Information.Title);
        Assert.Equal("D:20261103090000Z", pdf.Information.CreationDate);
    }

    [Fact]
    public void Nothing_lies_outside_a_page_or_over_something_else()
    {
        using var pdf = PdfDocument.Open(QuotePdf.Write(Long()));
        foreach (var page in pdf.GetPages())
        {
            Assert.All(page.Letters, letter =>
            {
                Assert.InRange(letter.BoundingBox.Left, 50, 545);
                Assert.InRange(letter.EndBaseLine.X, 50, 546);
                Assert.InRange(letter.StartBaseLine.Y, 25, 800);
            });

            // Two letters of one line never share a place.
            foreach (var line in page.Letters.GroupBy(l => Math.Round(l.StartBaseLine.Y, 2)))
            {
                var inOrder = line.OrderBy(l => l.StartBaseLine.X).ToList();
                for (var i = 1; i < inOrder.Count; i++)
                {
                    Assert.True(inOrder[i].StartBaseLine.X >= inOrder[i - 1].EndBaseLine.X - 0.1, $"{inOrder[i - 1].Value}{inOrder[i].Value} on page {page.Number}");
                }
            }
        }
    }

    [Fact]
    public void Widths_are_those_that_the_fonts_have()
    {
        var all = string.Concat(Enumerable.Range(0x20, 0x5f).Concat(Enumerable.Range(0xa1, 0x5f)).Where(c => c != 0xad).Select(c => (char)c)) + "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
        foreach (var font in PdfFont.All)
        {
            var bytes = PdfFile.Write("t", new('0', 32), SampleQuotes.SentAt, [.. all.Select(c => $"BT /{font.Resource} 10 Tf 50 500 Td {PdfFile.Literal(PdfFont.Encode($"{c}", out _))} Tj ET")]);
            using var pdf = PdfDocument.Open(bytes);
            for (var i = 0; i < all.Length; i++)
            {
                var letter = Assert.Single(pdf.GetPage(i + 1).Letters);
                Assert.Equal($"{all[i]}", letter.Value);
                Assert.True(Math.Abs((letter.EndBaseLine.X - 50) - (font.WidthOf(PdfFont.Encode($"{all[i]}", out _)) / 100.0)) < 0.02, $"{font.Name} {all[i]}: {letter.EndBaseLine.X - 50}");
            }
        }
    }

    [Theory]
    [InlineData("Ελλάδα", "[U+0395][U+03BB]")]
    [InlineData("区块链", "[U+533A][U+5757][U+94FE]")]
    [InlineData("🦄", "[U+1F984]")]
    [InlineData("‮evil", "[U+202E]evil")]
    public void A_name_beyond_the_fonts_does_not_vanish(string name, string shown)
    {
        using var pdf = PdfDocument.Open(QuotePdf.Write(SampleQuotes.Read(SampleQuotes.Plain.For(name))));
        var text = string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value));
        Assert.Contains(shown, text, StringComparison.Ordinal);
        Assert.Contains("written as their Unicode numbers", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Éléonore Żółw")]
    [InlineData("(brackets\\ and) more")]
    public void A_name_within_the_fonts_is_written_as_it_is(string name)
    {
        using var pdf = PdfDocument.Open(QuotePdf.Write(SampleQuotes.Read(SampleQuotes.Plain.For(name))));
        var text = string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value));
        foreach (var part in name.Split(' ').Where(p => p.All(c => c < 0x100)))
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_quote_can_be_printed()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 25; i++)
        {
            var quote = SampleQuotes.Read(ReadingAQuoteBack.Any(random));
            using var pdf = PdfDocument.Open(QuotePdf.Write(quote));
            Assert.Contains(quote.Sha256, string.Concat(pdf.GetPage(1).Letters.Select(l => l.Value)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Its_table_of_objects_points_at_its_objects()
    {
        var bytes = QuotePdf.Write(Long());
        var text = Encoding.Latin1.GetString(bytes);
        var table = text[text.LastIndexOf("xref\n0 ", StringComparison.Ordinal)..].Split('\n');
        var count = int.Parse(table[1].Split(' ')[1]);
        for (var i = 1; i < count; i++)
        {
            var offset = int.Parse(table[2 + i][..10]);
            Assert.StartsWith($"{i} 0 obj\n", text[offset..], StringComparison.Ordinal);
        }
    }

    /// <summary>More periods than fit on a page.</summary>
    private static QuoteSnapshot Long() => SampleQuotes.Read(SampleQuotes.Of(
        SampleQuotes.Terms(new QuoteLine.Coretime([new(30, 1), new(10, 3)], [new(2, 1)], default)), 0, "team_lead"));
}
