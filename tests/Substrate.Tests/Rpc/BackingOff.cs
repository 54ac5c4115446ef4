using System.Collections.Concurrent;
using System.Net.WebSockets;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class BackingOff
{
    private static readonly RpcBackoff Exact = new()
    {
        First = TimeSpan.FromMilliseconds(100), Factor = 2, Max = TimeSpan.FromMilliseconds(500), Jitter = 0, StableAfter = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public async Task Every_endpoint_is_tried_once_before_each_longer_wait()
    {
        await using var first = await ScriptedNode.StartRefusingAsync(503);
        await using var second = await ScriptedNode.StartRefusingAsync(503);
        var clock = new ManualClock();
        var states = new ConcurrentQueue<RpcState>();
        await using var client = new RpcClient(new() { Endpoints = [first.Uri, second.Uri], Backoff = Exact, Time = clock });
        client.StateChanged += (_, state) => states.Enqueue(state);
        var connecting = client.ConnectAsync();

        foreach (var wait in (int[])[100, 200, 400, 500, 500])
        {
            await clock.UntilScheduledAsync(TimeSpan.FromMilliseconds(wait));
            clock.Advance(TimeSpan.FromMilliseconds(wait));
        }

        await Clients.UntilAsync(() => states.Count(s => s.Status == RpcStatus.Waiting) == 6);
        Assert.False(connecting.IsCompleted);
        Assert.Equal(
            "Connecting 0 #1, Connecting 1 #2, Waiting 0 #3 100 ms, Connecting 0 #3, Connecting 1 #4, Waiting 0 #5 200 ms, "
            + "Connecting 0 #5, Connecting 1 #6, Waiting 0 #7 400 ms, Connecting 0 #7, Connecting 1 #8, Waiting 0 #9 500 ms, "
            + "Connecting 0 #9, Connecting 1 #10, Waiting 0 #11 500 ms, Connecting 0 #11, Connecting 1 #12, Waiting 0 #13 500 ms",
            string.Join(", ", states.Select(Describe)));
        Assert.All(states.Skip(1), s => Assert.Contains("HTTP status 503", s.LastError!.Message));
    }

    [Fact]
    public async Task A_node_that_accepts_and_hangs_up_is_not_called_in_a_tight_loop()
    {
        await using var node = await ScriptedNode.StartAsync(HangUpAsync);
        var clock = new ManualClock();
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], Backoff = Exact, Time = clock });
        await client.ConnectAsync().Soon();

        await clock.UntilScheduledAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, node.Connections);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        await clock.UntilScheduledAsync(TimeSpan.FromMilliseconds(200));

        Assert.Equal(2, node.Connections);
    }

    [Fact]
    public async Task A_connection_that_was_stable_is_followed_by_the_next_at_once()
    {
        var drop = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(peer => peer.Number == 0 ? drop.Task : peer.EchoAsync());
        var clock = new ManualClock();
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], Backoff = Exact, Time = clock });
        var states = new ConcurrentQueue<RpcState>();
        client.StateChanged += (_, state) => states.Enqueue(state);
        await client.ConnectAsync().Soon();
        await Clients.UntilAsync(() => states.Any(s => s.Status == RpcStatus.Connected));

        clock.Advance(Exact.StableAfter);
        drop.SetResult();

        await Clients.UntilAsync(() => states.Count(s => s.Status == RpcStatus.Connected) == 2);
        Assert.Equal("Connecting 0 #1, Connected 0 #1, Connecting 0 #1, Connected 0 #1", string.Join(", ", states.Select(Describe)));
    }

    [Fact]
    public async Task Moving_on_ends_the_wait()
    {
        var up = false;
        await using var node = await ScriptedNode.StartAsync(peer => up ? peer.EchoAsync() : HangUpAsync(peer));
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], Backoff = Exact, Time = new ManualClock() });
        var call = client.CallAsync(Clients.Echo("x"));
        await Clients.UntilAsync(() => client.State.Status == RpcStatus.Waiting);

        up = true;
        client.FailOver();

        Assert.Equal("x", await call.Soon());
    }

    [Fact]
    public void The_wait_grows_to_its_limit_and_stays_there_however_long_it_lasts()
    {
        var backoff = new RpcBackoff { First = TimeSpan.FromSeconds(1), Factor = 10, Max = TimeSpan.FromMinutes(1), Jitter = 0.5 };

        Assert.Equal(1, backoff.WaitAfter(1, 0).TotalSeconds);
        Assert.Equal(0.75, backoff.WaitAfter(1, 0.5).TotalSeconds);
        Assert.Equal(10, backoff.WaitAfter(2, 0).TotalSeconds);
        Assert.Equal(60, backoff.WaitAfter(3, 0).TotalSeconds);
        Assert.Equal(60, backoff.WaitAfter(int.MaxValue, 0).TotalSeconds);
        Assert.InRange(backoff.WaitAfter(int.MaxValue, 0.999).TotalSeconds, 30, 31);
    }

    [Fact]
    public async Task A_handler_that_throws_breaks_nothing()
    {
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(node.Uri);
        client.StateChanged += (_, _) => throw new InvalidOperationException("a bug in the handler");

        Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());
    }

    private static async Task HangUpAsync(Peer peer)
    {
        await peer.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "not now");
        await peer.IgnoreAsync();
    }

    private static string Describe(RpcState state) =>
        $"{state.Status} {state.Endpoint!.Index} #{state.Attempt}{(state.Wait > TimeSpan.Zero ? $" {state.Wait.TotalMilliseconds} ms" : "")}";
}
