using System.Buffers.Text;
using System.Text;
using CoretimeDesk.Hosting;

namespace CoretimeDesk.Leads;

/// <summary>One page of a list that is ordered by something else than age. The token is the last row's key and id.</summary>
/// <param name="Size">Rows per page.</param>
/// <param name="Key">The key of the last row of the page before; empty on the first page.</param>
/// <param name="Id">The id of that row; null on the first page.</param>
public readonly record struct KeysetPage(int Size, string Key, Guid? Id)
{
    private const int IdLength = 36;

    /// <summary>Reads <c>page_size</c> and <c>page_token</c>, noting what is wrong with them.</summary>
    /// <param name="check">The request's check.</param>
    /// <param name="size">The request's page_size.</param>
    /// <param name="token">The request's page_token.</param>
    /// <param name="isKey">Whether a key can come from this list.</param>
    public static KeysetPage Read(Check check, int size, string token, Func<string, bool>? isKey = null)
    {
        var page = Page.Read(check, size, "");
        if (token.Length == 0)
        {
            return new(page.Size, "", null);
        }

        if (Text(token) is { Length: >= IdLength } text && Guid.TryParseExact(text[..IdLength], "D", out var id) && (isKey?.Invoke(text[IdLength..]) ?? true))
        {
            return new(page.Size, text[IdLength..], id);
        }

        check.Violation("page_token", "is no token that this list handed out; leave it empty for the first page.");
        return new(page.Size, "", null);
    }

    /// <summary>The token of the next page, given one row more than fits; empty on the last page.</summary>
    public string NextToken<T>(List<T> rows, Func<T, string> key, Func<T, Guid> id) =>
        rows.Count > Size ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{id(rows[Size - 1])}{key(rows[Size - 1])}")) : "";

    private static string? Text(string token)
    {
        try
        {
            // Zero cannot be part of a text in the database.
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(token)) is var text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }
}
