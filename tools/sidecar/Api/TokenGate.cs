using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Sidecar.Api;

/// <summary>Where an API token is set, every call but health must carry it.</summary>
internal sealed class TokenGate(RequestDelegate next, string token)
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    public Task InvokeAsync(HttpContext context)
    {
        if (_token.Length == 0 || context.Request.Path.StartsWithSegments("/v1.0/healthz", StringComparison.Ordinal)
            || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers["dapr-api-token"].ToString()), _token))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync("invalid api token");
    }
}
