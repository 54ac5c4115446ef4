using CoretimeDesk.Substrate.Rpc;
using static CoretimeDesk.Substrate.Tests.Rpc.AnsweringNode;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class ExpectingAChain
{
    [Fact]
    public async Task A_node_of_another_chain_is_passed_over_and_never_asked_anything_else()
    {
        var asked = new List<string>();
        await using var other = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is { } one)
            {
                asked.Add(one.Method);
                await peer.SendAsync(one.Answer($"\"{Hash(2)}\""));
            }
        });
        await using var right = await AnsweringNode.StartAsync(("chain_getBlockHash[0]", $"\"{Hash(1)}\""), ("system_chain[]", "\"right\""));
        await using var client = new RpcClient(new() { Endpoints = [other.Uri, right.Uri], GenesisHash = H(1) });

        Assert.Equal("right", await new ChainRpc(client).GetChainAsync().Soon());
        Assert.Equal(["chain_getBlockHash"], asked);
        Assert.Contains($"another chain, with genesis {Hash(2)}", client.State.LastError!.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"0x00\"")]
    [InlineData("drop")]
    [InlineData("silence")]
    [InlineData("refusal")]
    public async Task A_node_that_does_not_say_is_passed_over_too(string answer)
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource();
        await using var mute = await ScriptedNode.StartAsync(async peer =>
        {
            var one = await peer.AskedAsync();
            asked.TrySetResult();
            if (answer == "drop")
            {
                return;
            }

            if (answer != "silence")
            {
                await peer.SendAsync(answer == "refusal" ? one.Refusal(-32601, "no") : one.Answer(answer));
            }

            await peer.IgnoreAsync();
        });
        await using var right = await AnsweringNode.StartAsync(("chain_getBlockHash[0]", $"\"{Hash(1)}\""), ("system_chain[]", "\"right\""));
        await using var client = new RpcClient(new()
        {
            Endpoints = [mute.Uri, right.Uri], GenesisHash = H(1), ConnectTimeout = TimeSpan.FromSeconds(7), Time = clock,
        });
        var call = new ChainRpc(client).GetChainAsync();
        await asked.Task.Soon();
        if (answer == "silence")
        {
            await clock.UntilScheduledAsync(TimeSpan.FromSeconds(7));
            clock.Advance(TimeSpan.FromSeconds(7));
        }

        Assert.Equal("right", await call.Soon());
        Assert.Equal(1, client.CurrentEndpoint!.Index);
    }
}
