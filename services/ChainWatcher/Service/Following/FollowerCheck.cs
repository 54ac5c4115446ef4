using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// A follower that has stopped, or has heard or saved nothing for too long, needs attention; the service still answers, with what is known up to then. Anybody may
/// read this, so it says what is wrong and leaves out what nodes and their addresses are called; <c>ListFollowers</c> has the rest.
/// </summary>
internal sealed class FollowerCheck(WatcherSettings settings, FollowerBoard board, TimeProvider time) : IReadinessCheck
{
    public string Name => "followers";

    public Task<ReadinessResult> CheckAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var problems = settings.Chains.Select(c => ProblemOf(c, now)).OfType<string>().ToList();
        return Task.FromResult(problems.Count == 0 ? ReadinessResult.Ok() : ReadinessResult.Degraded(string.Join("; ", problems)));
    }

    private string? ProblemOf(ChainSettings chain, DateTimeOffset now)
    {
        var status = board.Of(chain.Name);
        return status.Mode == FollowerMode.Stopped ? $"{chain.Name} has stopped: {status.Reason}"
            : status.Overdue(now, chain.Quiet) is { } overdue ? $"{chain.Name}: {overdue}"
            : null;
    }
}
