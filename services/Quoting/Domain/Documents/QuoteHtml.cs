using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Pdf;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>
/// A quote as HTML: the same bytes for the same quote, always. No scripts, nothing is loaded, everything that somebody typed is escaped and kept from turning
/// its surroundings around.
/// </summary>
public static class QuoteHtml
{
    /// <summary>The style of quotes and of the page around them; for paper as well.</summary>
    public const string Style =
        ":root{color-scheme:light dark;--canvas:#f3f5f7;--surface:#fff;--sunken:#e9edf1;--line:#d6dce3;--control:#758195;--text:#151b24;--text-2:#434d5c;--text-3:#586374;--accent:#0b5c70;--accent-strong:#08495a;--on-accent:#fff;" +
        "--ok:#17663a;--ok-soft:#dff0e5;--wait:#7d5200;--wait-soft:#fbeccb;--risk:#a8221b;--risk-soft:#fbe3e0;--demo:#f6d98b;--demo-text:#2b2107}" +
        "@media screen and (prefers-color-scheme:dark){:root{--canvas:#0f141a;--surface:#171e27;--sunken:#0b1015;--line:#2c3744;--control:#72808f;--text:#e9eef4;--text-2:#b9c3cf;--text-3:#98a5b4;--accent:#62c3d6;--accent-strong:#8fd6e4;--on-accent:#06222a;" +
        "--ok:#6fcf94;--ok-soft:#12301f;--wait:#eebb57;--wait-soft:#382a0c;--risk:#ff9a8f;--risk-soft:#43191a;--demo:#3a2f10;--demo-text:#f6e3b0}}" +
        "*{box-sizing:border-box}body{margin:0;font:16px/1.5 -apple-system,BlinkMacSystemFont,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",Arial,sans-serif;color:var(--text);background:var(--canvas)}" +
        "main{max-width:52rem;margin:0 auto;padding:1rem;background:var(--surface)}h1{font-size:1.5rem;line-height:1.2;margin:.5rem 0 0}h2{font-size:1.15rem;line-height:1.3;margin:1.75rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}" +
        "p{margin:.5rem 0}.below{color:var(--text-2)}.warning{background:var(--wait-soft);border-left:4px solid var(--wait);padding:.5rem .75rem}.good{background:var(--ok-soft);border-left:4px solid var(--ok);padding:.5rem .75rem}" +
        ".bad{background:var(--risk-soft);border-left:4px solid var(--risk);padding:.5rem .75rem}" +
        "dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.25rem 1rem;margin:.5rem 0}dt{color:var(--text-2)}dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}.key{font-weight:600}" +
        "code{font:.85em ui-monospace,\"Liberation Mono\",monospace;overflow-wrap:anywhere}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.5rem 0;font-variant-numeric:tabular-nums}" +
        "th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}th{font-weight:600;color:var(--text-2)}.n{text-align:right}" +
        "a{color:var(--accent)}@media(max-width:34rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}" +
        "@media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}main{max-width:none;padding:0}.screen{display:none}h2{break-after:avoid}tr,dl{break-inside:avoid}}";

    /// <summary>What a Content-Security-Policy allows <see cref="Style"/> with.</summary>
    public static string StyleSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <summary>The whole document.</summary>
    public static string Page(QuoteSnapshot quote)
    {
        var title = Escape($"Coretime quote {quote.Number}, revision {quote.Revision}");
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <meta name="quote-sha256" content="{quote.Sha256}">
            <title>{title}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            {Article(quote)}</main>
            </body>
            </html>

            """;
    }

    /// <summary>The quote as a part of a page.</summary>
    public static string Article(QuoteSnapshot quote)
    {
        var html = new StringBuilder("<article>\n");
        foreach (var block in QuoteContent.Of(quote))
        {
            Write(html, block);
        }

        return html.Append("</article>\n").ToString();
    }

    /// <summary>Text as HTML. What browsers would treat as mark-up is escaped; what no document may hold is shown as its number.</summary>
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                '\n' => html.Append(' '),
                < ' ' or (>= 0x7f and < 0xa0) => html.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"),
                _ => html.Append(rune.ToString()),
            };
        }

        return html.ToString();
    }

    private static void Write(StringBuilder html, Block block)
    {
        switch (block)
        {
            case Block.Title t:
                html.Append("<h1>").Append(Isolated(t.Text)).Append("</h1>\n<p class=\"below\">").Append(Isolated(t.Below)).Append("</p>\n");
                break;
            case Block.Warning w:
                html.Append("<p class=\"warning\">").Append(Isolated(w.Text)).Append("</p>\n");
                break;
            case Block.Heading h:
                html.Append("<h2>").Append(Isolated(h.Text)).Append("</h2>\n");
                break;
            case Block.Paragraph p:
                html.Append("<p>").Append(Isolated(p.Text)).Append("</p>\n");
                break;
            case Block.Facts f:
                WriteFacts(html, f.Items);
                break;
            case Block.Table t:
                WriteTable(html, t);
                break;
        }
    }

    private static void WriteFacts(StringBuilder html, IReadOnlyList<Fact> facts)
    {
        html.Append("<dl>\n");
        foreach (var fact in facts)
        {
            html.Append("<dt>").Append(Isolated(fact.Name)).Append("</dt><dd").Append(fact.IsKey ? " class=\"key\">" : ">")
                .Append(fact.IsCode ? $"<code>{Escape(fact.Value)}</code>" : Isolated(fact.Value)).Append("</dd>\n");
        }

        html.Append("</dl>\n");
    }

    private static void WriteTable(StringBuilder html, Block.Table table)
    {
        // On a phone it is wider than the page: whoever has only keys scrolls it as well.
        html.Append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Escape($"Table: {string.Join(", ", table.Columns)}")).Append("\"><table>\n<thead><tr>");
        for (var i = 0; i < table.Columns.Count; i++)
        {
            html.Append(table.Numeric[i] ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">").Append(Isolated(table.Columns[i])).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                html.Append(table.Numeric[i] ? "<td class=\"n\">" : "<td>").Append(Isolated(row[i])).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    // A name may be written from right to left, or hold a mark that turns the rest of the line around: it must not move the numbers beside it.
    private static string Isolated(string text) => text.All(char.IsAscii) ? Escape(text) : $"<bdi>{Escape(text)}</bdi>";
}
