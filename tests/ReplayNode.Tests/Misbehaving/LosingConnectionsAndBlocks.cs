using System.Net.WebSockets;
using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Misbehaving;

/// <summary>Connections break, doors stay shut, blocks and state are gone, and two nodes disagree.</summary>
public sealed class LosingConnectionsAndBlocks
{
    [Fact]
    public async Task The_cable_is_pulled_for_everybody_and_a_new_connection_begins_afresh()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        await using var client = await RawClient.ConnectAsync(node);
        await using var other = await RawClient.ConnectAsync(node);
        await client.SubscribeAsync("chain_subscribeNewHeads");
        await other.SilentAsync();

        Assert.Equal(2, (int)(await node.DoAsync("dropConnections"))["dropped"]!);

        Assert.Null((await client.ReceiveAsync()).Type);
        Assert.Null((await other.ReceiveAsync()).Type);
        await using var again = await RawClient.ConnectAsync(node);
        await node.DoAsync("advance");
        await again.SilentAsync();
        var state = await node.DoAsync("state");
        Assert.Equal((1, 3, 2, 0), ((int)state["connections"]!["open"]!, (int)state["connections"]!["total"]!, (int)state["connections"]!["dropped"]!, (int)state["subscriptions"]!));
        await node.DoAsync("dropConnections", new { politely = true });
        Assert.Equal(WebSocketMessageType.Close, (await again.ReceiveAsync()).Type);
    }

    [Fact]
    public async Task The_door_stays_shut_while_told_so_and_open_connections_stay()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("refuseConnections", new { on = true });
        await client.SilentAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => RawClient.ConnectAsync(node));
        await node.DoAsync("refuseConnections", new { on = false });
        await using var again = await RawClient.ConnectAsync(node);
        Assert.Equal(1, (int)(await node.DoAsync("state"))["connections"]!["refused"]!);
    }

    [Fact]
    public async Task A_subscription_of_the_desks_client_survives_drops()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        await using var heads = await chain.SubscribeFinalizedHeadsAsync();
        await using var items = heads.GetAsyncEnumerator();
        var seen = new List<ulong>();
        for (var drops = 0; drops < 3;)
        {
            Assert.True(await items.MoveNextAsync());
            if (items.Current is SubscriptionItem<BlockHeader>.Notification { Value: var head })
            {
                seen.Add(head.Number);
                await node.DoAsync("dropConnections");
                await node.DoAsync("advance", new { blocks = 2 });
                drops++;
            }
        }

        Assert.Equal([10, 12, 14], seen);
    }

    [Fact]
    public async Task State_below_a_height_is_discarded_in_the_words_of_a_node_and_bodies_when_told_so()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("prune", new { below = 30 });
        var (gone, kept) = ((await client.ResultAsync("chain_getBlockHash", "[29]")).GetString(), (await client.ResultAsync("chain_getBlockHash", "[30]")).GetString());

        foreach (var (method, parameters, message) in new[]
        {
            ("state_getStorage", $"[\"0x00\",\"{gone}\"]", $"Client error: UnknownBlock: State already discarded for {gone}"),
            ("state_queryStorageAt", $"[[\"0x00\"],\"{gone}\"]", $"Client error: UnknownBlock: State already discarded for {gone}"),
            ("state_getKeysPaged", $"[\"0x\",1,null,\"{gone}\"]", $"Client error: UnknownBlock: State already discarded for {gone}"),
            ("state_getMetadata", $"[\"{gone}\"]", $"Client error: Api called for an unknown Block: State already discarded for {gone}"),
            ("state_getRuntimeVersion", $"[\"{gone}\"]", $"Client error: Api called for an unknown Block: State already discarded for {gone}"),
            ("state_call", $"[\"Core_version\",\"0x\",\"{gone}\"]", $"Client error: Api called for an unknown Block: State already discarded for {gone}"),
        })
        {
            Assert.Equal((4003, message), await client.ErrorAsync(method, parameters));
        }

        Assert.Equal(3, (await client.ResultAsync("chain_getBlock", $"[\"{gone}\"]")).GetProperty("block").GetProperty("extrinsics").GetArrayLength());
        Assert.NotNull((await client.ResultAsync("state_getMetadata", $"[\"{kept}\"]")).GetString());
        await node.DoAsync("prune", new { below = 30, bodies = true });
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await client.ResultAsync("chain_getBlock", $"[\"{gone}\"]")).ValueKind);
        Assert.Equal(29, RawClient.HeightOf(await client.ResultAsync("chain_getHeader", $"[\"{gone}\"]")));
    }

    [Fact]
    public async Task A_missing_block_is_unknown_by_height_and_by_hash_until_it_is_found_again()
    {
        await using var node = await Nodes.StartAsync();
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var hash = (await chain.GetBlockHashAsync(20))!.Value;

        await node.DoAsync("missing", new { height = 20 });
        Assert.Null(await chain.GetBlockHashAsync(20));
        Assert.Null(await chain.GetBlockAsync(hash));
        await Assert.ThrowsAsync<RpcErrorException>(() => chain.GetStorageAsync(new byte[] { 1 }, hash));
        Assert.Equal(hash, (await chain.GetHeaderAsync((await chain.GetBlockHashAsync(21))!.Value))!.ParentHash);

        await node.DoAsync("missing", new { height = 20, on = false });
        Assert.Equal(hash, await chain.GetBlockHashAsync(20));
    }

    [Fact]
    public async Task Before_the_recording_begins_the_node_is_as_if_it_had_been_pruned()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        var before = (await client.ResultAsync("chain_getBlockHash", "[1]")).GetString();
        Assert.Equal("0x42bc848ff423519d8fdd44c9f00a961e4ed9efa2b86873d8c6cd3b055235e51e", before);
        Assert.Equal((4003, $"Client error: UnknownBlock: State already discarded for {before}"), await client.ErrorAsync("state_getStorage", $"[\"0x00\",\"{before}\"]"));
        await node.DoAsync("prune", new { below = 2 });
        Assert.Equal(4003, (await client.ErrorAsync("state_getMetadata", $"[\"{before}\"]")).Code);
    }

    [Fact]
    public async Task Two_nodes_of_one_chain_disagree_about_the_events_of_a_block()
    {
        await using var honest = await Nodes.StartAsync();
        await using var liar = await Nodes.StartAsync();
        var (first, second) = (Nodes.Chain(honest), Nodes.Chain(liar));
        await using var one = first.Client;
        await using var two = second.Client;
        var runtime = Fixtures.RuntimeOf("coretime");
        var hash = (await first.GetBlockHashAsync(35))!.Value;
        Assert.Equal(await Nodes.EventsAsync(first, runtime, hash), await Nodes.EventsAsync(second, runtime, hash));

        await liar.DoAsync("disagree", new { eventsAt = 35 });

        Assert.Equal(hash, await second.GetBlockHashAsync(35));
        Assert.NotEqual(await Nodes.EventsAsync(first, runtime, hash), await Nodes.EventsAsync(second, runtime, hash));
        await liar.DoAsync("disagree", new { eventsAt = 35, events = "0x00" });
        Assert.Empty(await Nodes.EventsAsync(second, runtime, hash));
        await liar.DoAsync("disagree", new { eventsAt = 35, on = false });
        Assert.Equal(await Nodes.EventsAsync(first, runtime, hash), await Nodes.EventsAsync(second, runtime, hash));
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_nobody_else()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { Synthetic = 100, BusyEvents = 540 });
        await using var deaf = await RawClient.ConnectAsync(node);
        var hash = await node.BestAsync();
        for (var i = 0; i < 2_000; i++)
        {
            await deaf.RequestAsync(i, "chain_getBlock", $"[\"{hash}\"]");
        }

        await using var client = await RawClient.ConnectAsync(node);
        await client.SilentAsync();
        await node.DoAsync("dropConnections");
    }
}
