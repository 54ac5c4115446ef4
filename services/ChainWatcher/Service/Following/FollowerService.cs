using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Runs a follower for each chain, side by side: one that stops leaves the others going.</summary>
internal sealed class FollowerService(WatcherSettings settings, WatchBook watch, FollowerStore store, FollowerBoard board, NpgsqlDataSource database, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(settings.Chains.Select(chain => Task.Run(
        () => new ChainFollower(chain, watch, store, board, database, time, loggers.CreateLogger<ChainFollower>()).RunAsync(stoppingToken), stoppingToken)));
}
