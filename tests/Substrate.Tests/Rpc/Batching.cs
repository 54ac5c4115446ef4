using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class Batching
{
    private static readonly RpcCall<string>[] Three = [Clients.Echo("a"), Clients.Echo("b"), Clients.Echo("c")];

    [Fact]
    public async Task One_message_goes_out_and_the_outcomes_are_in_the_order_of_the_calls()
    {
        var sizes = new List<int>();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextBatchAsync() is { } batch)
            {
                sizes.Add(batch.Count);
                await peer.SendAsync($"[{string.Join(",", batch.Reverse().Select(b => b.Answer(b.Params.GetRawText())))}]");
            }
        });
        await using var client = Clients.Of(node.Uri);

        var outcomes = await client.BatchAsync(Three).Soon();

        Assert.Equal(["a", "b", "c"], outcomes.Select(o => o.Value));
        Assert.Equal([3], sizes);
    }

    [Fact]
    public async Task The_error_of_one_leaves_the_others_their_values()
    {
        await using var node = await AnsweringAsync(b => $"[{b[0].Answer("[\"a\"]")},{b[1].Refusal(-5, "no")},{b[2].Answer("\"not a list\"")}]");
        await using var client = Clients.Of(node.Uri);

        var outcomes = await client.BatchAsync(Three).Soon();

        Assert.Equal("a", outcomes[0].Value);
        Assert.Equal((false, -5), (outcomes[1].IsValue, ((RpcErrorException)outcomes[1].Error!).Code));
        Assert.Throws<RpcErrorException>(() => outcomes[1].Value);
        Assert.IsType<RpcProtocolException>(outcomes[2].Error);
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task Answers_may_come_one_by_one()
    {
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(node.Uri);

        Assert.Equal(["a", "b", "c"], (await client.BatchAsync(Three).Soon()).Select(o => o.Value));
    }

    [Fact]
    public async Task An_answer_that_is_missing_from_the_list_does_not_keep_the_batch_waiting()
    {
        await using var node = await AnsweringAsync(b => $"[{b[0].Answer("[\"a\"]")},{b[2].Answer("[\"c\"]")}]");
        await using var client = Clients.Of(node.Uri);

        var outcomes = await client.BatchAsync(Three).Soon();

        Assert.Equal(("a", "c"), (outcomes[0].Value, outcomes[2].Value));
        Assert.Contains("came without it", Assert.IsType<RpcProtocolException>(outcomes[1].Error).Message);
    }

    [Fact]
    public async Task A_list_that_turns_out_broken_is_not_believed_in_part()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            if (peer.Number == 0)
            {
                var batch = await peer.NextBatchAsync();
                await peer.SendAsync($"[{batch![0].Answer("[\"wrong\"]")},{{]");
                await peer.IgnoreAsync();
            }

            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);

        Assert.Equal(["a", "b", "c"], (await client.BatchAsync(Three).Soon()).Select(o => o.Value));
    }

    [Fact]
    public async Task A_node_without_batches_refuses_all_of_it()
    {
        await using var node = await AnsweringAsync(
            _ => """{"jsonrpc":"2.0","error":{"code":-32005,"message":"Batched requests are not supported by this server"},"id":null}""");
        await using var client = Clients.Of(node.Uri);
        await client.ConnectAsync().Soon();
        var beside = client.CallAsync(Clients.Echo("under way"));

        var outcomes = await client.BatchAsync(Three).Soon();

        Assert.All(outcomes, o => Assert.Equal(-32005, ((RpcErrorException)o.Error!).Code));
        Assert.Equal("under way", await beside.Soon());
        Assert.Equal(1, node.Connections);
    }

    [Fact]
    public async Task A_dropped_batch_of_reads_is_sent_again_and_one_with_a_write_is_not()
    {
        var dropped = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextBatchAsync() is { } batch)
            {
                if (peer.Number < 2)
                {
                    dropped++;
                    return;
                }

                await peer.SendAsync($"[{string.Join(",", batch.Select(b => b.Answer(b.Params.GetRawText())))}]");
            }
        });
        await using var client = Clients.Of(node.Uri);

        var lost = await Assert.ThrowsAsync<RpcConnectionException>(() => client.BatchAsync([Clients.Echo("a"), Clients.Named("author_submitExtrinsic")]).Soon());
        Assert.Equal((true, 1), (lost.MayHaveBeenSent, dropped));
        Assert.Equal(["a", "b", "c"], (await client.BatchAsync(Three).Soon()).Select(o => o.Value));
    }

    [Fact]
    public async Task An_empty_batch_is_not_sent()
    {
        await using var client = Clients.Of(new Uri("ws://127.0.0.1:1/"));

        Assert.Empty(await client.BatchAsync<string>([]));
        Assert.Equal(RpcStatus.Idle, client.State.Status);
    }

    /// <summary>Answers batches as told and echoes single calls.</summary>
    private static Task<ScriptedNode> AnsweringAsync(Func<IReadOnlyList<Asked>, string> answer) => ScriptedNode.StartAsync(async peer =>
    {
        Asked? single = null;
        while (await peer.NextBatchAsync() is { } batch)
        {
            if (batch is [var one])
            {
                single = one;
                continue;
            }

            await peer.SendAsync(answer(batch));
            if (single is not null)
            {
                await peer.SendAsync(single.Answer(single.Params.GetRawText()));
            }
        }
    });
}
