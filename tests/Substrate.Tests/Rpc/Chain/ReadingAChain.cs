using CoretimeDesk.Substrate.Rpc;
using static CoretimeDesk.Substrate.Tests.Rpc.AnsweringNode;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class ReadingAChain
{
    private static string Header(int number) =>
        $$$"""{"parentHash":"{{{Hash(number - 1)}}}","number":"0x{{{number:x}}}","stateRoot":"{{{Hash(70)}}}","extrinsicsRoot":"{{{Hash(80)}}}","digest":{"logs":["0x0601","0x"]},"more":[{}]}""";

    [Fact]
    public async Task Blocks_headers_and_hashes()
    {
        await using var node = await AnsweringNode.StartAsync(
            ("chain_getBlockHash[5]", $"\"{Hash(5)}\""),
            ("chain_getBlockHash[6]", "null"),
            ("chain_getBlockHash[0]", $"\"{Hash(1)}\""),
            ("chain_getFinalizedHead[]", $"\"{Hash(4)}\""),
            ($"chain_getHeader[\"{Hash(5)}\"]", Header(5)),
            ($"chain_getHeader[\"{Hash(6)}\"]", "null"),
            ($"chain_getBlock[\"{Hash(5)}\"]", $$"""{"justifications":null,"block":{"extrinsics":["0x0401","0x0402"],"header":{{Header(30000000)}} } }"""),
            ($"chain_getBlock[\"{Hash(6)}\"]", "null"));
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);

        Assert.Equal(H(5), await chain.GetBlockHashAsync(5).Soon());
        Assert.Null(await chain.GetBlockHashAsync(6).Soon());
        Assert.Equal(H(1), await chain.GetGenesisHashAsync().Soon());
        Assert.Equal(H(4), await chain.GetFinalizedHeadAsync().Soon());
        var header = await chain.GetHeaderAsync(H(5)).Soon();
        Assert.Equal((H(4), 5ul, H(70), H(80)), (header!.ParentHash, header.Number, header.StateRoot, header.ExtrinsicsRoot));
        Assert.Equal(["0x0601", "0x"], header.DigestLogs.Select(l => Hex.Encode(l)));
        Assert.Null(await chain.GetHeaderAsync(H(6)).Soon());
        var block = await chain.GetBlockAsync(H(5)).Soon();
        Assert.Equal(30_000_000ul, block!.Header.Number);
        Assert.Equal(["0x0401", "0x0402"], block.Extrinsics.Select(x => Hex.Encode(x)));
        Assert.Null(await chain.GetBlockAsync(H(6)).Soon());
    }

    [Fact]
    public async Task State_is_read_at_a_block()
    {
        await using var node = await AnsweringNode.StartAsync(
            ($"state_getMetadata[\"{Hash(5)}\"]", "\"0x6d6574610e\""),
            ($"state_getStorage[\"0xaa01\",\"{Hash(5)}\"]", "\"0x0102\""),
            ($"state_getStorage[\"0xaa02\",\"{Hash(5)}\"]", "\"0x\""),
            ($"state_getStorage[\"0xaa03\",\"{Hash(5)}\"]", "null"),
            ($"state_call[\"Metadata_metadata_versions\",\"0x\",\"{Hash(5)}\"]", "\"0x0c0e0000000f00000010000000\""));
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);

        Assert.Equal("meta"u8.ToArray(), (await chain.GetMetadataAsync(H(5)).Soon())[..4]);
        Assert.Equal([1, 2], await chain.GetStorageAsync(Hex.Decode("0xaa01"), H(5)).Soon());
        Assert.Empty((await chain.GetStorageAsync(Hex.Decode("0xaa02"), H(5)).Soon())!);
        Assert.Null(await chain.GetStorageAsync(Hex.Decode("0xaa03"), H(5)).Soon());
        Assert.Equal(13, (await chain.CallRuntimeAsync("Metadata_metadata_versions", default, H(5)).Soon()).Length);
        await Assert.ThrowsAsync<RpcErrorException>(() => chain.GetStorageAsync(Hex.Decode("0xaa01"), H(6)).Soon());
    }

    [Fact]
    public async Task Queried_values_stand_in_the_order_of_their_keys()
    {
        ReadOnlyMemory<byte>[] keys = [new byte[] { 1 }, new byte[] { 2 }, new byte[] { 3 }, new byte[] { 1 }];
        await using var node = await AnsweringNode.StartAsync(
            ($"state_queryStorageAt[[\"0x01\",\"0x02\",\"0x03\",\"0x01\"],\"{Hash(5)}\"]", $"[{{\"block\":\"{Hash(5)}\",\"changes\":[[\"0x03\",\"0x\"],[\"0x01\",\"0xff\"],[\"0x02\",null]]}}]"),
            ($"state_queryStorageAt[[\"0x01\",\"0x02\",\"0x03\",\"0x01\"],\"{Hash(6)}\"]", "[]"));
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);

        var values = await chain.QueryStorageAtAsync(keys, H(5)).Soon();

        Assert.Equal(["ff", "null", "", "ff"], values.Select(v => v is null ? "null" : Convert.ToHexStringLower(v)));
        await Assert.ThrowsAsync<RpcProtocolException>(() => chain.QueryStorageAtAsync(keys, H(6)).Soon());
    }

    [Fact]
    public async Task All_keys_are_read_page_by_page_even_if_a_proxy_cuts_the_pages()
    {
        await using var node = await AnsweringNode.StartAsync(
            ($"state_getKeysPaged[\"0xaa\",3,null,\"{Hash(5)}\"]", """["0xaa01","0xaa02","0xaa03"]"""),
            ($"state_getKeysPaged[\"0xaa\",3,\"0xaa03\",\"{Hash(5)}\"]", """["0xaa04"]"""),
            ($"state_getKeysPaged[\"0xaa\",3,\"0xaa04\",\"{Hash(5)}\"]", """["0xaa05","0xaa06"]"""),
            ($"state_getKeysPaged[\"0xaa\",3,\"0xaa06\",\"{Hash(5)}\"]", "[]"));
        await using var client = Clients.Of(node.Uri);

        var keys = await new ChainRpc(client).GetKeysAsync(new byte[] { 0xaa }, H(5), 3).Select(k => Hex.Encode(k)).ToListAsync();

        Assert.Equal(["0xaa01", "0xaa02", "0xaa03", "0xaa04", "0xaa05", "0xaa06"], keys);
    }

    [Theory]
    [InlineData("""["0xaa01","0xaa02"]""", """["0xaa01","0xaa02"]""", "behind the one before")]
    [InlineData("""["0xaa01","0xaa02"]""", """["0xab"]""", "prefix")]
    public async Task A_node_that_would_page_for_ever_is_stopped(string first, string second, string why)
    {
        await using var node = await AnsweringNode.StartAsync(
            ($"state_getKeysPaged[\"0xaa\",1000,null,\"{Hash(5)}\"]", first), ($"state_getKeysPaged[\"0xaa\",1000,\"0xaa02\",\"{Hash(5)}\"]", second));
        await using var client = Clients.Of(node.Uri);

        var stopped = await Assert.ThrowsAsync<RpcProtocolException>(
            async () => await new ChainRpc(client).GetKeysAsync(new byte[] { 0xaa }, H(5), 5000).CountAsync());
        Assert.Contains(why, stopped.Message);
    }

    [Theory]
    [InlineData("""[["0xdf6acb689907609b",5],["0x37e397fc7c91f5e4",2]]""", "stateVersion")]
    [InlineData("""{"0xdf6acb689907609b":5,"0x37e397fc7c91f5e4":2}""", "systemVersion")]
    public async Task A_runtime_version_is_read_in_its_old_and_its_new_form(string apis, string stateVersion)
    {
        await using var node = await AnsweringNode.StartAsync(($"state_getRuntimeVersion[\"{Hash(5)}\"]",
            $$"""{"specName":"coretime-polkadot","implName":"parity","authoringVersion":1,"specVersion":1003000,"implVersion":7,"apis":{{apis}},"transactionVersion":15,"{{stateVersion}}":1}"""));
        await using var client = Clients.Of(node.Uri);

        var version = await new ChainRpc(client).GetRuntimeVersionAsync(H(5)).Soon();

        Assert.Equal(("coretime-polkadot", 1_003_000u, 15u, 1u), (version.SpecName, version.SpecVersion, version.TransactionVersion, version.StateVersion));
        Assert.Equal((7u, 5u, 2), (version.ImplVersion, version.Apis["0xdf6acb689907609b"], version.Apis.Count));
    }

    [Fact]
    public async Task The_node_and_the_chain_introduce_themselves()
    {
        await using var node = await AnsweringNode.StartAsync(
            ("system_chain[]", "\"Polkadot Coretime\""), ("system_name[]", "\"Parity Polkadot\""), ("system_version[]", "\"1.19.0\""),
            ("system_health[]", """{"peers":12,"isSyncing":true,"shouldHavePeers":true}"""),
            ("system_properties[]", """{"ss58Format":42,"tokenDecimals":10,"tokenSymbol":"PAS","isEthereum":false}"""));
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);

        Assert.Equal(("Polkadot Coretime", "Parity Polkadot", "1.19.0"), (await chain.GetChainAsync().Soon(), await chain.GetNodeNameAsync().Soon(), await chain.GetNodeVersionAsync().Soon()));
        Assert.Equal(new NodeHealth(12, true, true), await chain.GetHealthAsync().Soon());
        var properties = await chain.GetPropertiesAsync().Soon();
        Assert.Equal(((ushort?)42, new ChainToken("PAS", 10)), (properties.Ss58Prefix, properties.Tokens.Single()));
        Assert.False(properties.Raw.GetProperty("isEthereum").GetBoolean());
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"tokenSymbol":["A","B"],"tokenDecimals":[12,0],"ss58Format":null}""", "A/12 B/0")]
    [InlineData("""{"tokenSymbol":null,"tokenDecimals":null}""", "")]
    public async Task Properties_may_be_few_or_many(string properties, string tokens)
    {
        await using var node = await AnsweringNode.StartAsync(("system_properties[]", properties));
        await using var client = Clients.Of(node.Uri);

        Assert.Equal(tokens, string.Join(' ', (await new ChainRpc(client).GetPropertiesAsync().Soon()).Tokens.Select(t => $"{t.Symbol}/{t.Decimals}")));
    }

    [Theory]
    [InlineData("chain_getHeader", """{"number":"0x5"}""")]
    [InlineData("chain_getHeader", """{"parentHash":"0x00","number":"0x5"}""")]
    [InlineData("chain_getHeader", "[]")]
    [InlineData("chain_getBlock", """{"block":{}}""")]
    [InlineData("chain_getFinalizedHead", "null")]
    [InlineData("chain_getFinalizedHead", "5")]
    [InlineData("state_getRuntimeVersion", """{"specName":"x","specVersion":-1}""")]
    [InlineData("state_getRuntimeVersion", """{"specName":"x","specVersion":1,"apis":[["0x00"]]}""")]
    [InlineData("state_getRuntimeVersion", "null")]
    [InlineData("system_properties", """{"tokenSymbol":["A","B"],"tokenDecimals":12}""")]
    [InlineData("system_properties", """{"tokenSymbol":"A","tokenDecimals":1000}""")]
    public async Task An_answer_of_another_shape_is_refused_and_the_connection_lives(string method, string result)
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is { } asked)
            {
                await peer.SendAsync(asked.Answer(asked.Method == method ? result : "\"alive\""));
            }
        });
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);

        await Assert.ThrowsAsync<RpcProtocolException>(() => (method switch
        {
            "chain_getHeader" => chain.GetHeaderAsync(H(1)),
            "chain_getBlock" => chain.GetBlockAsync(H(1)),
            "chain_getFinalizedHead" => chain.GetFinalizedHeadAsync(),
            "state_getRuntimeVersion" => chain.GetRuntimeVersionAsync(H(1)),
            _ => (Task)chain.GetPropertiesAsync(),
        }).Soon());

        Assert.Equal("alive", await chain.GetChainAsync().Soon());
        Assert.Equal(1, node.Connections);
    }

    [Theory]
    [InlineData("\"0x0\"", 0ul)]
    [InlineData("\"0xffffffffffffffff\"", ulong.MaxValue)]
    [InlineData("7", 7ul)]
    [InlineData("\"0x\"", null)]
    [InlineData("\"12\"", null)]
    [InlineData("\"0x1ffffffffffffffff\"", null)]
    [InlineData("\"0x 1\"", null)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    public async Task Quantities_are_exact(string json, ulong? value)
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.AskedAsync()).Answer(json));
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);
        var call = client.CallAsync(new RpcCall<ulong>("x", RpcParams.None, RpcDecode.Quantity));

        if (value is null)
        {
            await Assert.ThrowsAsync<RpcProtocolException>(() => call.Soon());
        }
        else
        {
            Assert.Equal(value, await call.Soon());
        }
    }

    [Theory]
    [InlineData("FinalizedHeads")]
    [InlineData("NewHeads")]
    [InlineData("AllHeads")]
    public async Task Heads_are_subscribed_to_and_unsubscribed_from(string which)
    {
        var unsubscribed = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.SendAsync((await peer.ExpectAsync($"chain_subscribe{which}")).Answer("\"h\""));
            await peer.NotifyAsync("\"h\"", Header(5));
            await peer.NotifyAsync("\"h\"", Header(9)); // Finality moves in batches.
            await peer.ExpectAsync($"chain_unsubscribe{which}");
            unsubscribed.SetResult();
        });
        await using var client = Clients.Of(node.Uri);
        var chain = new ChainRpc(client);
        var heads = await (which switch
        {
            "FinalizedHeads" => chain.SubscribeFinalizedHeadsAsync(),
            "NewHeads" => chain.SubscribeNewHeadsAsync(),
            _ => chain.SubscribeAllHeadsAsync(),
        }).Soon();

        Assert.Equal(5ul, ((SubscriptionItem<BlockHeader>.Notification)await Items.FirstAsync(heads)).Value.Number);
        Assert.Equal(9ul, ((SubscriptionItem<BlockHeader>.Notification)await Items.FirstAsync(heads)).Value.Number);
        await heads.DisposeAsync();
        await unsubscribed.Task.Soon();
    }
}
