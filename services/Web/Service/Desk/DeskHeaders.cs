namespace CoretimeDesk.Web.Desk;

/// <summary>What answers to people of the desk allow the browser: scripts and styles of this address only, none within a page.</summary>
internal static class DeskHeaders
{
    // Components of libraries place things by style attributes; a style attribute runs nothing and loads nothing here, since images may come from this address only.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Replaces the customer page's stricter policy where an endpoint is a page of the desk.</summary>
    public static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null)
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
        }

        return next(context);
    }
}
