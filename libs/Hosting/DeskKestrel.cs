using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Hosting;

/// <summary>One cleartext HTTP/2 port, at the address that <c>ASPNETCORE_URLS</c> names, with limits on what a peer may send.</summary>
internal static class DeskKestrel
{
    // Room for the five bytes of framing, and for a refusal by gRPC itself, whose words are better than HTTP's.
    private const int BodySlack = 64 * 1024;
    private const int HeaderBytes = 32 * 1024;

    public static void Configure(WebApplicationBuilder web)
    {
        web.WebHost.UseKestrel();
        web.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<CallLimits>>((kestrel, options) =>
        {
            var calls = options.Value;
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);

            kestrel.Limits.MaxRequestBodySize = calls.MessageBytes + BodySlack;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
            kestrel.Limits.Http2.MaxStreamsPerConnection = calls.StreamsPerConnection;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = HeaderBytes;

            // A peer that vanished without a word is noticed within a minute, and its streams are freed.
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        });
    }
}
