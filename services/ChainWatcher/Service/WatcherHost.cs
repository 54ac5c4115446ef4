using CoretimeDesk.ChainWatcher.Backfill;
using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.ChainWatcher.Grpc;
using CoretimeDesk.ChainWatcher.Market;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.Watching;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.ChainWatcher;

/// <summary>What the service is made of. A process has one; tests may have several.</summary>
public static class WatcherHost
{
    /// <summary>A builder to which nothing needs to be added.</summary>
    /// <param name="args">The process's arguments: settings, <c>--migrate</c>, <c>--version</c>.</param>
    public static DeskServiceBuilder CreateBuilder(string[] args)
    {
        var desk = DeskService.CreateBuilder(args, WatcherDb.SchemaName);
        desk.AddJournal<WatcherDb>().AddRevocations<WatcherDb>();
        desk.Services.AddSingleton(provider => WatcherSettings.Of(desk.Configuration));
        desk.Services.AddSingleton<WatchBook>();
        desk.Services.AddSingleton<WatchDesk>();
        desk.Services.AddSingleton<FollowerStore>();
        desk.Services.AddSingleton<FollowerBoard>();
        desk.Services.AddSingleton<FollowerDesk>();
        desk.Services.AddSingleton<MarketDesk>();
        desk.Services.AddSingleton<FactDesk>();
        desk.Services.AddSingleton<CallNodes>();
        desk.Services.AddSingleton<CallDesk>();
        desk.Services.AddSingleton<BackfillStore>();
        desk.Services.AddSingleton<BackfillDesk>();
        desk.Services.AddHostedService<FollowerService>();
        desk.Services.AddHostedService<BackfillService>();
        desk.AddGrpcService<WatcherGrpcService>();
        desk.AddReadinessCheck<FollowerCheck>();
        return desk;
    }
}
