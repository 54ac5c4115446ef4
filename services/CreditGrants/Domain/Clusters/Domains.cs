namespace CoretimeDesk.CreditGrants.Clusters;

/// <summary>Domains as people write them.</summary>
internal static class Domains
{
    /// <summary>
    /// The domain that two hosts share: the same, or one within the other, as app.example.org is within example.org. Null for none, for a single label, and for one
    /// that anybody may use. Two hosts side by side below a shared domain are not found: which of those are sold to the public cannot be told from a name.
    /// </summary>
    public static string? Common(string left, string right, IReadOnlySet<string> open)
    {
        var (a, b) = (Fold(left), Fold(right));
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        var isWithin = shorter == longer || longer.EndsWith($".{shorter}", StringComparison.Ordinal);
        return isWithin && shorter.Contains('.', StringComparison.Ordinal) && !open.Contains(shorter) ? shorter : null;
    }

    /// <summary>"Ada@WWW.Example.org." as "example.org"; also out of a link.</summary>
    private static string Fold(string text)
    {
        var host = text.Trim();
        host = Uri.TryCreate(host, UriKind.Absolute, out var link) && link.Host.Length > 0 ? link.Host : host[(host.LastIndexOf('@') + 1)..];
        host = host.TrimEnd('.').ToLowerInvariant();
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }
}
