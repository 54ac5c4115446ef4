using System.Net.Http.Json;
using System.Text.Json;
using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Running;

/// <summary>The control port: what is wrong with an order is said by field, and then nothing has changed.</summary>
public sealed class TakingOrders
{
    [Theory]
    [InlineData("advnce", "{}", "method is 'advnce', and should be one of state, advance, advanceTo")]
    [InlineData("advance", """{"blocks":0}""", "advance.blocks is 0, and should be from 1 to")]
    [InlineData("advance", """{"blocks":-1}""", "advance.blocks should be a whole number, not negative")]
    [InlineData("advance", """{"block":3}""", "advance.block is unknown; there are blocks")]
    [InlineData("heal", """{"now":true}""", "heal.now is unknown; there are no fields")]
    [InlineData("advance", "[1]", "advance.params should be an object")]
    [InlineData("advanceTo", "{}", "advanceTo.height is missing")]
    [InlineData("advanceTo", """{"height":99}""", "advanceTo.height is 99, and should be from 2 to 65")]
    [InlineData("advanceTo", """{"height":9}""", "advanceTo.height is 9, but the best block is 10 already")]
    [InlineData("autoAdvance", """{"everyMs":"5"}""", "autoAdvance.everyMs should be a whole number")]
    [InlineData("finality", """{"stall":true,"release":true}""", "finality.release and stall cannot both be true")]
    [InlineData("finality", """{"stall":1}""", "finality.stall should be true or false")]
    [InlineData("batchFinality", """{"every":0}""", "batchFinality.every is 0, and should be from 1")]
    [InlineData("finalize", """{"height":11}""", "finalize.height is 11, and should be from 10")]
    [InlineData("fork", """{"height":1}""", "fork.height is 1, and should be from 2 (the first block) to 65 (the last one)")]
    [InlineData("fork", """{"height":5,"events":"some"}""", "fork.events is 'some', and should be 'same' or 'none'")]
    [InlineData("revert", """{"toHeight":11}""", "revert.toHeight is 11, and should be from 2 (the first block) to 10")]
    [InlineData("missing", """{"height":66}""", "missing.height is 66")]
    [InlineData("upgradeRuntime", """{"atHeight":5}""", "upgradeRuntime.specVersion is missing")]
    [InlineData("upgradeRuntime", """{"atHeight":1,"specVersion":5}""", "upgradeRuntime.atHeight is 1")]
    [InlineData("fund", """{"who":"0x01","planck":"5"}""", "fund.who should be an account of 32 bytes")]
    [InlineData("fund", """{"who":"0x0101010101010101010101010101010101010101010101010101010101010101","planck":"-5"}""", "fund.planck should be an amount")]
    [InlineData("disagree", """{"eventsAt":5,"events":"0x0"}""", "disagree.events is no hex")]
    [InlineData("garbage", """{"kind":"noise"}""", "garbage.kind is 'noise', and should be one of truncatedJson, binary, hugeMessage, wrongId, wrongHex, wrongEvents, error, silence or none")]
    [InlineData("garbage", """{"kind":"3"}""", "garbage.kind is '3'")]
    [InlineData("garbage", """{"kind":"binary","count":0}""", "garbage.count is 0")]
    [InlineData("delay", """{"ms":5,"count":0}""", "delay.count is 0")]
    [InlineData("refuseConnections", "{}", "refuseConnections.on is missing")]
    public async Task A_wrong_order_is_refused_by_field_and_changes_nothing(string order, string fields, string complaint)
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        var before = (await node.DoAsync("state")).ToJsonString();
        Assert.StartsWith(complaint, await node.RefusalAsync(order, fields), StringComparison.Ordinal);
        Assert.Equal(before, (await node.DoAsync("state")).ToJsonString());
    }

    [Fact]
    public async Task An_account_holds_what_the_node_was_told_that_it_holds_and_others_hold_nothing()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var who = Enumerable.Repeat((byte)7, 32).ToArray();
        await node.DoAsync("fund", new { who = Hex.Encode(who), planck = "340282366920938463463374607431768211455" });
        await node.DoAsync("advance", new { blocks = 2 });
        foreach (var height in new[] { 9ul, 12ul })
        {
            var at = (await chain.GetBlockHashAsync(height))!.Value;
            var account = Runtime.Parse(await chain.GetMetadataAsync(at)).Storage("System", "Account");
            var held = account.DecodeOrDefault(await chain.GetStorageAsync(account.Key(who), at))!.Value;
            Assert.Equal((UInt128.MaxValue, UInt128.Zero, UInt128.Zero), (held["data"]["free"].AsUInt128(), held["data"]["reserved"].AsUInt128(), held["data"]["frozen"].AsUInt128()));
            Assert.Null(await chain.GetStorageAsync(account.Key(new byte[32]), at));
        }
    }

    [Fact]
    public async Task Everything_that_was_ordered_is_in_the_state_and_gone_after_a_reset()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10, Lag = 1 });
        await using var client = await RawClient.ConnectAsync(node);
        await client.SubscribeAsync("chain_subscribeAllHeads");
        var fresh = await node.DoAsync("state");

        await node.DoAsync("advance", new { blocks = 5 });
        await node.DoAsync("finality", new { lag = 4, stall = true });
        await node.DoAsync("batchFinality", new { every = 3 });
        await node.DoAsync("autoAdvance", new { everyMs = 80_000_000, blocks = 2 });
        await node.DoAsync("fork", new { height = 16 });
        await node.DoAsync("prune", new { below = 3, bodies = true });
        await node.DoAsync("missing", new { height = 7 });
        await node.DoAsync("disagree", new { eventsAt = 8 });
        await node.DoAsync("upgradeRuntime", new { atHeight = 12, specVersion = 9 });
        await node.DoAsync("garbage", new { kind = "wrongHex", count = 7, method = "chain_getBlock" });
        await node.DoAsync("delay", new { ms = 5, count = 2, method = "system_name" });
        await node.DoAsync("refuseConnections", new { on = true });

        var state = await node.DoAsync("state");
        Assert.Equal("""{"lag":4,"stalled":true,"every":3}""", state["finality"]!.ToJsonString());
        Assert.Equal("""{"everyMs":80000000,"blocks":2}""", state["autoAdvance"]!.ToJsonString());
        Assert.Equal(16, (int)state["fork"]!["height"]!);
        Assert.Equal("""{"below":3,"bodies":true}""", state["pruned"]!.ToJsonString());
        Assert.Equal(("[7]", "[8]"), (state["missing"]!.ToJsonString(), state["disagree"]!.ToJsonString()));
        Assert.Equal("""[{"atHeight":12,"specVersion":9}]""", state["upgrades"]!.ToJsonString());
        Assert.Equal("""[{"kind":"wrongHex","count":7,"method":"chain_getBlock"}]""", state["garbage"]!.ToJsonString());
        Assert.Equal("""{"ms":5,"count":2,"method":"system_name"}""", state["delay"]!.ToJsonString());
        Assert.True((bool)state["refusing"]!);
        Assert.Equal(1, (int)state["requests"]!["chain_subscribeAllHeads"]!);
        Assert.Equal((1, 6), ((int)state["connections"]!["open"]!, (int)state["notifications"]!));

        await node.DoAsync("reset");
        while ((int)(await node.DoAsync("state"))["connections"]!["open"]! > 0)
        {
            await Task.Delay(5);
        }

        await using var again = await RawClient.ConnectAsync(node);
        await again.SubscribeAsync("chain_subscribeAllHeads");
        Assert.Equal(fresh.ToJsonString(), (await node.DoAsync("state")).ToJsonString());
    }

    [Fact]
    public async Task Orders_come_by_HTTP_as_to_the_lab()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        using var http = new HttpClient { BaseAddress = node.Control };
        async Task<JsonElement> PostAsync(string body)
        {
            using var answer = await http.PostAsync("/", new StringContent(body));
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }

        var done = await PostAsync("""{"jsonrpc":"2.0","id":"x","method":"advance","params":{"blocks":2}}""");
        Assert.Equal(("x", 12), (done.GetProperty("id").GetString(), done.GetProperty("result").GetProperty("best").GetProperty("number").GetInt32()));
        Assert.Equal(13, (await PostAsync("""{"id":1,"method":"advance","params":[{}]}""")).GetProperty("result").GetProperty("best").GetProperty("number").GetInt32());
        Assert.Equal("fork.height is missing", (await PostAsync("""{"id":1,"method":"fork"}""")).GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(-32700, (await PostAsync("{")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("method is missing", (await PostAsync("{}")).GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(405, (int)(await http.GetAsync("/")).StatusCode);
        Assert.False(node.ShutdownRequested.IsCompleted);
        await PostAsync("""{"method":"shutdown"}""");
        await node.ShutdownRequested.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Orders_given_at_once_are_carried_out_one_after_the_other()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { Synthetic = 5_000, StartAt = 1 });
        await using var client = await RawClient.ConnectAsync(node);
        var (id, _) = await client.SubscribeAsync("chain_subscribeNewHeads");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => node.DoAsync("advance", new { blocks = 10 })));
        Assert.Equal(Enumerable.Range(2, 500), await client.HeadsAsync(id, 500));
    }
}
