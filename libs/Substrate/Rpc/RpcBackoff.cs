namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// How long to wait once every endpoint has failed. Within a round the next endpoint is tried at once; after each
/// whole round the wait grows.
/// </summary>
public sealed class RpcBackoff
{
    /// <summary>The wait after the first round.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What each further wait is multiplied by.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The longest wait.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The share of a wait that is left to chance, 0 to 1: many clients of one node must not return in step.</summary>
    public double Jitter { get; init; } = 0.25;

    /// <summary>
    /// A connection that lived less long counts as a failed attempt, so a node that accepts and hangs up is not called in
    /// a tight loop.
    /// </summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait after <paramref name="round"/> whole rounds, from 1; <paramref name="chance"/> is in [0, 1).</summary>
    internal TimeSpan WaitAfter(int round, double chance)
    {
        // Grows past any TimeSpan after some dozen rounds; the comparison is made before the conversion.
        var ms = First.TotalMilliseconds * Math.Pow(Factor, round - 1);
        var wait = ms < Max.TotalMilliseconds ? TimeSpan.FromMilliseconds(ms) : Max;
        return wait * (1 - (Jitter * chance));
    }

    internal void Validate()
    {
        RpcOptions.Require(First >= TimeSpan.Zero, nameof(First));
        RpcOptions.Require(Factor >= 1 && double.IsFinite(Factor), nameof(Factor));
        RpcOptions.RequireTime(Max, nameof(Max));
        RpcOptions.Require(Max >= First, nameof(Max));
        RpcOptions.Require(Jitter is >= 0 and <= 1, nameof(Jitter));
        RpcOptions.Require(StableAfter >= TimeSpan.Zero, nameof(StableAfter));
    }
}
