using CoretimeDesk.Substrate.Rpc;
using static CoretimeDesk.Substrate.Tests.Rpc.AnsweringNode;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class SubmittingAnExtrinsic
{
    private static readonly byte[] Extrinsic = [4, 1];

    [Fact]
    public async Task The_pool_answers_with_the_hash_or_a_refusal()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await AnswerAsync(peer, (await peer.AskedAsync()), ("author_submitExtrinsic[\"0x0401\"]", $"\"{Hash(3)}\""));
            await peer.SendAsync((await peer.AskedAsync()).Refusal(1014, "Priority is too low"));
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);

        Assert.Equal(H(3), await chain.SubmitExtrinsicAsync(Extrinsic).Soon());
        Assert.Equal(1014, (await Assert.ThrowsAsync<RpcErrorException>(() => chain.SubmitExtrinsicAsync(Extrinsic).Soon())).Code);
    }

    [Fact]
    public async Task Watching_tells_every_status_and_ends_with_the_last()
    {
        string[] sent =
        [
            "\"future\"", "\"ready\"", "{\"ready\":null}", """{"broadcast":["a","b"]}""", $"{{\"inBlock\":\"{Hash(1)}\"}}", $"{{\"retracted\":\"{Hash(1)}\"}}",
            "\"brandNew\"", "{\"other\":{\"x\":[1]}}", $"{{\"inBlock\":\"{Hash(2)}\"}}", $"{{\"finalized\":\"{Hash(2)}\"}}",
        ];
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.ExpectAsync("author_submitAndWatchExtrinsic")).Answer("\"w\""));
            foreach (var status in sent)
            {
                await peer.NotifyAsync("\"w\"", status);
            }

            Assert.Equal("echo", (await peer.AskedAsync()).Method); // No unsubscribing after the last word.
        });
        await using var client = Clients.Of(node.Uri);
        var watch = await new ChainRpc(client).SubmitAndWatchExtrinsicAsync(Extrinsic).Soon();

        var statuses = new List<ExtrinsicStatus>();
        await foreach (var item in watch)
        {
            statuses.Add(((SubscriptionItem<ExtrinsicStatus>.Notification)item).Value);
        }

        await watch.DisposeAsync();
        await Record.ExceptionAsync(() => client.CallAsync(Clients.Echo("x"), Retry.Never).Soon());
        Assert.Equal(
            ["Future", "Ready", "Ready", "Broadcast", "InBlock", "Retracted", "Unknown", "Unknown", "InBlock", "Finalized"], statuses.Select(s => s.GetType().Name));
        Assert.Equal(["a", "b"], ((ExtrinsicStatus.Broadcast)statuses[3]).Peers);
        Assert.Equal(new ExtrinsicStatus.Finalized(H(2)), statuses[^1]);
    }

    [Theory]
    [InlineData("\"dropped\"")]
    [InlineData("\"invalid\"")]
    [InlineData("""{"invalid":{"payment":null}}""")]
    [InlineData("""{"usurped":"0x0000000000000000000000000000000000000000000000000000000000000001"}""")]
    [InlineData("""{"finalityTimeout":"0x0000000000000000000000000000000000000000000000000000000000000001"}""")]
    public async Task Bad_ends_are_ends(string status)
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer("\"w\""));
            await peer.NotifyAsync("\"w\"", status);
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var watch = await new ChainRpc(client).SubmitAndWatchExtrinsicAsync(Extrinsic).Soon();

        var only = Assert.Single(await Items.TakeAllAsync(watch).Soon());
        Assert.DoesNotContain("Unknown", only);
    }

    [Fact]
    public async Task A_drop_ends_the_watching_and_nothing_is_submitted_again()
    {
        var submitted = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is { } asked)
            {
                if (asked.Method != "author_submitAndWatchExtrinsic")
                {
                    await peer.SendAsync(asked.Answer(asked.Params.GetRawText()));
                    continue;
                }

                if (Interlocked.Increment(ref submitted) == 1)
                {
                    return; // Before the answer.
                }

                await peer.SendAsync(asked.Answer("\"w\""));
                await peer.NotifyAsync("\"w\"", "\"ready\"");
                await peer.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, "");
            }
        });
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);

        Assert.True((await Assert.ThrowsAsync<RpcConnectionException>(() => chain.SubmitAndWatchExtrinsicAsync(Extrinsic).Soon())).MayHaveBeenSent);
        var watch = await chain.SubmitAndWatchExtrinsicAsync(Extrinsic).Soon();
        Assert.Equal(["Ready { IsLast = False }"], await Items.TakeAsync(watch, 1));
        await Assert.ThrowsAsync<RpcConnectionException>(() => Items.TakeAllAsync(watch).Soon());

        Assert.Equal("x", await client.CallAsync(Clients.Echo("x")).Soon());
        Assert.Equal(2, submitted);
    }
}
