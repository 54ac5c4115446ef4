using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class LosingAConnection
{
    [Fact]
    public async Task Reads_under_way_are_sent_again_and_their_callers_do_not_notice()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            if (peer.Number == 0)
            {
                await peer.AskedAsync();
                await peer.AskedAsync();
                return;
            }

            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var answers = await Task.WhenAll(client.CallAsync(Clients.Echo("a")), client.CallAsync(Clients.Echo("b"))).Soon();

        Assert.Equal(["a", "b"], answers);
        Assert.Equal(2, node.Connections);
    }

    [Fact]
    public async Task A_drop_in_the_middle_of_a_frame_is_a_drop()
    {
        await using var cut = await ScriptedNode.StartRawAsync(async (stream, _) =>
        {
            await stream.ReadAtLeastAsync(new byte[4096], 1, false);
            // A text frame that promises 100 bytes and brings 9.
            await stream.WriteAsync((byte[])[0x81, 100, .. "{\"jsonrp"u8]);
            await stream.FlushAsync();
            await Task.Delay(20);
        });
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(cut.Uri, node.Uri);

        Assert.Equal("a", await client.CallAsync(Clients.Echo("a")).Soon());
        Assert.Equal((1, 1), (cut.Connections, node.Connections));
    }

    [Theory]
    [InlineData("author_submitExtrinsic", Retry.Safe)]
    [InlineData("author_submitAndWatchExtrinsic", Retry.Safe)]
    [InlineData("transaction_v1_broadcast", Retry.Safe)]
    [InlineData("state_call", Retry.Never)]
    public async Task What_may_be_sent_once_is_sent_once(string method, Retry retry)
    {
        var sent = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.AskedAsync();
            if (asked.Method == method)
            {
                Interlocked.Increment(ref sent);
                return;
            }

            await peer.SendAsync(asked.Answer(asked.Params.GetRawText()));
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var lost = await Assert.ThrowsAsync<RpcConnectionException>(() => client.CallAsync(Clients.Named(method), retry).Soon());
        await client.CallAsync(Clients.Echo("after")).Soon();

        Assert.True(lost.MayHaveBeenSent);
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task What_never_left_is_sent_by_the_next_connection_even_if_it_may_be_sent_only_once()
    {
        await using var refusing = await ScriptedNode.StartRefusingAsync(503);
        var sent = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.ExpectAsync("author_submitExtrinsic")).Answer("\"0x01\""));
            sent++;
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(refusing.Uri, node.Uri);

        Assert.Equal("0x01", await client.CallAsync(Clients.Named("author_submitExtrinsic")).Soon());
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task Sending_again_has_an_end()
    {
        var sent = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            if (await peer.NextAsync() is not null)
            {
                Interlocked.Increment(ref sent);
            }
        });
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], Backoff = Clients.Quick, RetriesMax = 2 });

        await Assert.ThrowsAsync<RpcConnectionException>(() => client.CallAsync(Clients.Echo("x")).Soon());
        Assert.Equal(3, sent);
    }

    [Fact]
    public async Task The_next_endpoint_takes_over_and_after_the_last_the_first()
    {
        var alive = 0; // Which of the two answers; the other hangs up.
        Func<Peer, Task> ScriptOf(int number) => async peer =>
        {
            while (await peer.NextAsync() is { } asked && Volatile.Read(ref alive) == number)
            {
                await peer.SendAsync(asked.Answer(asked.Params.GetRawText()));
            }
        };
        await using var first = await ScriptedNode.StartAsync(ScriptOf(0));
        await using var second = await ScriptedNode.StartAsync(ScriptOf(1));
        await using var client = Clients.Of(first.Uri, second.Uri);

        foreach (var expected in (int[])[0, 1, 0])
        {
            Volatile.Write(ref alive, expected);
            Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());
            Assert.Equal(expected, client.CurrentEndpoint!.Index);
        }
    }

    [Fact]
    public async Task A_caller_can_move_on_and_reads_under_way_move_with_it()
    {
        await using var first = await ScriptedNode.StartAsync(peer => peer.IgnoreAsync());
        await using var second = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(first.Uri, second.Uri);
        await client.ConnectAsync().Soon();
        var read = client.CallAsync(Clients.Echo("read"));
        var write = client.CallAsync(Clients.Named("author_submitExtrinsic"));

        client.FailOver();

        Assert.Equal("read", await read.Soon());
        // It was either not sent yet, and then echoed by the second node as a list, or lost.
        Assert.IsAssignableFrom<RpcException>(await Record.ExceptionAsync(() => write.Soon()));
        Assert.Equal(second.Uri.Port, new Uri(client.CurrentEndpoint!.Name).Port);
        client.FailOver();
        await Clients.UntilAsync(() => client.CurrentEndpoint?.Index == 0);
    }

    [Fact]
    public async Task A_peer_that_answers_no_ping_is_dead()
    {
        await using var deaf = await ScriptedNode.StartAsync(peer => peer.LingerAsync());
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = new RpcClient(new()
        {
            Endpoints = [deaf.Uri, node.Uri], PingInterval = TimeSpan.FromMilliseconds(100), PongTimeout = TimeSpan.FromMilliseconds(100),
        });

        Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());
        Assert.Equal(1, client.CurrentEndpoint!.Index);
        Assert.IsType<RpcConnectionException>(client.State.LastError);
    }

    [Fact]
    public async Task A_peer_that_answers_pings_but_no_requests_is_dead_after_some_time_outs()
    {
        var clock = new ManualClock();
        var received = 0;
        await using var hollow = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is not null)
            {
                Interlocked.Increment(ref received);
            }
        });
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = new RpcClient(new()
        {
            Endpoints = [hollow.Uri, node.Uri], SilentTimeoutsMax = 2, RequestTimeout = TimeSpan.FromSeconds(5), Time = clock,
        });

        for (var i = 0; i < 2; i++)
        {
            await client.ConnectAsync().Soon();
            var call = client.CallAsync(Clients.Echo("x"));
            await Clients.UntilAsync(() => Volatile.Read(ref received) == i + 1);
            clock.Advance(TimeSpan.FromSeconds(5));
            await Assert.ThrowsAsync<RpcTimeoutException>(() => call.Soon());
        }

        await Clients.UntilAsync(() => client.CurrentEndpoint?.Index == 1);
        Assert.Contains("2 requests in a row", client.State.LastError!.Message);
    }

    [Fact]
    public async Task A_farewell_says_why()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.AskedAsync();
            await peer.CloseAsync(WebSocketCloseStatus.PolicyViolation, "too many requests");
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var closed = await Assert.ThrowsAsync<RpcConnectionException>(() => client.CallAsync(Clients.Echo("x"), Retry.Never).Soon());
        Assert.Contains("PolicyViolation: too many requests", closed.Message);
    }

    [Fact]
    public async Task Without_any_endpoint_a_call_times_out_and_says_what_is_wrong()
    {
        await using var refusing = await ScriptedNode.StartRefusingAsync(429);
        var clock = new ManualClock();
        await using var client = new RpcClient(new() { Endpoints = [refusing.Uri], RequestTimeout = TimeSpan.FromSeconds(3), Time = clock });
        var call = client.CallAsync(Clients.Echo("x"));
        await Clients.UntilAsync(() => client.State.Status == RpcStatus.Waiting);

        clock.Advance(TimeSpan.FromSeconds(3));

        var timeout = await Assert.ThrowsAsync<RpcTimeoutException>(() => call.Soon());
        Assert.False(timeout.MayHaveBeenSent);
        Assert.Contains("HTTP status 429", timeout.Message);
        Assert.IsType<RpcConnectionException>(timeout.InnerException);
    }

    [Fact]
    public async Task A_handshake_that_takes_too_long_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var clock = new ManualClock();
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = new RpcClient(new()
        {
            Endpoints = [new($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), node.Uri],
            ConnectTimeout = TimeSpan.FromSeconds(4),
            Time = clock,
        });
        var call = client.CallAsync(Clients.Echo("x"));
        await clock.UntilScheduledAsync(TimeSpan.FromSeconds(4));

        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal("x", await call.Soon());
        Assert.Contains("no connection within 4 s", client.State.LastError!.Message);
    }
}
