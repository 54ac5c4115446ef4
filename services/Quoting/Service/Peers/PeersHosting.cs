using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>The other parts of the desk that this service asks.</summary>
public static class PeersHosting
{
    /// <summary>The service of accounts, leads, registrations and assessments.</summary>
    public const string Leads = "Leads";

    /// <summary>The service that says what a chain charges.</summary>
    public const string ChainWatcher = "ChainWatcher";

    /// <summary>The service that says what a sale pays those who sell.</summary>
    public const string Commissions = "Commissions";

    /// <summary>
    /// Adds one channel to each peer, with the addresses of <c>Peers:Leads</c>, <c>Peers:ChainWatcher</c> and <c>Peers:Commissions</c> (cleartext HTTP/2: "http://leads:7102"). Nothing
    /// connects before it is asked; a missing address fails the first call that needs it, and says so.
    /// </summary>
    public static DeskServiceBuilder AddPeers(this DeskServiceBuilder desk)
    {
        foreach (var peer in new[] { Leads, ChainWatcher, Commissions })
        {
            desk.Services.AddKeyedSingleton(peer, (provider, _) => GrpcChannel.ForAddress(AddressOf(provider.GetRequiredService<IConfiguration>(), peer)));
        }

        desk.Services.AddSingleton(provider => new LeadsService.LeadsServiceClient(Of(provider, Leads)));
        desk.Services.AddSingleton(provider => new RegistrationsService.RegistrationsServiceClient(Of(provider, Leads)));
        desk.Services.AddSingleton(provider => new AssessmentsService.AssessmentsServiceClient(Of(provider, Leads)));
        desk.Services.AddSingleton(provider => new ChainWatcherService.ChainWatcherServiceClient(Of(provider, ChainWatcher)));
        desk.Services.AddSingleton(provider => new EstimatesService.EstimatesServiceClient(Of(provider, Commissions)));
        desk.Services.TryAddSingleton<ICustomers, LeadsPeer>();
        desk.Services.TryAddSingleton<ICommissions, CommissionsPeer>();
        desk.Services.AddSingleton<WatcherPeer>();
        desk.Services.TryAddSingleton<MarketViewSettings>();
        desk.Services.TryAddSingleton<IMarkets, MarketView>();
        return desk;
    }

    private static GrpcChannel Of(IServiceProvider provider, string peer) => provider.GetRequiredKeyedService<GrpcChannel>(peer);

    private static Uri AddressOf(IConfiguration configuration, string peer)
    {
        var text = configuration[$"Peers:{peer}"];
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address!
            : throw new InvalidOperationException($"The setting Peers__{peer} is {(string.IsNullOrEmpty(text) ? "missing" : $"\"{text}\"")}: give the address of that service, such as http://127.0.0.1:7102.");
    }
}
