using System.Text;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Web.Pages;

/// <summary>Where a quote stands, and what has happened with it: dates first.</summary>
internal static class ProgressPanel
{
    /// <summary>How often a page that waits looks again.</summary>
    public const int RefreshSeconds = 20;

    public static void Write(StringBuilder html, PageModel page)
    {
        html.Append("<section id=\"status\" class=\"panel screen\" aria-label=\"Where it stands\">\n");
        Standing(html, page.Quote);
        PriceNow(html, page.Quote.PriceNow);
        if (page.Progress is { } progress)
        {
            Steps(html, progress);
            Waiting(html, page, progress);
        }

        if (!page.IsWatching && page.Quote.State == QuoteState.Sent)
        {
            html.Append("<a class=\"button\" href=\"#accept\">Accept or buy</a>\n");
        }

        html.Append("</section>\n");
    }

    private static void Standing(StringBuilder html, OpenQuoteResponse quote)
    {
        var (kind, mark, first, rest) = quote.State switch
        {
            QuoteState.Won => ("ok", Marks.Done, "Done", "Your purchase is final on the chain."),
            QuoteState.Accepted => ("wait", Marks.Waiting, "Accepted, waiting for the purchase", "It is done when a purchase is final on the chain; until then nothing is bought."),
            _ => ("wait", Marks.Waiting, $"Open until {Texts.At(quote.ValidUntil)}", "It is done when a purchase is final on the chain; until then nothing is bought."),
        };
        html.Append("<p class=\"lead\"><span class=\"st ").Append(kind).Append("\">").Append(mark).Append(MessagePage.Escape(first)).Append("</span></p>\n<p class=\"small\">")
            .Append(MessagePage.Escape(rest)).Append("</p>\n");
    }

    private static void PriceNow(StringBuilder html, PriceNow? now)
    {
        if (now is null)
        {
            return;
        }

        if (now.Unavailable.Length > 0)
        {
            html.Append("<p class=\"warning\">").Append(MessagePage.Escape(now.Unavailable)).Append("</p>\n");
            return;
        }

        html.Append("<p>Price of a core now: <strong class=\"num\">").Append(MessagePage.Escape(now.Price)).Append("</strong> <span class=\"small\">in the block of ")
            .Append(Texts.Time(now.BlockTime)).Append(", relay block ").Append(Texts.Number(now.RelayBlock)).Append("</span></p>\n")
            .Append(now.WithinLimit
                ? $"<p class=\"small\"><span class=\"st ok\">{Marks.Done}Within the limit of this quote</span></p>\n"
                : $"<p class=\"small\"><span class=\"st risk\">{Marks.Risk}Not within the limit of this quote</span>: ask before you buy.</p>\n");
    }

    private static void Steps(StringBuilder html, GetProgressResponse progress)
    {
        html.Append("<ol class=\"steps\">\n");
        foreach (var step in progress.Steps)
        {
            html.Append("<li>").Append(Texts.Time(step.At)).Append("<div>").Append(Words(step));
            if (step.BlockHash.Length > 0)
            {
                html.Append("<span class=\"block\">").Append(MessagePage.Escape(step.Chain)).Append(", block ").Append(Texts.Number(step.BlockNumber)).Append(" <code>").Append(MessagePage.Escape(step.BlockHash)).Append("</code></span>");
            }

            html.Append("</div></li>\n");
        }

        html.Append("</ol>\n");
    }

    private static string Words(ProgressStep step) => step.Kind switch
    {
        ProgressKind.Sent => "Sent to you",
        ProgressKind.Accepted when step.Acceptance == AcceptanceKind.TypedName => $"<strong>Accepted</strong> with the typed name <bdi>{MessagePage.Escape(step.By)}</bdi> (weaker than a signature)",
        ProgressKind.Accepted => $"<strong>Accepted</strong>, signed by <code>{MessagePage.Escape(step.By)}</code>",
        ProgressKind.Paid => $"<strong>{(step.PaidBySponsor ? "Bought by the sponsor" : "Bought")}</strong>: core {Texts.Number(step.Core)}{Dates(step)} for <span class=\"num\">{MessagePage.Escape(step.Price)}</span>",
        ProgressKind.Won => $"<strong>Final</strong>: this purchase is yours under this quote",
        ProgressKind.NotCounted => $"A purchase that is not under this quote: core {Texts.Number(step.Core)}{Dates(step)} for <span class=\"num\">{MessagePage.Escape(step.Price)}</span>. Ask your contact about it",
        _ => "",
    };

    private static string Dates(ProgressStep step) => step.BeginsAt is null ? "" : $", {Texts.Day(step.BeginsAt)} to {Texts.Day(step.EndsAt)},";

    private static void Waiting(StringBuilder html, PageModel page, GetProgressResponse progress)
    {
        if (!progress.Awaiting)
        {
            return;
        }

        html.Append(page.IsWatching
            ? $"<p class=\"small\" role=\"status\"><span class=\"st wait\">{Marks.Waiting}Waiting for a purchase.</span> This page looks again every {RefreshSeconds} seconds. <a href=\"/q/{page.Token}#accept\">Stop, and show what to sign</a></p>\n"
            : $"<p class=\"small\"><a href=\"/q/{page.Token}?watch=1#status\">I have signed in my wallet: wait for it here</a></p>\n");
    }
}
