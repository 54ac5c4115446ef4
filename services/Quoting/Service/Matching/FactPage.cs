using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Data;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>One page of paid events in the order of their blocks. The token is the last one's time and id.</summary>
/// <param name="Size">Rows per page.</param>
/// <param name="After">The time of the last row of the page before; null on the first page.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct FactPage(int Size, DateTimeOffset? After, Guid Id)
{
    /// <summary>Reads <c>page_size</c> and <c>page_token</c>, noting what is wrong with them.</summary>
    public static FactPage Read(Check check, int size, string token)
    {
        var page = Page.Read(check, size, "");
        if (token.Length == 0)
        {
            return new(page.Size, null, Guid.Empty);
        }

        if (Parts(token) is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks && Guid.TryParseExact(id, "D", out var last))
        {
            return new(page.Size, new(at, TimeSpan.Zero), last);
        }

        check.Violation("page_token", "is no token that this list handed out; leave it empty for the first page.");
        return new(page.Size, null, Guid.Empty);
    }

    /// <summary>The token of the next page, given one row more than fits; empty on the last page.</summary>
    public string NextToken(List<PaidFactRow> rows) => rows.Count > Size
        ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{rows[Size - 1].OccurredAt.UtcTicks} {rows[Size - 1].Id}")))
        : "";

    private static string[] Parts(string token)
    {
        try
        {
            return Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)).Split(' ');
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
