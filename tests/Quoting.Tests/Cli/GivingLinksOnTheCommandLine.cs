using System.Net;
using System.Text.Json.Nodes;
using CoretimeDesk.Quoting.Tests.Documents;

namespace CoretimeDesk.Quoting.Tests.Cli;

/// <summary>A customer's link from the command line to the browser, and its end.</summary>
public sealed class GivingLinksOnTheCommandLine(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    [Fact]
    public async Task A_link_is_made_shown_in_the_list_opened_and_revoked()
    {
        var quote = await world.SentAsync();
        Assert.Contains("No links.", await SayAsync(0, "quotes", "links", quote.Number));

        var said = await SayAsync(0, "quotes", "link", quote.Number);
        var url = said.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Single(word => word.StartsWith(world.Browser.BaseAddress!.ToString(), StringComparison.Ordinal));
        Assert.Contains("revoke-link", said);
        using (var page = await world.Browser.GetAsync(url))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains(quote.Number, await page.Content.ReadAsStringAsync());
        }

        var links = JsonNode.Parse(await SayAsync(0, "quotes", "links", quote.QuoteId, "--json"))!["links"]!.AsArray();
        var link = Assert.Single(links)!;
        Assert.Equal(("Rita Rep", true), ((string)link["madeBy"]!, link["openedAt"] is not null));

        // The list tells of links, and holds none: who reads it cannot open the quote.
        Assert.DoesNotContain(DocumentsWorld.TokenOf(url), links.ToJsonString());
        Assert.Contains("UUID", await SayAsync(1, "quotes", "revoke-link", "not-an-id"));
        Assert.Contains("Revoked.", await SayAsync(0, "quotes", "revoke-link", (string)link["linkId"]!));
        Assert.Contains("revoked", await SayAsync(0, "quotes", "links", quote.Number));
        using var gone = await world.Browser.GetAsync(url);
        Assert.NotEqual(HttpStatusCode.OK, gone.StatusCode);
    }

    [Fact]
    public async Task A_quote_that_was_not_sent_has_no_link_and_the_complaint_says_what_to_do()
    {
        Assert.Contains("There is no quote Q-1999-000001", await SayAsync(1, "quotes", "link", "Q-1999-000001"));
        var draft = (await world.Of<CoretimeDesk.Quoting.Quotes.QuoteDesk>().DraftAsync(
            QuotingWorld.As(world.Rita), "", world.Customers.Add("startup", 13, world.Rita), null, QuotingWorld.Ask(), CancellationToken.None)).OrThrow().Quote;
        Assert.Contains("sent", await SayAsync(1, "quotes", "link", draft.Number));
    }

    private async Task<string> SayAsync(int expected, params string[] words)
    {
        var (code, text) = await world.DeskAsync([.. words, .. world.Here]);
        Assert.True(code == expected, $"{string.Join(' ', words)} ended with {code}: {text}");
        return text;
    }
}
