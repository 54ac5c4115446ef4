using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace CoretimeDesk.Web;

/// <summary>Whose word counts for where a browser is, and whether it came over TLS: limits go by the one, and it stands beside a typed name; cookies by the other.</summary>
internal static class Proxies
{
    private const string Setting = "Proxies:Networks";

    /// <summary>
    /// Reads <c>Proxies:Networks</c>, networks such as <c>10.42.0.0/16</c> with commas between, from which proxies speak. Only these are believed when they name another address;
    /// without the setting nobody is.
    /// </summary>
    /// <exception cref="InvalidOperationException">That is no network.</exception>
    public static void Trust(WebApplicationBuilder builder)
    {
        var networks = (builder.Configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read).ToList();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = networks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }

    private static IPNetwork Read(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new InvalidOperationException($"The setting Proxies__Networks holds \"{text}\": give networks such as 10.42.0.0/16, with commas between.");
}
