using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Frame;

/// <summary>How well the chains are followed, in a few words. Recorded blocks are old by nature, so it goes by when the node last called a block final.</summary>
public static class FollowerHealth
{
    /// <summary>Five blocks.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    /// <summary>Of all chains: the worst one is named.</summary>
    public static (StKind Kind, string Text) Of(IReadOnlyCollection<Follower> followers, DateTimeOffset now)
    {
        if (followers.Count == 0)
        {
            return (StKind.Info, "No chain is followed");
        }

        var worst = followers.Select(f => (Follower: f, Health: Of(f, now))).OrderByDescending(x => Rank(x.Health.Kind)).First();
        return Rank(worst.Health.Kind) == 0
            ? (StKind.Done, followers.Count == 1 ? "Finalised blocks are read" : followers.Count == 2 ? "Both chains are read" : $"All {followers.Count} chains are read")
            : (worst.Health.Kind, $"{Name(worst.Follower)}: {worst.Health.Text}");
    }

    /// <summary>Of one chain.</summary>
    public static (StKind Kind, string Text) Of(Follower follower, DateTimeOffset now) => follower.Mode switch
    {
        FollowerMode.Stopped => (StKind.Stopped, "stopped"),
        FollowerMode.Connecting => (StKind.Waiting, "looks for a node"),
        FollowerMode.CatchingUp => (StKind.Waiting, $"catching up, {Words.Count(Math.Max(0, (long)follower.FinalizedNumber - follower.BlockNumber), "block")} to go"),
        FollowerMode.Live when follower.FinalizedAt is { } at && now - at.ToDateTimeOffset() is var age && age > Late => (StKind.Waiting, $"no new block for {Words.Length(age)}"),
        FollowerMode.Live => (StKind.Done, "following"),
        FollowerMode.Standby => (StKind.Done, "stands by"),
        _ => (StKind.Waiting, "unknown"),
    };

    public static string Name(Follower follower) => follower.Kind == ChainKind.Relay ? "Relay chain" : follower.Kind == ChainKind.Coretime ? "Coretime chain" : follower.Chain;

    private static int Rank(StKind kind) => kind switch { StKind.Stopped => 3, StKind.Risk => 2, StKind.Waiting => 1, _ => 0 };
}
