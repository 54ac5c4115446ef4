namespace CoretimeDesk.Web.Desk.Frame;

/// <summary>Light, dark, or as the visitor's machine has it. Set on the server, so that the first paint is right.</summary>
internal static class ColourScheme
{
    private const string Cookie = "desk-theme";

    /// <summary>"light" or "dark"; null for the machine's own.</summary>
    public static string? Of(HttpContext? context) => context?.Request.Cookies[Cookie] is "light" or "dark" ? context.Request.Cookies[Cookie] : null;

    public static void Set(HttpContext context, string? theme)
    {
        var options = new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = TimeSpan.FromDays(365), IsEssential = true };
        if (theme is "light" or "dark")
        {
            context.Response.Cookies.Append(Cookie, theme, options);
        }
        else
        {
            context.Response.Cookies.Delete(Cookie, options);
        }
    }
}
