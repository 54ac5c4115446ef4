using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Documents;

public sealed class LookingAtAQuoteInABrowser(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    [Fact]
    public async Task The_page_shows_the_frozen_quote_the_price_now_and_where_it_stands()
    {
        var quote = await world.SentAsync(sponsored: true);
        var token = await world.TokenAsync(quote);

        var (status, page, _) = await GetAsync($"/q/{token}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains((await world.Documents.OpenQuoteAsync(new() { Token = token })).ArticleHtml, page, StringComparison.Ordinal);
        Assert.Contains("Price of a core now: <strong class=\"num\">10 DOT</strong>", page, StringComparison.Ordinal);
        Assert.Contains("until then nothing is bought", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/q/{token}/quote.pdf\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"accept\"", page, StringComparison.Ordinal);
        Assert.Contains("width=device-width", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_runs_nothing_is_loaded_nothing_is_kept_and_nobody_learns_where_one_came_from()
    {
        var token = await world.TokenAsync(await world.SentAsync());
        foreach (var path in new[] { $"/q/{token}", $"/q/{token}?watch=1", $"/q/{token}/quote.pdf", $"/q/{token}/quote.json", $"/q/{LinkToken.Create()}", "/", "/q/", "/healthz" })
        {
            var (_, text, headers) = await GetAsync(path);
            Assert.Equal("no-referrer", headers["Referrer-Policy"]);
            Assert.Equal("no-store", headers["Cache-Control"]);
            Assert.StartsWith("noindex", headers["X-Robots-Tag"], StringComparison.Ordinal);
            Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
            Assert.Equal("DENY", headers["X-Frame-Options"]);
            Assert.DoesNotContain("Server", headers.Keys);
            var policy = headers["Content-Security-Policy"];
            Assert.StartsWith("default-src 'none'; style-src '", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("Set-Cookie", headers.Keys);

            // The style on the page is the one that the policy allows.
            if (Regex.Match(text, "<style>(.*?)</style>", RegexOptions.Singleline) is { Success: true } style)
            {
                Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style.Groups[1].Value)))}'", policy, StringComparison.Ordinal);
                Assert.DoesNotMatch("(?i)<script|style=|\\son\\w+=", text);
            }
        }
    }

    [Fact]
    public async Task Files_are_those_of_the_service()
    {
        var quote = await world.SentAsync();
        var token = await world.TokenAsync(quote);
        using var pdf = await world.Browser.GetAsync($"/q/{token}/quote.pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.Equal((await world.Documents.RenderQuoteAsync(new() { Token = token, Format = V1.QuoteFormat.Pdf })).Content.ToByteArray(), await pdf.Content.ReadAsByteArrayAsync());

        using var file = await world.Browser.GetAsync($"/q/{token}/quote.json");
        Assert.Equal($"{quote.Number}.r1.quote.json", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.True(QuoteVerifier.Verify(await file.Content.ReadAsByteArrayAsync(), null).Ok);
    }

    [Fact]
    public async Task All_unknown_links_look_alike()
    {
        var quote = await world.SentAsync();
        var made = await world.LinkAsync(quote);
        await world.Documents.RevokeLinkAsync(new() { RequestId = Guid.CreateVersion7().ToString(), LinkId = made.Link.LinkId }, world.As(world.Rita));
        var pages = new List<(HttpStatusCode, string)>();
        foreach (var token in new[] { DocumentsWorld.TokenOf(made.Url), LinkToken.Create(), "x", new string('y', 900), "%3Cscript%3E" })
        {
            var (status, page, _) = await GetAsync($"/q/{token}");
            pages.Add((status, page));
        }

        Assert.Equal(HttpStatusCode.NotFound, pages[0].Item1);
        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task What_no_longer_counts_says_why()
    {
        var quote = await world.SentAsync();
        var token = await world.TokenAsync(quote);
        (await world.Of<QuoteDesk>().WithdrawAsync(QuotingWorld.As(world.Rita), QuotingWorld.IdOf(quote), "a reason of the desk's own", CancellationToken.None)).OrThrow();

        var (status, page, _) = await GetAsync($"/q/{token}");

        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains($"Quote {quote.Number}, revision 1, was withdrawn", page, StringComparison.Ordinal);
        Assert.Contains("Ask Rita Rep", page, StringComparison.Ordinal);
        Assert.DoesNotContain("a reason of the desk", page, StringComparison.Ordinal);
        Assert.DoesNotContain("core-period", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await GetAsync($"/q/{token}/quote.pdf")).Status);
    }

    [Fact]
    public async Task The_links_secret_is_in_no_log()
    {
        var token = await world.TokenAsync(await world.SentAsync());
        await GetAsync($"/q/{token}");
        await GetAsync($"/q/{token}/quote.json");
        await GetAsync($"/q/{token}?watch=1");
        using var form = new FormUrlEncodedContent([new("seal", "none")]);
        using var refused = await world.Browser.PostAsync($"/q/{token}/sign", form);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain(token, world.WebLog, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Page, Dictionary<string, string> Headers)> GetAsync(string path)
    {
        using var answer = await world.Browser.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value)));
    }
}
