using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Following;

/// <summary>New code is in the state of the block that brings it, and executes the next one.</summary>
public sealed class UpgradingTheRuntime
{
    [Fact]
    public async Task An_upgrade_shows_in_the_state_of_its_block_and_in_metadata_that_says_so_itself()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 19 });
        await using var raw = await RawClient.ConnectAsync(node);
        var (id, now) = await raw.SubscribeAsync("state_subscribeRuntimeVersion");
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;

        await node.DoAsync("upgradeRuntime", new { atHeight = 20, specVersion = 2000007 });
        await node.DoAsync("advance", new { blocks = 3 });

        Assert.Equal(2000006, now.GetProperty("specVersion").GetInt32());
        Assert.Equal(2000007, (await raw.NotificationAsync(id)).GetProperty("specVersion").GetInt32());
        await raw.SilentAsync();
        foreach (var (height, spec) in new[] { (18ul, 2000006u), (19ul, 2000006u), (20ul, 2000007u), (21ul, 2000007u) })
        {
            var at = (await chain.GetBlockHashAsync(height))!.Value;
            Assert.Equal(spec, (await chain.GetRuntimeVersionAsync(at)).SpecVersion);
            Assert.Equal(spec, Runtime.Parse(await chain.GetMetadataAsync(at)).Identity!.SpecVersion);
            var v16 = await chain.CallRuntimeAsync("Metadata_metadata_at_version", new byte[] { 16, 0, 0, 0 }, at);
            Assert.Equal(spec, Runtime.Parse(Opaque(v16)).Identity!.SpecVersion);
        }
    }

    [Fact]
    public async Task Other_metadata_may_come_with_it()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 21 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        await node.DoAsync("upgradeRuntime", new { atHeight = 20, specVersion = 1003000, metadata = "metadata/paseo-coretime-1003000.v14.scale.gz" });

        var (before, after) = ((await chain.GetBlockHashAsync(19))!.Value, (await chain.GetBlockHashAsync(20))!.Value);

        Assert.Equal(Fixtures.Metadata("paseo-coretime-2000006.v14"), await chain.GetMetadataAsync(before));
        Assert.Equal(Fixtures.Metadata("paseo-coretime-1003000.v14"), await chain.GetMetadataAsync(after));
        Assert.Equal(1003000u, (await chain.GetRuntimeVersionAsync(after)).SpecVersion);
        Assert.Contains("cannot be read", await node.RefusalAsync("upgradeRuntime", """{"atHeight":20,"specVersion":1,"metadata":"nowhere.gz"}"""));
    }

    [Fact]
    public async Task A_relinked_chain_with_an_upgrade_decodes_block_by_block_with_the_code_at_the_parent()
    {
        await using var node = await Nodes.StartAsync("upgrade");
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var runtimes = new RuntimeCache(async (_, at, stop) => await chain.GetMetadataAsync(at, stop));
        var told = new List<string>();
        ulong? time = null;
        uint? relay = null;
        for (var height = 1ul; height <= 12; height++)
        {
            var hash = (await chain.GetBlockHashAsync(height))!.Value;
            var block = (await chain.GetBlockAsync(hash))!;
            Assert.Equal(hash, ChainRecording.HeaderCodec.Hash(block.Header));
            Assert.Equal(await chain.GetBlockHashAsync(height - 1), block.Header.ParentHash);
            var runtime = await runtimes.GetAsync((await chain.GetRuntimeVersionAsync(block.Header.ParentHash)).SpecVersion, block.Header.ParentHash);
            var values = await chain.QueryStorageAtAsync([.. new[] { ("System", "Events"), ("Timestamp", "Now"), ("ParachainSystem", "ValidationData") }.Select(n => (ReadOnlyMemory<byte>)runtime.Storage(n.Item1, n.Item2).Key())], hash);
            var events = runtime.Events.Decode(values[0]);
            told.AddRange(events.Where(e => e.Event.Pallet == "Broker").Select(e => e.Event.Name));

            // What events say of extrinsics is in the body, and time goes on.
            var extrinsics = block.Extrinsics.Select(x => runtime.Extrinsics.Decode(x)).ToArray();
            Assert.InRange(events.Max(e => e.ExtrinsicIndex) ?? 0, 0u, (uint)extrinsics.Length - 1);
            var (now, parent) = (runtime.Storage("Timestamp", "Now").Decode(values[1]!.ToArray()).AsUInt64(), runtime.Storage("ParachainSystem", "ValidationData").Decode(values[2]!.ToArray()).Some["relay_parent_number"].AsUInt32());
            Assert.Equal(now, extrinsics.Single(x => x.Call.Is("Timestamp", "set")).Call.Args["now"].AsUInt64());
            Assert.Equal((time ?? now - 12_000) + 12_000, now);
            Assert.Equal((relay ?? parent - 2) + 2, parent);
            (time, relay) = (now, parent);
            if (extrinsics.FirstOrDefault(x => x.Call.Is("ParachainSystem", "set_validation_data")) is { } inherent)
            {
                Assert.Equal(parent, inherent.Call.Args["data"]["validation_data"]["relay_parent_number"].AsUInt32());
            }
        }

        Assert.Equal("relinked", (await chain.GetPropertiesAsync()).Raw.GetProperty("replayMode").GetString());
        foreach (var name in new[] { "Purchased", "SaleInitialized", "Pooled", "Transferred", "CreditPurchased", "Renewed" })
        {
            Assert.Contains(name, told);
        }
    }

    private static byte[] Opaque(byte[] option)
    {
        var reader = new ScaleReader(option);
        Assert.True(reader.ReadOption());
        return reader.ReadByteVector().ToArray();
    }
}
