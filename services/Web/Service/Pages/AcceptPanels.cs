using System.Text;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Forms;

namespace CoretimeDesk.Web.Pages;

/// <summary>How to accept without buying yet: plain forms, which need no script.</summary>
internal static class AcceptPanels
{
    public static void Write(StringBuilder html, PageModel page, AcceptanceOffer offer)
    {
        Signature(html, page, offer);
        if (offer.TakesTypedName)
        {
            TypedName(html, page);
        }
    }

    private static void Signature(StringBuilder html, PageModel page, AcceptanceOffer offer)
    {
        html.Append("<section class=\"panel\">\n<h2>Accept with a signature, buy later</h2>\n<p>Accepting is not paying: it binds nobody's funds. Sign this text as a message with the key that stands for you, unchanged.</p>\n")
            .Append("<label for=\"text\">Text to sign</label>\n<textarea id=\"text\" rows=\"10\" readonly spellcheck=\"false\" autocomplete=\"off\">").Append(MessagePage.Escape(offer.Text)).Append("</textarea>\n");
        if (offer.Signers.Count == 0)
        {
            html.Append("<p class=\"weaker\">No account of yours is verified yet. Ask your contact to verify one first, or simply buy: the purchase is the acceptance.</p>\n</section>\n");
            return;
        }

        html.Append("<p class=\"small\">Signatures are taken from ").AppendJoin(", ", offer.Signers.Select(s => $"<code>{MessagePage.Escape(s)}</code>")).Append(".</p>\n");
        Begin(html, page, AcceptForm.Sign);
        Field(html, page, AcceptForm.Sign, "signer", "Your account", "The address, as your wallet shows it.", "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" maxlength=\"100\"");
        Field(html, page, AcceptForm.Sign, "signature", "Signature", "0x and hexadecimal digits, as your wallet gives it.", "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" maxlength=\"200\"");
        html.Append("<button class=\"second\">Accept with this signature</button>\n</form>\n</section>\n");
    }

    private static void TypedName(StringBuilder html, PageModel page)
    {
        html.Append("<section class=\"panel\">\n<h2>Accept with a typed name</h2>\n<p class=\"weaker\"><strong>Weaker than a signature.</strong> Nobody can check later that it was you who typed it. It is recorded with the time and the address that you come from.</p>\n");
        Begin(html, page, AcceptForm.Name);
        Field(html, page, AcceptForm.Name, "name", "Full name", "As it would stand below a contract.", "autocomplete=\"name\" maxlength=\"120\"");
        Field(html, page, AcceptForm.Name, "title", "What you are in the organisation", "For example: Head of procurement.", "autocomplete=\"organization-title\" maxlength=\"120\"");
        html.Append("<button class=\"second\">Accept with this name</button>\n</form>\n</section>\n");
    }

    private static void Begin(StringBuilder html, PageModel page, string action)
    {
        var (id, digest) = (page.NewRequestId(), page.Quote.QuoteSha256);
        html.Append("<form method=\"post\" action=\"/q/").Append(page.Token).Append('/').Append(action).Append("#accept\">\n");
        foreach (var (name, value) in new[] { ("request_id", id), ("digest", digest), ("seal", FormSeal.Of(page.Token, action, id, digest)) })
        {
            html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(MessagePage.Escape(value)).Append("\">\n");
        }

        if (page.Form.Is(action) && page.Form.Errors.TryGetValue(AcceptErrors.All, out var whole))
        {
            html.Append("<p class=\"bad\" role=\"alert\">").Append(MessagePage.Escape(whole)).Append("</p>\n");
        }
    }

    private static void Field(StringBuilder html, PageModel page, string action, string name, string label, string hint, string attributes)
    {
        var mine = page.Form.Is(action);
        var error = mine ? page.Form.Errors.GetValueOrDefault(name) : null;
        html.Append("<label for=\"").Append(name).Append("\">").Append(label).Append("</label>\n<p id=\"").Append(name).Append("-hint\" class=\"hint\">").Append(MessagePage.Escape(hint)).Append("</p>\n")
            .Append("<input id=\"").Append(name).Append("\" name=\"").Append(name).Append("\" required ").Append(attributes);
        if (mine)
        {
            html.Append(" value=\"").Append(MessagePage.Escape(page.Form[name])).Append('"');
        }

        // The first field that is wrong is where the page opens.
        html.Append(error is null ? "" : " aria-invalid=\"true\"").Append(error is not null && page.Form.Errors.Keys.First(k => k.Length > 0) == name ? " autofocus" : "")
            .Append(" aria-describedby=\"").Append(name).Append("-hint").Append(error is null ? "" : $" {name}-error").Append("\">\n");
        if (error is not null)
        {
            html.Append("<p id=\"").Append(name).Append("-error\" class=\"error\">").Append(MessagePage.Escape(error)).Append("</p>\n");
        }
    }
}
