namespace CoretimeDesk.Substrate.Rpc;

/// <summary>How an <see cref="RpcClient"/> reaches its nodes and what it puts up with.</summary>
public sealed class RpcOptions
{
    /// <summary>Nodes of one and the same chain, best first. When one fails, the next is tried, and after the last the first.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary>
    /// The chain's first block, where it is known: a node that serves another chain is then refused like one that does not
    /// answer, instead of being failed over to.
    /// </summary>
    public H256? GenesisHash { get; init; }

    /// <summary>How long opening one connection may take, and asking for its chain.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a call may take, from the moment that it holds one of the <see cref="MaxInFlight"/> places: waiting for a
    /// connection and sending again included.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an idle connection is probed with a WebSocket ping. The framework times it by the real clock.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the answer to a ping may take before the connection counts as dead.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long to wait between attempts.</summary>
    public RpcBackoff Backoff { get; init; } = new();

    /// <summary>A larger message closes the connection instead of being read.</summary>
    public int MaxMessageBytes { get; init; } = 64 << 20;

    /// <summary>Requests under way at once; further callers wait their turn. A batch counts as one.</summary>
    public int MaxInFlight { get; init; } = 256;

    /// <summary>Notifications that may wait for a subscription's reader, unless the subscription says otherwise.</summary>
    public int SubscriptionBuffer { get; init; } = 1024;

    /// <summary>How often a <see cref="Retry.Safe"/> call is sent again after its connection broke.</summary>
    public int RetriesMax { get; init; } = 5;

    /// <summary>
    /// After so many calls in a row timed out while nothing at all arrived, the connection counts as dead: a proxy answers
    /// pings although the node behind it is gone.
    /// </summary>
    public int SilentTimeoutsMax { get; init; } = 3;

    /// <summary>The clock for time-outs and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        if (Endpoints.Count == 0)
        {
            throw new ArgumentException("At least one endpoint is needed.");
        }

        RequireTime(ConnectTimeout, nameof(ConnectTimeout));
        RequireTime(RequestTimeout, nameof(RequestTimeout));
        RequireTime(PingInterval, nameof(PingInterval));
        RequireTime(PongTimeout, nameof(PongTimeout));
        Require(MaxMessageBytes is > 0 and <= 1 << 30, nameof(MaxMessageBytes));
        Require(MaxInFlight > 0, nameof(MaxInFlight));
        Require(SubscriptionBuffer > 0, nameof(SubscriptionBuffer));
        Require(RetriesMax >= 0, nameof(RetriesMax));
        Require(SilentTimeoutsMax > 0, nameof(SilentTimeoutsMax));
        Backoff.Validate();
    }

    // A day is longer than anybody waits and shorter than any timer's limit.
    internal static void RequireTime(TimeSpan time, string name) => Require(time > TimeSpan.Zero && time <= TimeSpan.FromDays(1), name);

    internal static void Require(bool holds, string name)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is out of range.", name);
        }
    }
}
