using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoretimeDesk.Commissions.Peers;

/// <summary>The other part of the desk that this service asks.</summary>
public static class PeersHosting
{
    private const string Setting = "Peers:ChainWatcher";

    /// <summary>Adds the chain watcher at <c>Peers:ChainWatcher</c> (cleartext HTTP/2: "http://chainwatcher:7103"). Nothing connects before it is asked.</summary>
    public static DeskServiceBuilder AddPeers(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton(provider => new ChainWatcherService.ChainWatcherServiceClient(GrpcChannel.ForAddress(AddressOf(provider.GetRequiredService<IConfiguration>()))));
        desk.Services.TryAddSingleton<IPoolWatcher, WatcherPeer>();
        return desk;
    }

    private static Uri AddressOf(IConfiguration configuration)
    {
        var text = configuration[Setting];
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address!
            : throw new InvalidOperationException($"The setting Peers__ChainWatcher is {(string.IsNullOrEmpty(text) ? "missing" : $"\"{text}\"")}: give the address of that service, such as http://127.0.0.1:7103.");
    }
}
