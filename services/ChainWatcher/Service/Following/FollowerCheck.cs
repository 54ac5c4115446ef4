using CoretimeDesk.Hosting;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>A follower that has stopped needs attention; the service still answers, with what is known up to then.</summary>
internal sealed class FollowerCheck(WatcherSettings settings, FollowerBoard board) : IReadinessCheck
{
    public string Name => "followers";

    public Task<ReadinessResult> CheckAsync(CancellationToken cancellation)
    {
        var stopped = settings.Chains.Where(c => board.Of(c.Name).Mode == FollowerMode.Stopped).Select(c => $"{c.Name} has stopped: {board.Of(c.Name).Detail}").ToList();
        return Task.FromResult(stopped.Count == 0 ? ReadinessResult.Ok() : ReadinessResult.Degraded(string.Join("; ", stopped)));
    }
}
