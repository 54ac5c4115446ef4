using CoretimeDesk.ChainLab;
using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Following;

/// <summary>A long chain made of few recorded blocks: for catching up at the speed of a busy relay chain.</summary>
public sealed class RepeatingBlocks
{
    private const int Length = 20_000;

    [Fact]
    public async Task Any_block_of_many_thousands_is_there_links_and_is_the_same_when_asked_again()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { Synthetic = Length, BusyEvents = 540 });
        await using var again = await Nodes.StartAsync("relay", o => o with { Synthetic = Length, BusyEvents = 540 });
        await using var client = await RawClient.ConnectAsync(node);
        await using var other = await RawClient.ConnectAsync(again);

        Assert.Equal(await node.BestAsync(), await again.BestAsync());
        foreach (var height in new[] { 1, 2, 11, 12, 13, 9_999, Length - 1, Length })
        {
            var hash = (await client.ResultAsync("chain_getBlockHash", $"[{height}]")).GetString();
            var block = await client.AskAsync("chain_getBlock", $"[\"{hash}\"]");
            Assert.Equal(block, await client.AskAsync("chain_getBlock", $"[\"{hash}\"]"));
            Assert.Equal(block, await other.AskAsync("chain_getBlock", $"[\"{hash}\"]"));
            Assert.Contains((await client.ResultAsync("chain_getBlockHash", $"[{height - 1}]")).GetString()!, block);
        }

        Assert.Equal("synthetic", (await client.ResultAsync("system_properties")).GetProperty("replayMode").GetString());
    }

    [Theory]
    [InlineData("relay", "OnDemand.OnDemandOrderPlaced")]
    [InlineData("coretime", "Broker.Purchased")]
    public async Task A_full_block_holds_real_extrinsics_each_with_its_own_events(string name, string kind)
    {
        await using var node = await Nodes.StartAsync(name, o => o with { Synthetic = 100, BusyEvents = 540 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var runtime = Fixtures.RuntimeOf(name);
        var recorded = Fixtures.Blocks(name).SelectMany(b => b.GetProperty("extrinsics").EnumerateArray().Select(x => x.GetString()!)).ToHashSet();
        var seen = 0;
        for (var height = 1ul; height <= 100; height += 9)
        {
            var hash = (await chain.GetBlockHashAsync(height))!.Value;
            var extrinsics = (await chain.GetBlockAsync(hash))!.Extrinsics;
            var events = runtime.Events.Decode(await chain.GetStorageAsync(runtime.Storage("System", "Events").Key(), hash) ?? []);
            Assert.InRange(events.Length, 540, 640);
            seen += events.Count(e => e.Event.ToString() == kind);

            // Exactly one end for each extrinsic, and each signed one is one that was recorded.
            Assert.Equal(extrinsics.Select((_, i) => (uint)i), events.Where(e => e.Is("System", "ExtrinsicSuccess") || e.Is("System", "ExtrinsicFailed")).Select(e => e.ExtrinsicIndex!.Value).Order());
            foreach (var extrinsic in extrinsics.Where(x => runtime.Extrinsics.Decode(x).Kind == ExtrinsicKind.Signed))
            {
                Assert.Contains(Hex.Encode(extrinsic), recorded);
            }
        }

        Assert.True(seen > 20, $"{seen} × {kind}");
    }

    [Fact]
    public async Task The_state_after_each_block_is_the_recorded_one_also_where_the_file_refers_to_an_earlier_block()
    {
        var recording = Path.Combine(Repository.Root!, "tools", "replaynode", "recordings");
        await using var recorded = await Nodes.StartAsync("coretime", o => o with { Recording = recording });
        await using var repeated = await Nodes.StartAsync("coretime", o => o with { Recording = recording, Synthetic = 64 });
        var (real, copy) = (Nodes.Chain(recorded), Nodes.Chain(repeated));
        await using var ends = real.Client;
        await using var endsToo = copy.Client;
        var key = Fixtures.RuntimeOf("coretime").Storage("Broker", "Configuration").Key();
        var known = 0;
        for (var height = 1ul; height <= 64; height++)
        {
            var value = await copy.GetStorageAsync(key, (await copy.GetBlockHashAsync(height))!.Value);
            known += value is null ? 0 : 1;
            Assert.Equal(await real.GetStorageAsync(key, (await real.GetBlockHashAsync(height + 1))!.Value), value);
        }

        Assert.InRange(known, 50, 64);
    }

    [Fact]
    public async Task Switches_that_do_not_fit_are_refused()
    {
        var e = await Assert.ThrowsAsync<ReplayNodeStartException>(() => Nodes.StartAsync("coretime", o => o with { BusyEvents = 5 }));
        Assert.Contains("--synthetic", e.Message);
        Assert.Contains("--synthetic", (await Assert.ThrowsAsync<ReplayNodeStartException>(() => Nodes.StartAsync("coretime", o => o with { Synthetic = 0 }))).Message);
    }
}
