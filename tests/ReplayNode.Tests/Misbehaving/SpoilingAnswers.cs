using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Misbehaving;

/// <summary>Each way in which a node can talk nonsense, as often as it was ordered and not once more.</summary>
public sealed class SpoilingAnswers
{
    [Fact]
    public async Task Half_an_answer_comes_and_then_whole_ones()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        var whole = await client.AskAsync("chain_getHeader");
        await node.DoAsync("garbage", new { kind = "truncatedJson", count = 2 });

        for (var i = 0; i < 2; i++)
        {
            var half = await client.AskAsync("chain_getHeader");
            Assert.Equal(whole[..(whole.Length / 2)], half);
            Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(half));
        }

        Assert.Equal(whole, await client.AskAsync("chain_getHeader"));
        var state = await node.DoAsync("state");
        Assert.Equal((2, 0), ((int)state["mangled"]!, state["garbage"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_binary_message_has_the_answer_in_it()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("garbage", new { kind = "binary" });
        await client.RequestAsync(1, "system_chain");
        var (type, bytes) = await client.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.Contains("paseo", Encoding.UTF8.GetString(bytes));
        await client.SilentAsync();
    }

    [Theory]
    [InlineData(null, 65 << 20)]
    [InlineData(100_000, 100_000)]
    public async Task A_huge_message_has_the_size_that_was_ordered(int? ordered, int expected)
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("garbage", ordered is null ? new { kind = "hugeMessage" } : new { kind = "hugeMessage", bytes = ordered });
        await client.RequestAsync(1, "system_chain");
        var (type, bytes) = await client.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, type);
        Assert.InRange(bytes.Length, expected, expected + 100);
        await client.SilentAsync();
    }

    [Fact]
    public async Task An_answer_may_bear_an_id_that_nobody_used()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("garbage", new { kind = "wrongId" });
        Assert.Equal(9_000_000_000_000_000, JsonDocument.Parse(await client.AskAsync("system_chain")).RootElement.GetProperty("id").GetInt64());
        await client.SilentAsync();
    }

    [Fact]
    public async Task Hex_may_have_something_in_it_that_is_no_digit()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("garbage", new { kind = "wrongHex", method = "chain_getBlock" });
        var header = await client.ResultAsync("chain_getHeader"); // Not what was ordered.
        var block = (await client.ResultAsync("chain_getBlock")).GetProperty("block");

        Assert.StartsWith("0x", header.GetProperty("parentHash").GetString(), StringComparison.Ordinal);
        foreach (var hex in block.GetProperty("extrinsics").EnumerateArray().Select(x => x.GetString()!).Append(block.GetProperty("header").GetProperty("parentHash").GetString()!))
        {
            Assert.StartsWith("0xz", hex, StringComparison.Ordinal);
            Assert.Throws<FormatException>(() => Hex.Decode(hex));
        }
    }

    [Fact]
    public async Task Events_may_be_such_that_no_runtime_decodes_them_while_the_rest_is_right()
    {
        await using var node = await Nodes.StartAsync();
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var runtime = Fixtures.RuntimeOf("coretime");
        var hash = (await chain.GetBlockHashAsync(35))!.Value;
        await node.DoAsync("garbage", new { kind = "wrongEvents" });

        var time = await chain.GetStorageAsync(runtime.Storage("Timestamp", "Now").Key(), hash); // Uses nothing up.
        await Assert.ThrowsAsync<ScaleException>(() => Nodes.EventsAsync(chain, runtime, hash));
        Assert.Contains("Broker.Purchased", await Nodes.EventsAsync(chain, runtime, hash));
        Assert.Equal(8, time!.Length);
    }

    [Fact]
    public async Task A_busy_node_refuses_and_a_dead_one_is_silent()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("garbage", new { kind = "error" });
        await node.DoAsync("garbage", new { kind = "silence", count = 2 });

        Assert.Equal(-32009, (await client.ErrorAsync("system_chain")).Code);
        await client.RequestAsync(2, "system_chain");
        await client.RequestAsync(3, "system_chain");
        await client.SilentAsync();
    }

    [Fact]
    public async Task Orders_are_used_first_come_first_served_and_may_be_taken_back()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("garbage", new { kind = "error", method = "chain_getHeader" });
        await node.DoAsync("garbage", new { kind = "wrongId", count = 9 });
        await client.SendAsync("""[{"id":1,"method":"system_chain"},{"id":2,"method":"chain_getHeader"}]""");
        Assert.All((await client.JsonAsync()).EnumerateArray(), a => Assert.True(a.TryGetProperty("error", out _)));
        await node.DoAsync("garbage", new { kind = "none" });
        await client.SilentAsync();
    }

    [Fact]
    public async Task A_late_answer_is_overtaken_by_others()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("delay", new { ms = 200, count = 1, method = "chain_getHeader" });
        await client.RequestAsync(1, "chain_getHeader");
        await client.RequestAsync(2, "system_chain");
        Assert.Equal((2, 1), ((await client.JsonAsync()).GetProperty("id").GetInt32(), (await client.JsonAsync()).GetProperty("id").GetInt32()));
        Assert.Null((await node.DoAsync("state"))["delay"]);

        // Used up when the request has been read; its answer is an hour away.
        await node.DoAsync("delay", new { ms = 3_600_000, count = 1 });
        await client.RequestAsync(3, "system_chain");
        await client.SilentAsync();
        await node.DoAsync("delay", new { ms = 3_600_000 });
        await node.DoAsync("delay", new { ms = 0 });
        await client.SilentAsync();
    }

    [Theory]
    [InlineData("truncatedJson")]
    [InlineData("binary")]
    [InlineData("hugeMessage")]
    [InlineData("wrongId")]
    public async Task The_desks_own_client_gets_over_it(string kind)
    {
        await using var node = await Nodes.StartAsync();
        var chain = Nodes.Chain(node, timeout: TimeSpan.FromSeconds(2));
        await using var client = chain.Client;
        await chain.GetChainAsync();
        await node.DoAsync("garbage", new { kind });
        try
        {
            Assert.Equal("paseo-coretime-local", await chain.GetChainAsync());
        }
        catch (RpcException)
        {
            // It may refuse what it cannot understand, but must be of use again.
        }

        Assert.Equal("paseo-coretime-local", await chain.GetChainAsync());
    }
}
