using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class Subscribing
{
    internal static readonly RpcCall<uint> Numbers = new("subscribe_numbers", new RpcParams().Add("all"), RpcDecode.U32);
    internal const string Unsubscribe = "unsubscribe_numbers";

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("18446744073709551615")]
    public async Task Notifications_arrive_in_order_and_disposing_tells_the_node(string id)
    {
        var told = new TaskCompletionSource<string>();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.ExpectAsync("subscribe_numbers")).Answer(id));
            for (var i = 0; i < 100; i++)
            {
                await peer.NotifyAsync(id, $"{i}");
            }

            var asked = await peer.ExpectAsync(Unsubscribe);
            told.SetResult(asked.Params.GetRawText());
            await peer.NotifyAsync(id, "100"); // Was on its way.
            await peer.SendAsync(asked.Answer("true"));
            await peer.NotifyAsync(id, "101");
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var numbers = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await Items.TakeAsync(numbers, 100));
        await numbers.DisposeAsync();

        Assert.Equal($"[{id}]", await told.Task.Soon());
        Assert.Empty(await Items.TakeAllAsync(numbers));
        Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task Notifications_that_overtake_the_answer_are_not_lost()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var first = await peer.AskedAsync();
            var second = await peer.AskedAsync();
            await peer.NotifyAsync("\"two\"", "20");
            await peer.NotifyAsync("\"one\"", "10");
            await peer.NotifyAsync("\"one\"", "11");
            await peer.SendAsync(first.Answer("\"one\""));
            await peer.NotifyAsync("\"two\"", "21");
            await peer.NotifyAsync("\"one\"", "12");
            await peer.SendAsync(second.Answer("\"two\""));
            await peer.NotifyAsync("\"two\"", "22");
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);
        await client.ConnectAsync().Soon();

        var both = await Task.WhenAll(client.SubscribeAsync(Numbers, Unsubscribe), client.SubscribeAsync(Numbers, Unsubscribe)).Soon();

        Assert.Equal(["10", "11", "12"], await Items.TakeAsync(both[0], 3));
        Assert.Equal(["20", "21", "22"], await Items.TakeAsync(both[1], 3));
    }

    [Fact]
    public async Task Early_notifications_that_nobody_claims_are_forgotten_and_too_many_are_nonsense()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.AskedAsync();
            if (peer.Number == 0)
            {
                for (var i = 0; i <= 4096; i++)
                {
                    await peer.NotifyAsync($"\"stranger {i}\"", "1");
                }
            }

            await peer.NotifyAsync("\"stranger\"", "1");
            await peer.SendAsync(asked.Answer("\"mine\""));
            await peer.NotifyAsync("\"stranger\"", "2");
            await peer.NotifyAsync("\"mine\"", "3");
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var numbers = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();

        Assert.Equal(["3"], await Items.TakeAsync(numbers, 1));
        Assert.Equal(2, node.Connections);
    }

    [Fact]
    public async Task A_reader_that_falls_behind_loses_its_subscription_and_holds_up_nobody()
    {
        var unsubscribed = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"s\""));
            for (var i = 0; i < 50; i++)
            {
                await peer.NotifyAsync("\"s\"", $"{i}");
            }

            await peer.ExpectAsync(Unsubscribe);
            unsubscribed.SetResult();
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var numbers = await client.SubscribeAsync(Numbers, Unsubscribe, new() { Buffer = 10 }).Soon();

        await unsubscribed.Task.Soon();
        Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), await Items.TakeAsync(numbers, 10));
        var slow = await Assert.ThrowsAsync<SubscriberTooSlowException>(() => Items.TakeAllAsync(numbers).Soon());
        Assert.Equal("subscribe_numbers", slow.Method);
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task A_reader_of_the_latest_gets_the_newest_and_learns_how_many_it_missed()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"s\""));
            for (var i = 0; i < 50; i++)
            {
                await peer.NotifyAsync("\"s\"", $"{i}");
            }

            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var numbers = await client.SubscribeAsync(Numbers, Unsubscribe, new() { Overflow = Overflow.KeepLatest }).Soon();
        await client.CallAsync(Clients.Echo("after all fifty")).Soon();

        var latest = await Items.FirstAsync(numbers);

        Assert.Equal(new SubscriptionItem<uint>.Notification(49, 49), latest);
    }

    [Fact]
    public async Task The_node_may_refuse_or_end_a_subscription()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Refusal(-32006, "Too many subscriptions"));
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"s\""));
            await peer.NotifyAsync("\"s\"", "1");
            await peer.SendAsync("""{"jsonrpc":"2.0","method":"x","params":{"subscription":"s","error":{"code":7,"message":"closed"}}}""");
            await peer.EchoAsync(); // An unsubscribe request would be echoed, which is no answer to it.
        });
        await using var client = Clients.Of(node.Uri);

        await Assert.ThrowsAsync<RpcErrorException>(() => client.SubscribeAsync(Numbers, Unsubscribe).Soon());
        var numbers = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();

        Assert.Equal(["1"], await Items.TakeAsync(numbers, 1));
        Assert.Equal(7, (await Assert.ThrowsAsync<RpcErrorException>(() => Items.TakeAllAsync(numbers).Soon())).Code);
    }

    [Fact]
    public async Task A_notification_of_the_wrong_shape_ends_its_own_subscription_only()
    {
        var unsubscribed = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"bad\""));
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"good\""));
            await peer.NotifyAsync("\"bad\"", "\"text\"");
            await peer.NotifyAsync("\"good\"", "1");
            Assert.Equal("bad", (await peer.ExpectAsync(Unsubscribe)).Params[0].GetString());
            unsubscribed.SetResult();
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var bad = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();
        var good = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();

        Assert.Equal(["1"], await Items.TakeAsync(good, 1));
        await Assert.ThrowsAsync<RpcProtocolException>(() => Items.TakeAllAsync(bad).Soon());
        await unsubscribed.Task.Soon();
    }

    [Fact]
    public async Task The_same_id_for_two_subscriptions_is_nonsense_and_both_are_made_anew()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var ids = peer.Number == 0 ? ["same", "same"] : (string[])["a", "b"];
            foreach (var id in ids)
            {
                await peer.SendAsync((await peer.ExpectAsync("subscribe_numbers")).Answer($"\"{id}\""));
            }

            await peer.NotifyAsync("\"a\"", "1");
            await peer.NotifyAsync("\"b\"", "1");
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var first = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();
        var second = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();

        Assert.Equal(["resubscribed 0", "1"], await Items.TakeAsync(first, 2));
        Assert.Equal(["resubscribed 0", "1"], await Items.TakeAsync(second, 2));
        Assert.Equal(2, node.Connections);
    }

    [Fact]
    public async Task A_caller_that_left_while_subscribing_leaves_no_subscription_behind()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var unsubscribed = new TaskCompletionSource<string?>();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var subscribe = await peer.AskedAsync();
            asked.SetResult();
            await release.Task;
            await peer.SendAsync(subscribe.Answer("\"s\""));
            unsubscribed.SetResult((await peer.ExpectAsync(Unsubscribe)).Params[0].GetString());
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        using var cancel = new CancellationTokenSource();
        var subscribing = client.SubscribeAsync(Numbers, Unsubscribe, cancellation: cancel.Token);
        await asked.Task.Soon();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscribing.Soon());
        release.SetResult();

        Assert.Equal("s", await unsubscribed.Task.Soon());
    }

    [Fact]
    public async Task A_reader_may_stop_waiting_and_read_on_later()
    {
        var go = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"s\""));
            await go.Task;
            await peer.NotifyAsync("\"s\"", "1");
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var numbers = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await numbers.GetAsyncEnumerator(cancel.Token).MoveNextAsync().AsTask().Soon());
        go.SetResult();

        Assert.Equal(["1"], await Items.TakeAsync(numbers, 1));
    }

    [Fact]
    public async Task Disposing_the_client_still_tells_the_node_and_ends_the_readers()
    {
        var asked = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"s\""));
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"t\""));
            await peer.ExpectAsync(Unsubscribe);
            asked.SetResult();
            Assert.Null(await peer.NextAsync());
        });
        var client = Clients.Of(node.Uri);
        var left = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();
        var running = await client.SubscribeAsync(Numbers, Unsubscribe).Soon();
        var reading = Items.TakeAllAsync(running);

        await left.DisposeAsync();
        await client.DisposeAsync();

        await asked.Task.Soon(); // Although the client was gone right after.
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.Soon());
    }
}
