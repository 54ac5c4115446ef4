using System.Text;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Web.Pages;

/// <summary>A quote as its customer sees it: where it stands, the frozen quote itself, and how to accept or buy. Only the middle part is under the digest.</summary>
internal static class QuotePage
{
    /// <summary>The page of a link that is open.</summary>
    public static string Body(PageModel page)
    {
        var (token, quote) = (page.Token, page.Quote);
        var html = new StringBuilder();
        if (page.Progress is { Recorded: true })
        {
            html.Append("<p class=\"demo screen\" role=\"note\"><strong>Demo data.</strong> Nothing here can be bought.</p>\n");
        }

        html.Append("<div class=\"top screen\">").Append(Marks.Desk).Append("<b>Coretime Desk</b><span>").Append(MessagePage.Escape($"{quote.Number}, revision {quote.Revision}")).Append("</span></div>\n");
        ProgressPanel.Write(html, page);
        html.Append(quote.ArticleHtml);
        if (!page.IsWatching)
        {
            Accept(html, page);
        }

        html.Append("<footer class=\"screen\"><p class=\"files\"><a href=\"/q/").Append(token).Append("/quote.pdf\">PDF</a> · <a href=\"/q/").Append(token)
            .Append("/quote.json\" download>Quote file, to check it yourself</a></p>\n<p>").Append(MessagePage.Escape($"Something wrong? Ask {quote.OwnerName}.")).Append(" This page keeps no cookies and runs no scripts.</p></footer>\n");
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
            _ => ($"{which}, has expired", $"It counted until {Texts.At(quote.ValidUntil)}. Ask {quote.OwnerName} for another one."),
        };
    }

    /// <summary>What can be done stands below what is accepted.</summary>
    private static void Accept(StringBuilder html, PageModel page)
    {
        if (page.Progress is not { } progress)
        {
            html.Append("<section id=\"accept\" class=\"screen\"><p class=\"warning\">How to accept cannot be shown at this moment. The quote stands: load the page again in a minute.</p></section>\n");
            return;
        }

        if (progress.Accept is null && progress.Buy is null && progress.BuyUnavailable.Length == 0)
        {
            return;
        }

        html.Append("<section id=\"accept\" class=\"screen\" aria-label=\"How to accept\">\n");
        BuyPanel.Write(html, progress);
        if (progress.Accept is { } offer)
        {
            AcceptPanels.Write(html, page, offer);
        }

        html.Append("</section>\n");
    }
}
