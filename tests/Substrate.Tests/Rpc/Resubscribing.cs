using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class Resubscribing
{
    [Fact]
    public async Task The_reader_is_told_of_the_gap_before_anything_from_behind_it()
    {
        await using var first = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.ExpectAsync("subscribe_numbers")).Answer("\"x\""));
            await peer.NotifyAsync("\"x\"", "1");
            await peer.NotifyAsync("\"x\"", "2");
            await peer.ExpectAsync("drop");
        });
        await using var second = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = new[] { await peer.AskedAsync(), await peer.AskedAsync() };
            var subscribe = asked.Single(a => a.Method == "subscribe_numbers");
            var drop = asked.Single(a => a.Method == "drop");
            Assert.Equal("""["all"]""", subscribe.Params.GetRawText());
            await peer.NotifyAsync("\"x\"", "5"); // Overtakes, and bears the id that the old connection used.
            await peer.SendAsync(subscribe.Answer("\"x\""));
            await peer.NotifyAsync("\"x\"", "6");
            await peer.SendAsync(drop.Answer("\"done\""));
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(first.Uri, second.Uri);
        var numbers = await client.SubscribeAsync(Subscribing.Numbers, Subscribing.Unsubscribe).Soon();

        Assert.Equal("done", await client.CallAsync(Clients.Named("drop")).Soon());

        Assert.Equal(["1", "2", "resubscribed 1", "5", "6"], await Items.TakeAsync(numbers, 5));
    }

    [Fact]
    public async Task A_drop_while_subscribing_is_made_good()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.ExpectAsync("subscribe_numbers");
            if (peer.Number == 0)
            {
                return;
            }

            await peer.SendAsync(asked.Answer("\"s\""));
            if (peer.Number == 1)
            {
                return; // Right after agreeing.
            }

            await peer.NotifyAsync("\"s\"", "1");
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var numbers = await client.SubscribeAsync(Subscribing.Numbers, Subscribing.Unsubscribe).Soon();

        var items = await Items.TakeAsync(numbers, 1);
        if (items[0] != "1")
        {
            // Whether the answer still arrived before the reset is up to the network; a gap is announced if it did.
            Assert.Equal("resubscribed 0", items[0]);
            items = await Items.TakeAsync(numbers, 1);
        }

        Assert.Equal(["1"], items);
        Assert.Equal(3, node.Connections);
    }

    [Fact]
    public async Task Many_drops_without_a_reader_leave_one_marker()
    {
        var subscribed = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is { } asked && asked.Method != "drop")
            {
                await peer.SendAsync(asked.Answer(asked.Method == "echo" ? asked.Params.GetRawText() : "\"s\""));
                if (asked.Method == "subscribe_numbers")
                {
                    await peer.NotifyAsync("\"s\"", "1");
                    Interlocked.Increment(ref subscribed);
                }
            }
        });
        await using var client = Clients.Of(node.Uri);
        var numbers = await client.SubscribeAsync(Subscribing.Numbers, Subscribing.Unsubscribe, new() { Overflow = Overflow.KeepLatest }).Soon();
        for (var i = 0; i < 5; i++)
        {
            await Clients.UntilAsync(() => Volatile.Read(ref subscribed) == i + 1);
            await Record.ExceptionAsync(() => client.CallAsync(Clients.Named("drop"), Retry.Never).Soon());
        }

        await Clients.UntilAsync(() => Volatile.Read(ref subscribed) == 6);
        await client.CallAsync(Clients.Echo("behind the last notification")).Soon();

        Assert.IsType<SubscriptionItem<uint>.Resubscribed>(await Items.FirstAsync(numbers));
        Assert.Equal(new SubscriptionItem<uint>.Notification(1, 5), await Items.FirstAsync(numbers));
    }

    [Fact]
    public async Task The_next_node_may_refuse_it()
    {
        await using var first = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"s\""));
            await peer.NotifyAsync("\"s\"", "1");
            await peer.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, "restart");
            await peer.IgnoreAsync();
        });
        await using var second = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Refusal(-32601, "Method not found"));
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(first.Uri, second.Uri);
        var numbers = await client.SubscribeAsync(Subscribing.Numbers, Subscribing.Unsubscribe).Soon();

        Assert.Equal(["1"], await Items.TakeAsync(numbers, 1));
        await Assert.ThrowsAsync<RpcErrorException>(() => Items.TakeAllAsync(numbers).Soon());
        Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());
    }

    [Fact]
    public async Task One_that_is_not_to_be_made_anew_ends_with_its_connection()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is { } asked)
            {
                if (asked.Method == "drop")
                {
                    return;
                }

                Assert.Equal(0, peer.Number);
                await peer.SendAsync(asked.Answer("\"s\""));
            }
        });
        await using var client = Clients.Of(node.Uri);
        var numbers = await client.SubscribeAsync(Subscribing.Numbers, Subscribing.Unsubscribe, new() { Resubscribe = false }).Soon();

        await Record.ExceptionAsync(() => client.CallAsync(Clients.Named("drop"), Retry.Never).Soon());

        await Assert.ThrowsAsync<RpcConnectionException>(() => Items.TakeAllAsync(numbers).Soon());
        await Clients.UntilAsync(() => node.Connections == 2);
    }

    [Fact]
    public async Task One_that_was_disposed_while_there_was_no_connection_is_not_made_anew()
    {
        var up = new TaskCompletionSource();
        await using var first = await ScriptedNode.StartAsync(async peer =>
        {
            if (peer.Number == 0)
            {
                await peer.SendAsync((await peer.AskedAsync()).Answer("\"s\""));
                await peer.SendAsync((await peer.AskedAsync()).Answer("\"t\""));
                await peer.ExpectAsync("drop");
                return;
            }

            await up.Task;
            await peer.SendAsync((await peer.ExpectAsync("subscribe_numbers")).Answer("\"t\""));
            await peer.NotifyAsync("\"t\"", "7");
            await peer.EchoAsync();
        });
        var clock = new ManualClock();
        var wait = TimeSpan.FromMilliseconds(250);
        await using var client = new RpcClient(new() { Endpoints = [first.Uri], Time = clock, Backoff = new() { Jitter = 0, First = wait } });
        var gone = await client.SubscribeAsync(Subscribing.Numbers, Subscribing.Unsubscribe).Soon();
        var kept = await client.SubscribeAsync(Subscribing.Numbers, Subscribing.Unsubscribe).Soon();
        await Record.ExceptionAsync(() => client.CallAsync(Clients.Named("drop"), Retry.Never).Soon());
        await clock.UntilScheduledAsync(wait);

        await gone.DisposeAsync();
        clock.Advance(wait);
        up.SetResult();

        Assert.Equal(["resubscribed 0", "7"], await Items.TakeAsync(kept, 2));
        Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());
    }
}
