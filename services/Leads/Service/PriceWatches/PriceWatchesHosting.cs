using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Grpc;
using CoretimeDesk.Leads.Merging;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.PriceWatches;

/// <summary>Gives the service prices that customers wait for.</summary>
public static class PriceWatchesHosting
{
    /// <summary>Call it after <c>AddActivities</c>.</summary>
    public static DeskServiceBuilder AddPriceWatches(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<PriceWatchDesk>();
        desk.Services.AddSingleton<IFollowsAccount, PriceWatchesFollowAccounts>();
        desk.Services.AddSingleton<PriceWatcher>();
        desk.Services.AddHostedService(provider => provider.GetRequiredService<PriceWatcher>());
        return desk.AddGrpcService<PriceWatchesGrpcService>();
    }
}
