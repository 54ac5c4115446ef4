using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class CallingANode
{
    [Fact]
    public async Task Answers_in_any_order_reach_their_callers()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = new List<Asked>();
            while (asked.Count < 50)
            {
                asked.Add((await peer.AskedAsync()));
            }

            asked.Reverse();
            foreach (var one in asked)
            {
                await peer.SendAsync(one.Answer(one.Params.GetRawText()));
            }

            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.CallAsync(Clients.Echo($"call {i}")))).Soon();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"call {i}"), answers);
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task A_refusal_carries_code_message_and_data()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.AskedAsync();
            await peer.SendAsync($$$"""{"jsonrpc":"2.0","error":{"code":1010,"message":"Invalid Transaction","data":{"why":"outdated"}},"id":{{{asked.Id}}}}""");
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var refusal = await Assert.ThrowsAsync<RpcErrorException>(() => client.CallAsync(Clients.Named("author_submitExtrinsic")).Soon());

        Assert.Equal((1010, "Invalid Transaction", """{"why":"outdated"}""", "author_submitExtrinsic"), (refusal.Code, refusal.ServerMessage, refusal.DataJson, refusal.Method));
        Assert.Equal("still there", await client.CallAsync(Clients.Echo("still there")).Soon());
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task A_long_refusal_is_shortened_in_the_message_only()
    {
        var panic = new string('x', 10_000);
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Refusal(4003, panic));
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var refusal = await Assert.ThrowsAsync<RpcErrorException>(() => client.CallAsync(Clients.Named("state_call")).Soon());

        Assert.Equal(panic, refusal.ServerMessage);
        Assert.True(refusal.Message.Length < 1000);
    }

    [Fact]
    public async Task An_answer_of_the_wrong_shape_fails_its_own_call_and_no_other()
    {
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(node.Uri);

        var wrong = client.CallAsync(new RpcCall<uint>("number", new RpcParams().Add("text"), RpcDecode.U32));
        var right = client.CallAsync(Clients.Echo("fine"));

        var error = await Assert.ThrowsAsync<RpcProtocolException>(() => wrong.Soon());
        Assert.Contains("number", error.Message);
        Assert.Equal("fine", await right.Soon());
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task A_decoder_that_throws_anything_fails_its_own_call_only()
    {
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(node.Uri);

        await Assert.ThrowsAsync<RpcProtocolException>(
            () => client.CallAsync(new RpcCall<int>("x", RpcParams.None, (ref System.Text.Json.Utf8JsonReader _) => throw new NotSupportedException("mine"))).Soon());

        Assert.Equal("fine", await client.CallAsync(Clients.Echo("fine")).Soon());
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_at_once_and_the_late_answer_harms_nobody()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var first = await peer.AskedAsync();
            asked.SetResult();
            await release.Task;
            await peer.SendAsync(first.Answer("\"late\""));
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);
        using var cancel = new CancellationTokenSource();
        var call = client.CallAsync(Clients.Echo("never mind"), cancellation: cancel.Token);
        await asked.Task.Soon();

        await cancel.CancelAsync();
        var left = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        release.SetResult();

        Assert.Equal(cancel.Token, left.CancellationToken);
        Assert.Equal("next", await client.CallAsync(Clients.Echo("next")).Soon());
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task No_answer_in_time_is_a_time_out_of_that_call()
    {
        var clock = new ManualClock();
        var first = new TaskCompletionSource<Asked>();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            first.SetResult((await peer.AskedAsync()));
            await peer.EchoAsync();
        });
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], RequestTimeout = TimeSpan.FromSeconds(7), Time = clock });
        var call = client.CallAsync(Clients.Named("state_call"));
        await first.Task.Soon();

        clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        var timeout = await Assert.ThrowsAsync<RpcTimeoutException>(() => call.Soon());
        Assert.Equal(("state_call", true), (timeout.Method, timeout.MayHaveBeenSent));
        Assert.Equal("next", await client.CallAsync(Clients.Echo("next")).Soon());
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_wait_their_turn_and_may_give_up_waiting()
    {
        var atOnce = 0;
        var most = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is { } asked)
            {
                most = Math.Max(most, Interlocked.Increment(ref atOnce));
                _ = Task.Run(async () =>
                {
                    await Task.Delay(2);
                    Interlocked.Decrement(ref atOnce);
                    lock (peer)
                    {
                        peer.SendAsync(asked.Answer(asked.Params.GetRawText())).Wait();
                    }
                });
            }
        });
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], MaxInFlight = 4 });

        var calls = Enumerable.Range(0, 100).Select(i => client.CallAsync(Clients.Echo($"{i}"))).ToList();
        using var cancel = new CancellationTokenSource();
        var impatient = client.CallAsync(Clients.Echo("impatient"), cancellation: cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient.Soon());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await Task.WhenAll(calls).Soon());
        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task A_message_in_many_fragments_is_one_message()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.AskedAsync();
            var answer = System.Text.Encoding.UTF8.GetBytes(asked.Answer("\"köstlich\""));
            for (var i = 0; i < answer.Length; i++)
            {
                await peer.SendPartAsync(answer.AsMemory(i, 1), last: false);
            }

            await peer.SendPartAsync(ReadOnlyMemory<byte>.Empty, last: true);
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);

        Assert.Equal("köstlich", await client.CallAsync(Clients.Named("x")).Soon());
    }

    [Fact]
    public async Task Megabytes_of_hex_arrive_as_bytes()
    {
        var events = new byte[3 << 20];
        new Random(1).NextBytes(events);
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.AskedAsync();
            await peer.SendAsync(asked.Answer($"\"{Hex.Encode(events)}\""));
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);

        var read = await client.CallAsync(new RpcCall<byte[]?>("state_getStorage", RpcParams.None, RpcDecode.HexBytesOrNull)).Soon();

        Assert.Equal(events, read);
        Assert.Equal("and small ones after it", await client.CallAsync(Clients.Echo("and small ones after it")).Soon());
    }

    [Fact]
    public async Task Parameters_arrive_as_they_were_given()
    {
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(node.Uri);
        var parameters = new RpcParams().Add("q\"\\ü").Add(-5).Add(true).AddNull().Add((string?)null).AddHex([1, 171]).AddHex([])
            .AddHexList([new byte[] { 9 }, Array.Empty<byte>()])
            .Add(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("a", 1);
                writer.WriteEndObject();
            });

        var echoed = await client.CallAsync("x", parameters).Soon();

        Assert.Equal("""["q\u0022\\\u00FC",-5,true,null,null,"0x01ab","0x",["0x09","0x"],{"a":1}]""", echoed.GetRawText());
    }

    [Fact]
    public void An_argument_that_is_no_complete_value_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new RpcParams().Add(_ => { }));
        Assert.Throws<InvalidOperationException>(() => new RpcParams().Add(writer => writer.WriteStartArray()));
    }

    [Fact]
    public async Task Calls_of_a_disposed_client_end()
    {
        await using var node = await ScriptedNode.StartAsync(peer => peer.IgnoreAsync());
        var client = new RpcClient(new() { Endpoints = [node.Uri], MaxInFlight = 1 });
        var underWay = client.CallAsync(Clients.Echo("a"));
        var waiting = client.CallAsync(Clients.Echo("b"));
        await Clients.UntilAsync(() => client.CurrentEndpoint is not null);

        await client.DisposeAsync();
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => underWay.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.CallAsync(Clients.Echo("c")));
        Assert.Equal(RpcStatus.Closed, client.State.Status);
    }
}
