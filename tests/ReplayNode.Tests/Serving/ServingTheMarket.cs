using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Tests.Serving;

/// <summary>The recordings that come with the tool: the fixtures' chains, with the market's state at every block.</summary>
public sealed class ServingTheMarket
{
    private static readonly string Folder = Path.Combine(Repository.Root!, "tools", "replaynode", "recordings");

    [Theory]
    [InlineData("coretime", 37)]
    [InlineData("relay", 12)]
    public async Task They_are_the_chains_of_the_fixtures_block_by_block_and_sibling_by_sibling(string name, int forked)
    {
        await using var recorded = await Nodes.StartAsync(name, o => o with { Recording = Folder });
        await using var fixtures = await Nodes.StartAsync(name);
        await using var one = await RawClient.ConnectAsync(recorded);
        await using var two = await RawClient.ConnectAsync(fixtures);
        var last = (int)(await fixtures.DoAsync("state"))["last"]!;
        for (var height = 1; height <= last; height++)
        {
            var hash = (await two.ResultAsync("chain_getBlockHash", $"[{height}]")).GetString();
            Assert.Equal(hash, (await one.ResultAsync("chain_getBlockHash", $"[{height}]")).GetString());
            Assert.Equal(await two.AskAsync("chain_getBlock", $"[\"{hash}\"]"), await one.AskAsync("chain_getBlock", $"[\"{hash}\"]"));
            Assert.Equal(await two.AskAsync("state_getRuntimeVersion", $"[\"{hash}\"]"), await one.AskAsync("state_getRuntimeVersion", $"[\"{hash}\"]"));
            const string values = "\"0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7\",\"0x45323df7cc47150b3930e2666b0aa313d422e17d2affdce4a912d187a734dd67\"";
            Assert.Equal(await two.AskAsync("state_queryStorageAt", $"[[{values}],\"{hash}\"]"), await one.AskAsync("state_queryStorageAt", $"[[{values}],\"{hash}\"]"));
        }

        Assert.Equal(await two.AskAsync("state_getMetadata"), await one.AskAsync("state_getMetadata"));
        Assert.Equal((string)(await fixtures.DoAsync("fork", new { height = forked }))["sibling"]!, (string)(await recorded.DoAsync("fork", new { height = forked }))["sibling"]!);
    }

    [Fact]
    public async Task What_was_read_at_single_blocks_by_other_means_is_there_too()
    {
        foreach (var name in new[] { "coretime", "relay" })
        {
            await using var node = await Nodes.StartAsync(name, o => o with { Recording = Folder });
            var chain = Nodes.Chain(node);
            await using var client = chain.Client;
            var compared = 0;
            foreach (var file in Fixtures.Index(name).GetProperty("snapshots").EnumerateArray())
            {
                var snapshot = Fixtures.Json(file.GetString()!);
                var at = H256.Parse(snapshot.GetProperty("at").GetProperty("hash").GetString()!);
                foreach (var entry in snapshot.GetProperty("entries").EnumerateArray().Where(IsMarket))
                {
                    var value = await chain.GetStorageAsync(Hex.Decode(entry.GetProperty("key").GetString()), at);
                    Assert.Equal(entry.GetProperty("value").GetString(), value is null ? null : Hex.Encode(value));
                    compared++;
                }
            }

            Assert.True(compared >= 4, $"{name}: {compared}");
            Assert.Equal(0, (int)(await node.DoAsync("state"))["unrecorded"]!["reads"]!);
        }
    }

    [Fact]
    public async Task Sale_and_regions_are_known_at_every_block_and_follow_the_purchases()
    {
        await using var node = await Nodes.StartAsync("coretime", o => o with { Recording = Folder });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var runtime = Fixtures.RuntimeOf("coretime");
        var (sale, regions) = (runtime.Storage("Broker", "SaleInfo"), runtime.Storage("Broker", "Regions"));
        uint sold = 0;
        for (var height = 4ul; height <= 75; height++)
        {
            var hash = (await chain.GetBlockHashAsync(height))!.Value;
            var info = sale.Decode((await chain.GetStorageAsync(sale.Key(), hash))!).Some;
            var events = await Nodes.EventsAsync(chain, runtime, hash);

            // Every purchase and every renewal takes a core of the sale; a rotation begins a new one before its own renewals.
            var taken = (uint)events.Count(e => e is "Broker.Purchased" or "Broker.Renewed");
            sold = (events.Contains("Broker.SaleInitialized") ? 0 : sold) + taken;
            Assert.Equal((height, sold), (height, info["cores_sold"].AsUInt32()));
            await foreach (var key in chain.GetKeysAsync(regions.Prefix.ToArray(), hash))
            {
                Assert.NotNull(await chain.GetStorageAsync(key, hash));
            }
        }
    }

    private static bool IsMarket(JsonElement entry) => $"{entry.GetProperty("pallet").GetString()}.{entry.GetProperty("item").GetString()}" is not
        ("System.Account" or "Broker.CoreCountInbox" or "OnDemand.Revenue");
}
