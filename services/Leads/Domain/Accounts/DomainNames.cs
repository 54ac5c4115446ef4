using System.Globalization;
using System.Net;

namespace CoretimeDesk.Leads;

/// <summary>Web domains in the one way they are compared: ASCII, lower case, without "www.", port and path.</summary>
public static class DomainNames
{
    private const int LengthMax = 253;

    // The strict rules of host names, so that "under_score" and blanks are refused.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    // Names that no customer has on the public internet.
    private static readonly HashSet<string> NoPublicEnding = ["localhost", "local", "internal", "lan", "home", "corp", "invalid", "onion", "arpa"];

    // Everybody is there: as a key they would make all of their users one customer. What lies below them is somebody's own.
    private static readonly HashSet<string> Shared =
    [
        "github.com", "github.io", "gitlab.com", "gitlab.io", "codeberg.org", "bitbucket.org", "medium.com", "substack.com", "x.com", "twitter.com", "t.me", "telegram.org",
        "discord.gg", "discord.com", "linkedin.com", "facebook.com", "youtube.com", "notion.site", "notion.so", "linktr.ee", "vercel.app", "netlify.app", "pages.dev",
        "google.com", "docs.google.com", "gmail.com", "wordpress.com", "polkadot.network", "polkadot.com", "kusama.network", "subscan.io", "parachains.info",
    ];

    /// <summary>Reads a domain out of what people paste: a name, or an address of a page.</summary>
    /// <param name="text">As written, trimmed.</param>
    /// <param name="domain">The domain, when there is one.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? TryRead(string text, out string domain) =>
        TryReadHost(text, out domain) ?? (Shared.Contains(domain) ? $"is shared by many: {domain} identifies nobody. Give the customer's own domain." : null);

    /// <summary>As <see cref="TryRead"/>, but also takes domains that many share.</summary>
    public static string? TryReadHost(string text, out string domain)
    {
        domain = "";
        if (HostOf(text) is not { } host)
        {
            return "is no domain: write \"aleph.example\", or the address of a page on it.";
        }

        // Two ways to write one letter would be two domains; browsers compose them, so people never see the other.
        if (host.Any(c => c is >= '\u0300' and <= '\u036F'))
        {
            return "holds letters whose accents are written apart; write the domain as the browser shows it, or as punycode (xn--…).";
        }

        try
        {
            domain = Idn.GetAscii(host.ToLowerInvariant().TrimEnd('.')).ToLowerInvariant();

            // Punycode that stands for something else, or for nothing, is refused here.
            var shown = Idn.GetUnicode(domain);
            if (shown.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || Idn.GetAscii(shown.ToLowerInvariant()) != domain)
            {
                return "is punycode that no name is written as.";
            }
        }
        catch (ArgumentException)
        {
            return "is no domain: labels have letters, digits and dashes, 1 to 63 of them, with dots between.";
        }

        if (domain.StartsWith("www.", StringComparison.Ordinal))
        {
            domain = domain[4..];
        }

        var labels = domain.Split('.');
        if (labels.Length < 2 || domain.Length > LengthMax)
        {
            return labels.Length < 2 ? "has no dot: write the whole domain, such as \"aleph.example\"." : $"has {domain.Length} characters; a domain has at most {LengthMax}.";
        }

        if (labels[^1].All(char.IsAsciiDigit) || NoPublicEnding.Contains(labels[^1]))
        {
            return labels[^1].All(char.IsAsciiDigit) ? "is an IP address, not a domain." : $"ends in .{labels[^1]}, which is not on the public internet.";
        }

        return null;
    }

    /// <summary>The domains above one, nearest first, down to two labels: "b.c.d" for "a.b.c.d", then "c.d".</summary>
    public static IEnumerable<string> Above(string domain)
    {
        for (var dot = domain.IndexOf('.'); dot >= 0; dot = domain.IndexOf('.', dot + 1))
        {
            if (domain.IndexOf('.', dot + 1) >= 0)
            {
                yield return domain[(dot + 1)..];
            }
        }
    }

    private static string? HostOf(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            text = text[(scheme + 3)..];
        }

        var end = text.AsSpan().IndexOfAny('/', '?', '#');
        text = end >= 0 ? text[..end] : text;

        // With a user in it, what people read as the domain is not the one that is meant.
        if (text.Contains('@', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal))
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, null, out _))
            {
                return null;
            }

            text = text[..colon];
        }

        return text.Length == 0 || IPAddress.TryParse(text, out _) && !text.Contains('.', StringComparison.Ordinal) ? null : text;
    }
}
