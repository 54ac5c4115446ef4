using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>What a browser says of itself, in words that its owner recognises: "Firefox on Windows".</summary>
internal static class DeviceWords
{
    // The order matters: most say that they are Chrome and Safari too.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("SamsungBrowser/", "Samsung Internet"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Of the browser that a request comes from, and its address.</summary>
    public static Client Of(HttpContext http) => new()
    {
        Device = Of($"{http.Request.Headers.UserAgent}"),
        Address = http.Connection.RemoteIpAddress is { } remote ? $"{(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)}" : "",
    };

    public static string Of(string userAgent)
    {
        var (browser, system) = (Find(Browsers, userAgent), Find(Systems, userAgent));
        return (browser.Length, system.Length) switch
        {
            (0, 0) => "Unknown browser",
            (0, _) => $"Browser on {system}",
            (_, 0) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string Find((string Mark, string Name)[] known, string text) => known.FirstOrDefault(k => text.Contains(k.Mark, StringComparison.Ordinal)).Name ?? "";
}
