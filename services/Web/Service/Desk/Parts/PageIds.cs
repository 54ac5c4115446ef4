using System.Globalization;

namespace CoretimeDesk.Web.Desk.Parts;

/// <summary>Ids by which one element of a page names another. No two are alike, whatever they belong to: a count in a generic component would begin anew with each type.</summary>
internal static class PageIds
{
    private static int _count;

    public static string Next(string of) => string.Create(CultureInfo.InvariantCulture, $"{of}-{Interlocked.Increment(ref _count) & 0xffffff}");
}
