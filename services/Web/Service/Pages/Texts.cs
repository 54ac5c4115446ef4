using System.Globalization;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Pages;

/// <summary>Dates and amounts as customers read them.</summary>
internal static class Texts
{
    /// <summary>"12 Mar 2026 09:30 UTC".</summary>
    public static string At(Timestamp at) => at.ToDateTime().ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"12 Mar 2026".</summary>
    public static string Day(Timestamp at) => at.ToDateTime().ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>As the element time of HTML.</summary>
    public static string Time(Timestamp at) => $"<time datetime=\"{at.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{At(at)}</time>";

    /// <summary>Planck with every digit: a limit is never rounded.</summary>
    public static string Amount(string planck, string symbol, uint decimals) => new Token(symbol, (int)decimals).Format(Planck.Parse(planck, CultureInfo.InvariantCulture));

    /// <summary>"1 core", "3 cores".</summary>
    public static string Cores(uint count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "core" : "cores")}");

    /// <summary>A number with blanks between thousands, for blocks.</summary>
    public static string Number(uint number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
