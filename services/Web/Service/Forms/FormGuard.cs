namespace CoretimeDesk.Web.Forms;

/// <summary>Lets only forms through that this site's own page sent.</summary>
internal static class FormGuard
{
    /// <summary>Browsers say from where a request comes, and no page can make them lie. An old one that says nothing has the seal to show.</summary>
    /// <remarks>Origin is no help: with <c>Referrer-Policy: no-referrer</c>, which keeps the link's secret from others, browsers send "null" there.</remarks>
    public static bool IsOurs(HttpRequest request, AcceptForm form, string token)
    {
        var site = $"{request.Headers["Sec-Fetch-Site"]}";
        return site is "" or "same-origin" or "none"
            && FormSeal.Fits(form["seal"], token, form.Action, form["request_id"], form["digest"]);
    }
}
