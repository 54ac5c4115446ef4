using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Identity.Domain;

/// <summary>An email address in the shape that is worth writing to. Proof that it works is the first mail, not a pattern.</summary>
public static class EmailAddress
{
    /// <summary>The longest that mail servers pass on.</summary>
    public const int LengthMax = 254;

    /// <summary>Takes off blanks around it and checks its shape: one @, something before it, a dotted name after it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? address)
    {
        address = text.Trim();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > 64
            || at != address.LastIndexOf('@')
            || address.Length > LengthMax
            || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"')
            || !IsHost(address.AsSpan(at + 1)))
        {
            address = null;
            return false;
        }

        return true;
    }

    private static bool IsHost(ReadOnlySpan<char> host) =>
        host.Contains('.') && host[0] is not '.' and not '-' && host[^1] is not '.' and not '-' && !host.Contains("..", StringComparison.Ordinal);
}
