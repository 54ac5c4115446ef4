using System.Globalization;
using System.Text;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Pages;

/// <summary>A quote as its customer sees it: where it stands, what a core costs now, then the frozen quote itself.</summary>
internal static class QuotePage
{
    /// <summary>The page of a link that is open.</summary>
    public static string Body(string token, OpenQuoteResponse quote)
    {
        var html = new StringBuilder("<div class=\"screen\">\n");
        Standing(html, quote);
        PriceNow(html, quote.PriceNow);
        html.Append("<p><a href=\"/q/").Append(token).Append("/quote.pdf\">PDF</a> · <a href=\"/q/").Append(token).Append("/quote.json\" download>Quote file, to check it yourself</a></p>\n");
        html.Append("</div>\n").Append(quote.ArticleHtml);
        Acceptance(html, quote);
        return html.ToString();
    }

    /// <summary>What a link says whose quote no longer counts.</summary>
    public static (string Title, string Text) Over(OpenQuoteResponse quote)
    {
        var which = $"Quote {quote.Number}, revision {quote.Revision}";
        return quote.Standing switch
        {
            LinkStanding.Superseded => ($"{which}, was replaced", $"There is a newer revision of it. Ask {quote.OwnerName} for its link."),
            LinkStanding.Withdrawn => ($"{which}, was withdrawn", $"It no longer counts. Ask {quote.OwnerName} if you were about to accept it."),
            _ => ($"{which}, has expired", $"It counted until {At(quote.ValidUntil)}. Ask {quote.OwnerName} for another one."),
        };
    }

    private static void Standing(StringBuilder html, OpenQuoteResponse quote)
    {
        var (kind, text) = quote.State switch
        {
            QuoteState.Won => ("good", "Done: your purchase is final on the chain."),
            QuoteState.Accepted => ("good", "You have accepted this quote. It is done when your purchase is final on the chain; until then nothing is bought."),
            _ => ("below", $"Open until {At(quote.ValidUntil)}. It is done when a purchase is final on the chain; until then nothing is bought."),
        };
        html.Append("<p class=\"").Append(kind).Append("\">").Append(MessagePage.Escape(text)).Append("</p>\n");
    }

    private static void PriceNow(StringBuilder html, PriceNow? now)
    {
        if (now is null)
        {
            return;
        }

        html.Append("<p class=\"").Append(now.Unavailable.Length > 0 || !now.WithinLimit ? "warning" : "below").Append("\">");
        if (now.Unavailable.Length > 0)
        {
            html.Append(MessagePage.Escape(now.Unavailable));
        }
        else
        {
            html.Append("Price of a core now: ").Append(MessagePage.Escape(now.Price))
                .Append(CultureInfo.InvariantCulture, $" (block of {At(now.BlockTime)}, relay block {now.RelayBlock}), ")
                .Append(now.WithinLimit ? "within the limit of this quote." : "not within the limit of this quote: ask before you buy.");
        }

        html.Append("</p>\n");
    }

    /// <summary>How a quote is accepted. What can be done on this page stands here, below what is accepted.</summary>
    private static void Acceptance(StringBuilder html, OpenQuoteResponse quote)
    {
        if (quote.State == QuoteState.Sent)
        {
            html.Append("<section id=\"accept\" class=\"screen\">\n<h2>How to accept</h2>\n<p>").Append(MessagePage.Escape($"Tell {quote.OwnerName} that you agree to the digest above, or buy as quoted: the purchase itself is the acceptance."))
                .Append("</p>\n</section>\n");
        }
    }

    private static string At(Timestamp at) => at.ToDateTime().ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
