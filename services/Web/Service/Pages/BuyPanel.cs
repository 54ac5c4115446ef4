using System.Text;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Web.Pages;

/// <summary>How to buy by a quote: what it costs at most, until when, and what to sign. The desk signs nothing and holds no key.</summary>
internal static class BuyPanel
{
    private const int Rows = 5;

    public static void Write(StringBuilder html, GetProgressResponse progress)
    {
        if (progress.Buy is null && progress.BuyUnavailable.Length == 0)
        {
            return;
        }

        html.Append("<section id=\"buy\" class=\"panel\">\n<h2>Buy from your own wallet</h2>\n");
        if (progress.Buy is { } buy)
        {
            Call(html, buy);
        }
        else
        {
            html.Append("<p class=\"warning\">").Append(MessagePage.Escape(progress.BuyUnavailable)).Append("</p>\n");
        }

        html.Append("</section>\n");
    }

    private static void Call(StringBuilder html, GetCallDataResponse buy)
    {
        var (limit, price) = (Texts.Amount(buy.LimitPlanck, buy.Token, buy.Decimals), Texts.Amount(buy.PricePlanck, buy.Token, buy.Decimals));
        html.Append("<p>Buying is accepting: nothing else is needed. Your wallet signs one batch, all of it or nothing: a remark with the digest of this quote, and ")
            .Append(Texts.Cores(buy.Cores)).Append(" bought at or below the limit.</p>\n<dl>\n")
            .Append("<dt>Price limit, each core</dt><dd class=\"key\">").Append(MessagePage.Escape(limit)).Append("</dd>\n")
            .Append("<dt>Price now, each core</dt><dd>").Append(MessagePage.Escape(price)).Append("</dd>\n")
            .Append("<dt>Until</dt><dd>").Append(Texts.Time(buy.ValidUntil)).Append("</dd>\n")
            .Append("<dt>Chain</dt><dd>").Append(MessagePage.Escape(buy.Chain)).Append("</dd>\n</dl>\n");
        if (IsSafe(buy.WalletLink))
        {
            html.Append("<a class=\"button\" rel=\"noopener noreferrer\" target=\"_blank\" href=\"").Append(MessagePage.Escape(buy.WalletLink)).Append("\">Open in a wallet</a>\n");
        }

        html.Append("<label for=\"calldata\">Call data</label>\n<p id=\"calldata-hint\" class=\"hint\">For any wallet, proxy or multisig: press in the field, select all, copy.</p>\n<textarea id=\"calldata\" rows=\"")
            .Append(Rows).Append("\" readonly spellcheck=\"false\" autocomplete=\"off\" aria-describedby=\"calldata-hint\">").Append(MessagePage.Escape(buy.CallData)).Append("</textarea>\n");
        if (IsSafe(buy.WalletLink) && QrSvg.Of(buy.WalletLink, "QR code of the wallet link") is { } code)
        {
            html.Append("<details><summary>Wallet is on another device: show the QR code</summary>\n").Append(code).Append("</details>\n");
        }

        html.Append("<details><summary>What exactly is signed</summary>\n<dl>\n<dt>Call hash, for a multisig or proxy</dt><dd><code>").Append(MessagePage.Escape(buy.CallHash)).Append("</code></dd>\n")
            .Append("<dt>Made for</dt><dd>").Append(MessagePage.Escape($"{buy.SpecName} {buy.SpecVersion}")).Append(": load this page again when the chain runs another version</dd>\n")
            .Append("<dt>Decoded</dt><dd><code>").Append(MessagePage.Escape(buy.Json)).Append("</code></dd>\n</dl>\n</details>\n");
    }

    private static bool IsSafe(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
