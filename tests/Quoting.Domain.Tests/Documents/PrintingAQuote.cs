using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Documents;

public sealed partial class PrintingAQuote
{
    [Fact]
    public void The_same_quote_is_the_same_bytes_for_ever()
    {
        // A change of wording changes this on purpose: quotes that were sent before then print anew, under the same digest.
        Assert.StartsWith("b702369076c761a2acda187cdc362d821f9847d2f7d4a7ca15", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Rebated))))), StringComparison.Ordinal);
        Assert.Equal(QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Approved)), QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Approved)));
    }

    [Fact]
    public void Its_digest_is_on_it()
    {
        var page = QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Approved));
        Assert.Contains($"<code>{SampleQuotes.Approved.Sha256}</code>", page, StringComparison.Ordinal);
        Assert.Contains($"<code>{SampleQuotes.Approved.TermsSha256}</code>", page, StringComparison.Ordinal);
        Assert.Contains($"<code>{SampleQuotes.Approved.Judgement.RuleHash}</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void F15_core_periods_regions_and_dates_come_first_and_DOT_second()
    {
        foreach (var quote in new[] { SampleQuotes.Plain, SampleQuotes.Approved, SampleQuotes.Rebated })
        {
            var text = TextOf(QuoteHtml.Page(SampleQuotes.Read(quote)));
            var money = text.IndexOf(" DOT", StringComparison.Ordinal);
            Assert.True(money > 0, text);
            foreach (var first in new[] { "6 core-periods over 4 sale periods", "24 Nov 2026 – 22 Dec 2026", "351000 – 356040" })
            {
                Assert.InRange(text.IndexOf(first, StringComparison.Ordinal), 0, money);
            }
        }
    }

    [Fact]
    public void F13_no_price_in_another_currency_stands_on_it_because_none_was_stored()
    {
        foreach (var quote in new[] { SampleQuotes.Plain, SampleQuotes.Rebated })
        {
            var text = TextOf(QuoteHtml.Page(SampleQuotes.Read(quote)));
            Assert.DoesNotMatch("[$€£¥]|USD|EUR|GBP|CHF", text);
            Assert.Contains("No price in another currency is stated", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_shows_what_the_sponsor_pays_the_rebate_and_the_price_statement()
    {
        var sponsored = TextOf(QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Approved)));
        Assert.Contains("1 core-period is paid for by the sponsor", sponsored, StringComparison.Ordinal);
        Assert.Contains("The sponsor pays 10.3 DOT", sponsored, StringComparison.Ordinal);
        Assert.Contains("Grace Hopper team lead 3 Nov 2026 08:00 UTC", sponsored, StringComparison.Ordinal);
        Assert.Contains("exact at relay block 28000123 10 DOT", sponsored, StringComparison.Ordinal);
        Assert.Contains("10 DOT a core, until 23 Nov 2026 09:00 UTC", sponsored, StringComparison.Ordinal);
        Assert.Contains("4 16 Feb 2027 10 DOT 10.9 DOT no bound", sponsored, StringComparison.Ordinal);
        Assert.Contains("not a promise of a price", sponsored, StringComparison.Ordinal);

        var rebated = TextOf(QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Rebated)));
        Assert.Contains("Rebate, paid back after purchase 1 DOT", rebated, StringComparison.Ordinal);
        Assert.Contains("Worth of services that are not charged 0.5 DOT", rebated, StringComparison.Ordinal);
        Assert.Contains("Services that are not charged: onboarding", rebated, StringComparison.Ordinal);
        Assert.Contains("Budget for on-demand orders (part of the list value) 2 DOT", rebated, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_market_is_said_before_anything_else()
    {
        var quote = SampleQuotes.Plain with { Terms = SampleQuotes.Plain.Terms with { Price = SampleQuotes.Plain.Terms.Price with { Recorded = true } } };
        var text = TextOf(QuoteHtml.Page(SampleQuotes.Read(quote)));
        Assert.InRange(text.IndexOf("from a recording of a chain", StringComparison.Ordinal), 0, text.IndexOf("core-period", StringComparison.Ordinal));
        Assert.DoesNotContain("recording", TextOf(QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Plain))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\"><img src=x onerror=alert(1)>", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;")]
    [InlineData("' onmouseover='x", "&#39; onmouseover=&#39;x")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("a\u0000b\u0085", "a[U+0000]b[U+0085]")]
    [InlineData("two\nlines", "two lines")]
    public void What_somebody_typed_stays_text(string name, string shown)
    {
        var quote = SampleQuotes.Rebated.For(name);
        var page = QuoteHtml.Page(SampleQuotes.Read(quote with { Owner = quote.Owner with { Name = name } }));
        Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.Equal(Tags(QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Rebated))).Where(t => t is not "bdi" and not "/bdi"), Tags(page).Where(t => t is not "bdi" and not "/bdi"));
    }

    [Fact]
    public void A_name_that_turns_text_around_is_kept_apart_from_the_numbers()
    {
        var page = QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Plain.For("‮evil‬ שלום")));
        Assert.Contains("<bdi>Revision 1 for ‮evil‬ שלום</bdi>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_no_scripts_and_loads_nothing()
    {
        var page = QuoteHtml.Page(SampleQuotes.Read(SampleQuotes.Rebated));
        Assert.DoesNotMatch("(?i)<script|javascript:|\\son\\w+=|\\ssrc=|\\shref=|url\\(|@import|<iframe|<object|<form", page);
        Assert.Contains("name=\"viewport\"", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(page, "<style>"));
        Assert.Contains($"<style>{QuoteHtml.Style}</style>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_quote_can_be_printed()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var quote = SampleQuotes.Read(ReadingAQuoteBack.Any(random));
            var page = QuoteHtml.Page(quote);
            Assert.Contains(quote.Sha256, page, StringComparison.Ordinal);
            Assert.Equal(Tags(page).Count(t => !t.StartsWith('/') && t is not ("meta" or "!DOCTYPE")), Tags(page).Count(t => t.StartsWith('/')));
        }
    }

    private static List<string> Tags(string page) => [.. Tag().Matches(page).Select(m => m.Groups[1].Value)];

    private static string TextOf(string page) => Blanks().Replace(AnyTag().Replace(page[page.IndexOf("<main>", StringComparison.Ordinal)..], " "), " ");

    [GeneratedRegex("<([/!]?[a-zA-Z0-9]+)")]
    private static partial Regex Tag();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex AnyTag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
