using System.Text.Json;
using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Serving;

/// <summary>Every recorded block comes out as it went in, asked for as the desk asks.</summary>
public sealed class ServingRecordedBlocks
{
    [Theory]
    [InlineData("coretime", 64)]
    [InlineData("relay", 12)]
    public async Task Each_block_has_its_hash_header_body_events_and_time(string name, int count)
    {
        await using var node = await Nodes.StartAsync(name);
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var runtime = Fixtures.RuntimeOf(name);
        var blocks = Fixtures.Blocks(name);

        Assert.Equal(count, blocks.Count);
        foreach (var file in blocks)
        {
            var recorded = file.GetProperty("block");
            var hash = H256.Parse(recorded.GetProperty("hash").GetString()!);
            Assert.Equal(hash, await chain.GetBlockHashAsync(recorded.GetProperty("number").GetUInt64()));

            var block = (await chain.GetBlockAsync(hash))!;
            var header = recorded.GetProperty("header");
            Assert.Equal(header.GetProperty("parentHash").GetString(), $"{block.Header.ParentHash}");
            Assert.Equal(header.GetProperty("number").GetUInt64(), block.Header.Number);
            Assert.Equal(header.GetProperty("stateRoot").GetString(), $"{block.Header.StateRoot}");
            Assert.Equal(header.GetProperty("extrinsicsRoot").GetString(), $"{block.Header.ExtrinsicsRoot}");
            Assert.Equal(header.GetProperty("digest").EnumerateArray().Select(d => d.GetString()), block.Header.DigestLogs.Select(d => Hex.Encode(d)));
            Assert.Equal(file.GetProperty("extrinsics").EnumerateArray().Select(x => x.GetString()), block.Extrinsics.Select(x => Hex.Encode(x)));

            var values = await chain.QueryStorageAtAsync(
                [Key(runtime, "System", "Events"), Key(runtime, "Timestamp", "Now"), Key(runtime, "System", "Number"), Key(runtime, "System", "ParentHash")], hash);
            Assert.Equal(file.GetProperty("eventsHex").GetString(), Hex.Encode(values[0]!));
            Assert.Equal(recorded.GetProperty("timestampMs").GetUInt64(), runtime.Storage("Timestamp", "Now").Decode(values[1]!).AsUInt64());
            Assert.Equal(block.Header.Number, runtime.Storage("System", "Number").Decode(values[2]!).AsUInt64());
            Assert.Equal(block.Header.ParentHash.ToArray(), values[3]!);
        }
    }

    [Fact]
    public async Task A_parachain_block_tells_its_relay_parent_as_its_own_inherent_does()
    {
        await using var node = await Nodes.StartAsync();
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var runtime = Fixtures.RuntimeOf("coretime");

        foreach (var file in Fixtures.Blocks("coretime"))
        {
            var recorded = file.GetProperty("block");
            var stored = await chain.GetStorageAsync(Key(runtime, "ParachainSystem", "ValidationData"), H256.Parse(recorded.GetProperty("hash").GetString()!));
            var data = runtime.Storage("ParachainSystem", "ValidationData").Decode(stored!).Some;
            Assert.Equal(recorded.GetProperty("relayParentNumber").GetUInt32(), data["relay_parent_number"].AsUInt32());
            var inherent = file.GetProperty("decoded").GetProperty("extrinsics").EnumerateArray().Single(x => x.GetProperty("call").GetString() == "set_validation_data");
            var root = inherent.GetProperty("args").GetProperty("data").GetProperty("validation_data").GetProperty("relay_parent_storage_root").GetString();
            Assert.Equal(root, Hex.Encode(data["relay_parent_storage_root"].AsBytes()));
        }
    }

    [Theory]
    [InlineData("coretime", "paseo-coretime-2000006")]
    [InlineData("relay", "paseo-relay-2003001")]
    public async Task Metadata_and_version_are_those_of_the_runtime(string name, string file)
    {
        await using var node = await Nodes.StartAsync(name);
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var first = H256.Parse(Fixtures.Blocks(name)[0].GetProperty("block").GetProperty("hash").GetString()!);
        var parent = (await chain.GetHeaderAsync(first))!.ParentHash;
        var runtime = Fixtures.Runtime(file + ".v14");
        var constant = runtime.Metadata.Pallet("System")!.Constants.Single(c => c.Name == "Version").Value.ToArray();

        // The first block was executed by the code at its parent, which was not recorded: its runtime is known all the same.
        foreach (var at in new[] { parent, first })
        {
            Assert.Equal(Fixtures.Metadata(file + ".v14"), await chain.GetMetadataAsync(at));
            Assert.Equal(constant, await chain.CallRuntimeAsync("Core_version", default, at));
            Assert.Equal(new byte[] { 12, 14, 0, 0, 0, 15, 0, 0, 0, 16, 0, 0, 0 }, await chain.CallRuntimeAsync("Metadata_metadata_versions", default, at));
            var version = await chain.GetRuntimeVersionAsync(at);
            Assert.Equal((runtime.Identity!.SpecName, runtime.Identity.SpecVersion, runtime.Identity.TransactionVersion), (version.SpecName, version.SpecVersion, version.TransactionVersion));
            Assert.Equal(runtime.Constant("System", "Version")["apis"].Count, version.Apis.Count);
            Assert.Equal(5u, version.Apis["0xdf6acb689907609b"]); // Core
        }

        for (byte v = 14; v <= 16; v++)
        {
            var answer = await chain.CallRuntimeAsync("Metadata_metadata_at_version", new byte[] { v, 0, 0, 0 }, first);
            Assert.Equal(1, answer[0]);
            Assert.Equal(Fixtures.Metadata($"{file}.v{v}"), Opaque(answer[1..]));
        }

        Assert.Equal(new byte[] { 0 }, await chain.CallRuntimeAsync("Metadata_metadata_at_version", new byte[] { 13, 0, 0, 0 }, first));
        Assert.Equal(Fixtures.Metadata(file + ".v14"), Opaque(await chain.CallRuntimeAsync("Metadata_metadata", default, first)));
    }

    [Fact]
    public async Task Storage_that_was_read_at_a_block_is_known_there_and_what_was_not_recorded_is_counted()
    {
        await using var node = await Nodes.StartAsync();
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        foreach (var name in Fixtures.Index("coretime").GetProperty("snapshots").EnumerateArray())
        {
            var snapshot = Fixtures.Json(name.GetString()!);
            var at = H256.Parse(snapshot.GetProperty("at").GetProperty("hash").GetString()!);
            foreach (var entry in snapshot.GetProperty("entries").EnumerateArray())
            {
                var value = await chain.GetStorageAsync(Hex.Decode(entry.GetProperty("key").GetString()), at);
                Assert.Equal(entry.GetProperty("value").GetString(), value is null ? null : Hex.Encode(value));
            }

            var prefix = Hex.Decode("0x4dcb50595177a3177648411a42aca0f5"); // Broker
            var keys = new List<string>();
            await foreach (var key in chain.GetKeysAsync(prefix, at, pageSize: 2))
            {
                keys.Add(Hex.Encode(key));
            }

            var known = snapshot.GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("value").ValueKind == JsonValueKind.String).Select(e => e.GetProperty("key").GetString()!)
                .Where(k => k.StartsWith(Hex.Encode(prefix), StringComparison.Ordinal));
            Assert.Equal(known.Distinct().Order(StringComparer.Ordinal), keys);
        }

        Assert.Equal(0, (int)(await node.DoAsync("state"))["unrecorded"]!["reads"]!);
        var sale = Key(Fixtures.RuntimeOf("coretime"), "Broker", "SaleInfo");
        Assert.Null(await chain.GetStorageAsync(sale, (await chain.GetBlockHashAsync(6))!.Value));
        var unrecorded = (await node.DoAsync("state"))["unrecorded"]!;
        Assert.Equal((1, Hex.Encode(sale)), ((int)unrecorded["reads"]!, (string)unrecorded["keys"]![0]!));
    }

    [Fact]
    public async Task The_chain_says_what_it_is_and_where_it_came_from()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { GenesisHash = "0x" + new string('7', 64) });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var properties = await chain.GetPropertiesAsync();

        Assert.Equal("paseo", await chain.GetChainAsync());
        Assert.Equal(((ushort)42, "PAS", (byte)10), (properties.Ss58Prefix!.Value, properties.Tokens.Single().Symbol, properties.Tokens.Single().Decimals));
        Assert.Equal("recorded", properties.Raw.GetProperty("replayMode").GetString());
        Assert.Equal("0x" + new string('7', 64), $"{await chain.GetGenesisHashAsync()}");
        Assert.False((await chain.GetHealthAsync()).IsSyncing);
        var served = await RpcCapabilities.OfAsync(client);
        Assert.True(served.Serves("chain_getBlock", "chain_subscribeAllHeads", "state_queryStorageAt", "state_getKeysPaged", "state_subscribeRuntimeVersion", "system_version"));
    }

    [Fact]
    public async Task The_archive_methods_tell_the_same()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { StartAt = 12, Lag = 2 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var archive = (await RpcCapabilities.OfAsync(client)).Archive!;
        var hash = (await chain.GetBlockHashAsync(9))!.Value;
        var block = (await chain.GetBlockAsync(hash))!;
        var events = Key(Fixtures.RuntimeOf("relay"), "System", "Events");

        Assert.Equal(10u, await archive.GetFinalizedHeightAsync());
        Assert.Equal(await chain.GetGenesisHashAsync(), await archive.GetGenesisHashAsync());
        Assert.Equal([hash], await archive.GetHashesByHeightAsync(9));
        Assert.Empty(await archive.GetHashesByHeightAsync(13));
        Assert.Equal(hash, Blake2b.Hash256(await archive.GetHeaderAsync(hash)));
        Assert.Equal(block.Extrinsics.Select(x => Hex.Encode(x)), (await archive.GetBodyAsync(hash))!.Select(x => Hex.Encode(x)));
        Assert.Equal(await chain.CallRuntimeAsync("Core_version", default, hash), await archive.CallRuntimeAsync("Core_version", default, hash));
        await Assert.ThrowsAsync<RpcOperationException>(() => archive.CallRuntimeAsync("Broker_price", default, hash));
        var found = new List<StorageQueryItem>();
        await foreach (var item in archive.GetStorageAsync(hash, [new(events, StorageQueryType.Value), new(events, StorageQueryType.Hash)]))
        {
            found.Add(item);
        }

        var value = await chain.GetStorageAsync(events, hash);
        Assert.Equal(2, found.Count);
        Assert.Equal(value, found.Single(f => f.Value is not null).Value);
        Assert.Null(await archive.GetBodyAsync(H256.Parse("0x" + new string('1', 64))));
    }

    private static byte[] Key(Runtime runtime, string pallet, string entry) => runtime.Storage(pallet, entry).Key();

    private static byte[] Opaque(byte[] bytes)
    {
        var reader = new ScaleReader(bytes);
        var blob = reader.ReadByteVector().ToArray();
        reader.ExpectEnd();
        return blob;
    }
}
