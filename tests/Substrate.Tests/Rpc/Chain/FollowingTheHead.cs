using System.Text.Json;
using CoretimeDesk.Substrate.Rpc;
using static CoretimeDesk.Substrate.Tests.Rpc.AnsweringNode;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class FollowingTheHead
{
    private const string Spec =
        """{"specName":"x","implName":"y","specVersion":9122,"implVersion":0,"transactionVersion":7,"apis":{"0xdf6acb689907609b":3}}""";

    [Fact]
    public async Task Events_are_typed_in_the_forms_that_servers_send()
    {
        await using var node = await FollowedNodeAsync(async peer =>
        {
            foreach (var happened in (string[])
            [
                $$"""{"event":"initialized","finalizedBlockHashes":["{{Hash(1)}}","{{Hash(2)}}"],"finalizedBlockRuntime":{"type":"valid","spec":{{Spec}} } }""",
                $$"""{"finalizedBlockHash":"{{Hash(2)}}","event":"initialized"}""",
                $$"""{"event":"newBlock","blockHash":"{{Hash(3)}}","parentBlockHash":"{{Hash(2)}}","newRuntime":null}""",
                $$"""{"event":"newBlock","blockHash":"{{Hash(4)}}","parentBlockHash":"{{Hash(3)}}","newRuntime":{"type":"invalid","error":"no memory"} }""",
                $$"""{"event":"newBlock","blockHash":"{{Hash(5)}}","parentBlockHash":"{{Hash(4)}}","newRuntime":{{Spec}} }""",
                $$"""{"event":"bestBlockChanged","bestBlockHash":"{{Hash(5)}}"}""",
                $$"""{"event":"finalized","finalizedBlockHashes":["{{Hash(3)}}"],"prunedBlockHashes":[]}""",
                """{"event":"newsOfTheDay","x":{}}""",
                """{"event":"operationOfTomorrow","operationId":"1"}""",
                """{"event":"stop"}""",
            ])
            {
                await peer.NotifyAsync("\"f\"", happened);
            }

            Assert.Null(await peer.NextAsync()); // Nothing to unfollow after a stop.
        });
        List<ChainHeadEvent> events = [];
        await using (var client = Clients.Of(node.Uri))
        {
            await using var follow = await FollowAsync(client);
            await foreach (var item in follow)
            {
                events.Add(((SubscriptionItem<ChainHeadEvent>.Notification)item).Value);
            }
        }

        var initialized = (ChainHeadEvent.Initialized)events[0];
        Assert.Equal([H(1), H(2)], initialized.FinalizedBlocks);
        Assert.Equal((9122u, 7u), (initialized.Runtime!.Version!.SpecVersion, initialized.Runtime.Version.TransactionVersion));
        Assert.Equal([H(2)], ((ChainHeadEvent.Initialized)events[1]).FinalizedBlocks);
        Assert.Equal(new ChainHeadEvent.NewBlock(H(3), H(2), null), events[2]);
        Assert.Equal(new ChainHeadEvent.NewBlock(H(4), H(3), new(null, "no memory")), events[3]);
        Assert.Equal(9122u, ((ChainHeadEvent.NewBlock)events[4]).NewRuntime!.Version!.SpecVersion);
        Assert.Equal(new ChainHeadEvent.BestBlockChanged(H(5)), events[5]);
        Assert.Equal([H(3)], ((ChainHeadEvent.Finalized)events[6]).FinalizedBlocks);
        Assert.Equal(
            [new ChainHeadEvent.Unknown("newsOfTheDay"), new ChainHeadEvent.Unknown("operationOfTomorrow"), new ChainHeadEvent.Stopped()], events[7..]);
    }

    [Fact]
    public async Task Operations_end_with_their_own_events_which_the_reader_does_not_see()
    {
        await using var node = await FollowedNodeAsync(async peer =>
        {
            await AnswerAsync(peer, (await peer.AskedAsync()), ($"chainHead_v1_header[\"f\",\"{Hash(3)}\"]", "\"0xabcd\""));
            var body = await peer.ExpectAsync("chainHead_v1_body");
            var call = await peer.ExpectAsync("chainHead_v1_call");
            Assert.Equal($"[\"f\",\"{Hash(3)}\",\"Core_version\",\"0x01\"]", JsonSerializer.Serialize(call.Params));
            await peer.NotifyAsync("\"f\"", """{"event":"operationCallDone","operationId":"2","output":"0x99"}"""); // Overtakes its own name.
            await peer.SendAsync(call.Answer("""{"result":"started","operationId":"2"}"""));
            await peer.SendAsync(body.Answer("""{"result":"started","operationId":"1"}"""));
            await peer.NotifyAsync("\"f\"", $$"""{"event":"bestBlockChanged","bestBlockHash":"{{Hash(3)}}"}""");
            await peer.NotifyAsync("\"f\"", """{"event":"operationBodyDone","operationId":"1","value":["0x0401","0x0402"]}""");
            await AnswerAsync(peer, (await peer.AskedAsync()), ($"chainHead_v1_unpin[\"f\",[\"{Hash(3)}\",\"{Hash(4)}\"]]", "null"));
            await peer.ExpectAsync("chainHead_v1_unfollow");
        });
        await using var client = Clients.Of(node.Uri);
        await using var follow = await FollowAsync(client);

        Assert.Equal([0xab, 0xcd], await follow.GetHeaderAsync(H(3)).Soon());
        var body = follow.GetBodyAsync(H(3));
        var call = follow.CallRuntimeAsync(H(3), "Core_version", new byte[] { 1 });
        Assert.Equal([0x99], await call.Soon());
        Assert.Equal([[4, 1], [4, 2]], await body.Soon());
        await follow.UnpinAsync([H(3), H(4)]).Soon();
        await follow.UnpinAsync([]);

        await using var events = follow.GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new SubscriptionItem<ChainHeadEvent>.Notification(new ChainHeadEvent.BestBlockChanged(H(3))), events.Current);
    }

    [Fact]
    public async Task A_long_storage_read_goes_on_when_told_and_asks_again_for_what_was_left_out()
    {
        await using var node = await FollowedNodeAsync(async peer =>
        {
            var first = await peer.ExpectAsync("chainHead_v1_storage");
            Assert.Equal(3, first.Params[2].GetArrayLength());
            await peer.SendAsync(first.Answer("""{"result":"started","operationId":"1","discardedItems":1}"""));
            await peer.NotifyAsync("\"f\"", """{"event":"operationStorageItems","operationId":"1","items":[{"key":"0x01","value":"0x0a"}]}""");
            await peer.NotifyAsync("\"f\"", """{"event":"operationWaitingForContinue","operationId":"1"}""");
            await AnswerAsync(peer, (await peer.AskedAsync()), ("chainHead_v1_continue[\"f\",\"1\"]", "null"));
            await peer.NotifyAsync("\"f\"", """{"event":"operationStorageItems","operationId":"1","items":[{"key":"0x02","value":"0x0b"}]}""");
            await peer.NotifyAsync("\"f\"", """{"event":"operationStorageDone","operationId":"1"}""");
            var second = await peer.ExpectAsync("chainHead_v1_storage");
            Assert.Equal("0x03", second.Params[2][0].GetProperty("key").GetString());
            await peer.SendAsync(second.Answer("""{"result":"started","operationId":"2","discardedItems":0}"""));
            await peer.NotifyAsync("\"f\"", """{"event":"operationStorageDone","operationId":"2"}""");
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        await using var follow = await FollowAsync(client);

        var items = await follow.GetStorageAsync(H(3), [new(new byte[] { 1 }), new(new byte[] { 2 }), new(new byte[] { 3 })]).Soon();

        Assert.Equal(["01=0a", "02=0b"], items.Select(i => $"{Convert.ToHexStringLower(i.Key)}={Convert.ToHexStringLower(i.Value!)}"));
    }

    [Theory]
    [InlineData("""{"result":"limitReached"}""", null, true)]
    [InlineData("""{"result":"started","operationId":"1"}""", """{"event":"operationInaccessible","operationId":"1"}""", true)]
    [InlineData("""{"result":"started","operationId":"1"}""", """{"event":"operationError","operationId":"1","error":"panicked"}""", false)]
    [InlineData("""{"result":"started","operationId":"1"}""", """{"event":"operationBodyDone","value":[null],"operationId":"1"}""", false)]
    public async Task An_operation_that_fails_says_whether_it_may_succeed_later(string start, string? end, bool mayPass)
    {
        await using var node = await FollowedNodeAsync(async peer =>
        {
            await peer.SendAsync((await peer.ExpectAsync("chainHead_v1_body")).Answer(start));
            if (end is not null)
            {
                await peer.NotifyAsync("\"f\"", end);
            }

            await peer.SendAsync((await peer.ExpectAsync("chainHead_v1_header")).Refusal(-32801, "not pinned"));
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        await using var follow = await FollowAsync(client);

        var failed = await Assert.ThrowsAsync<RpcOperationException>(() => follow.GetBodyAsync(H(3)).Soon());
        Assert.Equal((mayPass, "chainHead_v1_body"), (failed.MayPass, failed.Method));
        await Assert.ThrowsAsync<RpcErrorException>(() => follow.GetHeaderAsync(H(3)).Soon()); // The following goes on.
    }

    [Theory]
    [InlineData("stop", typeof(RpcOperationException))]
    [InlineData("drop", typeof(RpcConnectionException))]
    [InlineData("dispose", typeof(RpcOperationException))]
    public async Task Operations_end_with_the_following(string end, Type error)
    {
        var go = new TaskCompletionSource();
        await using var node = await FollowedNodeAsync(async peer =>
        {
            if (peer.Number == 0)
            {
                await peer.SendAsync((await peer.ExpectAsync("chainHead_v1_body")).Answer("""{"result":"started","operationId":"1"}"""));
                await peer.NotifyAsync("\"f\"", $$"""{"event":"bestBlockChanged","bestBlockHash":"{{Hash(3)}}"}""");
                await go.Task;
                if (end == "drop")
                {
                    return;
                }

                if (end == "stop")
                {
                    await peer.NotifyAsync("\"f\"", """{"event":"stop"}""");
                }
            }

            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var follow = await FollowAsync(client);
        await using var events = follow.GetAsyncEnumerator();
        var body = follow.GetBodyAsync(H(3));
        Assert.True(await events.MoveNextAsync());

        go.SetResult();
        if (end == "dispose")
        {
            await follow.DisposeAsync();
        }

        Assert.IsType(error, await Record.ExceptionAsync(() => body.Soon()));
        if (end == "drop")
        {
            Assert.True(await events.MoveNextAsync());
            Assert.IsType<SubscriptionItem<ChainHeadEvent>.Resubscribed>(events.Current);
        }
    }

    [Fact]
    public async Task A_caller_that_leaves_stops_its_operation()
    {
        var stopped = new TaskCompletionSource<string>();
        await using var node = await FollowedNodeAsync(async peer =>
        {
            await peer.SendAsync((await peer.ExpectAsync("chainHead_v1_body")).Answer("""{"result":"started","operationId":"1"}"""));
            await peer.NotifyAsync("\"f\"", $$"""{"event":"bestBlockChanged","bestBlockHash":"{{Hash(3)}}"}""");
            stopped.SetResult(JsonSerializer.Serialize((await peer.ExpectAsync("chainHead_v1_stopOperation")).Params));
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        await using var follow = await FollowAsync(client);
        using var cancel = new CancellationTokenSource();
        var body = follow.GetBodyAsync(H(3), cancel.Token);
        await using var events = follow.GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body.Soon());
        Assert.Equal("[\"f\",\"1\"]", await stopped.Task.Soon());
    }

    [Fact]
    public async Task Losing_blocks_silently_is_not_offered()
    {
        await using var node = await FollowedNodeAsync(peer => peer.IgnoreAsync());
        await using var client = Clients.Of(node.Uri);
        var head = (await RpcCapabilities.OfAsync(client).Soon()).ChainHead!;

        await Assert.ThrowsAsync<ArgumentException>(() => head.FollowAsync(false, new() { Overflow = Overflow.KeepLatest }));
    }

    private static async Task<ChainHeadFollow> FollowAsync(RpcClient client) => await (await RpcCapabilities.OfAsync(client).Soon()).ChainHead!.FollowAsync(true).Soon();

    /// <summary>Lists the methods, agrees to follow as "f", and leaves the rest to the script.</summary>
    private static Task<ScriptedNode> FollowedNodeAsync(Func<Peer, Task> script) => ScriptedNode.StartAsync(async peer =>
    {
        var asked = await peer.AskedAsync();
        if (asked.Method == "rpc_methods")
        {
            await peer.SendAsync(asked.Answer(ReadingAnArchive.AllMethods));
            asked = await peer.AskedAsync();
        }

        await AnswerAsync(peer, asked, ("chainHead_v1_follow[true]", "\"f\""));
        await script(peer);
    });
}
