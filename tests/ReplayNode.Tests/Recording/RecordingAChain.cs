using System.Text.Json.Nodes;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Recording;

/// <summary>What is recorded from a node and served again is the same chain, to the byte.</summary>
public sealed class RecordingAChain
{
    [Theory]
    [InlineData("coretime")]
    [InlineData("relay")]
    [InlineData("upgrade")]
    public async Task A_recording_answers_every_question_as_the_node_did(string name)
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync(name);
        await RecordAsync(node, scratch["copy"]);

        await using var copy = await Nodes.ServeAsync(scratch["copy"]);

        var (original, copied) = (await Transcript.OfAsync(node, Fixtures.RuntimeOf(name)), await Transcript.OfAsync(copy, Fixtures.RuntimeOf(name)));
        Assert.True(original.Count > 100);
        Assert.Equal(original, copied);
        Assert.Equal(0, (int)(await copy.DoAsync("state"))["unrecorded"]!["reads"]!);
    }

    [Fact]
    public async Task An_upgrade_in_the_last_block_is_in_the_recording_too()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync();
        await node.DoAsync("upgradeRuntime", new { atHeight = 40, specVersion = 2000007 });
        await node.DoAsync("upgradeRuntime", new { atHeight = 65, specVersion = 2000008 });
        var index = await RecordAsync(node, scratch["copy"], from: 30);

        await using var copy = await Nodes.ServeAsync(scratch["copy"]);
        var chain = Nodes.Chain(copy);
        await using var client = chain.Client;

        Assert.Equal([(2000006u, 30ul), (2000007u, 41ul), (2000008u, 66ul)], index.Runtimes.Select(r => (r.SpecVersion, r.From)));
        Assert.Equal(2000008u, (await chain.GetRuntimeVersionAsync((await chain.GetBlockHashAsync(65))!.Value)).SpecVersion);
        Assert.Equal(2000007u, (await chain.GetRuntimeVersionAsync((await chain.GetBlockHashAsync(64))!.Value)).SpecVersion);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(63)]
    public async Task A_recording_that_was_broken_off_goes_on_where_it_was_and_becomes_the_same(int after)
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync();
        await RecordAsync(node, scratch["whole"]);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RecordAsync(node, scratch["broken"], progress: p => Stop(p, after, stop), cancellation: stop.Token));
        await File.WriteAllTextAsync(Path.Combine(scratch["broken"], "blocks", "0000000060.json.part"), "{ half a file");
        var before = (int)(await node.DoAsync("state"))["requests"]!["chain_getBlock"]!;

        RecorderProgress? last = null;
        await RecordAsync(node, scratch["broken"], progress: p => last = p);

        Assert.Equal((64ul, (ulong)after), (last!.Total, last.Kept));
        Assert.Equal(64 - after, (int)(await node.DoAsync("state"))["requests"]!["chain_getBlock"]! - before);
        foreach (var file in Directory.EnumerateFiles(scratch["whole"], "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".gz", StringComparison.Ordinal)))
        {
            Assert.Equal(await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(Path.Combine(scratch["broken"], Path.GetRelativePath(scratch["whole"], file))));
        }
    }

    [Fact]
    public async Task A_run_that_is_broken_off_early_takes_nothing_away_that_was_recorded_before()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 30 });
        await RecordAsync(node, scratch["copy"]);
        await node.DoAsync("advance", new { blocks = 9 });
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RecordAsync(node, scratch["copy"], progress: p => Stop(p, 5, stop), cancellation: stop.Token));

        await using (var copy = await Nodes.ServeAsync(scratch["copy"]))
        {
            Assert.Equal(30, (int)(await copy.DoAsync("state"))["last"]!);
        }

        await RecordAsync(node, scratch["copy"]);
        await using var longer = await Nodes.ServeAsync(scratch["copy"]);
        Assert.Equal(39, (int)(await longer.DoAsync("state"))["last"]!);
    }

    [Fact]
    public async Task Storage_is_written_once_for_as_long_as_it_stays_the_same()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync();
        await RecordAsync(node, scratch["copy"], storage: ["Broker.SaleInfo", "Broker.Regions", "Broker.Nothing", "Nobody.Nothing"]);
        var blocks = Enumerable.Range(2, 64).Select(n => RecordedBlock.Load(Path.Combine(scratch["copy"], "blocks", $"{n:d10}.json"))).ToArray();

        // The fixtures know SaleInfo and Regions at some blocks only, so the state changes there and behind each.
        var prefixes = new[] { KnownKeys.Of("Broker", "SaleInfo"), KnownKeys.Of("Broker", "Regions") };
        var known = Fixtures.Index("coretime").GetProperty("snapshots").EnumerateArray().Select(s => Fixtures.Json(s.GetString()!))
            .Where(s => s.GetProperty("entries").EnumerateArray().Any(e => prefixes.Any(p => e.GetProperty("key").GetString()!.StartsWith(p, StringComparison.Ordinal))))
            .Select(s => s.GetProperty("at").GetProperty("number").GetUInt64());
        Assert.Equal(known.SelectMany(n => new[] { n, n + 1 }).Append(2ul).Distinct().Order(), blocks.Where(b => b.StorageAt is null).Select(b => b.Header!.Number));
        Assert.All(blocks.Where(b => b.StorageAt is not null), b => Assert.Equal(KnownKeys.PerBlock.Count, b.Storage.Count));
        Assert.All(blocks.Where(b => b.StorageAt is not null), b => Assert.Null(blocks.Single(x => x.Header!.Number == b.StorageAt).StorageAt));
    }

    [Fact]
    public async Task Pruned_history_stops_it_with_a_clear_word_and_what_was_recorded_stays()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync();
        await node.DoAsync("prune", new { below = 20 });
        Assert.Equal("The node has discarded the state of block 10 or of the one before (pruned). Record from an archive node, or from a later block (--from).", await FailsAsync(node, scratch["a"], 10));
        Assert.Contains("state of block 20 or of the one before", await FailsAsync(node, scratch["a"], 20));

        await node.DoAsync("prune", new { below = 50, bodies = true });
        await RecordAsync(node, scratch["b"], from: 51);
        Assert.Contains("discarded the body of block 30", await FailsAsync(node, scratch["c"], 30));
        await node.DoAsync("missing", new { height = 60 });
        Assert.Equal("The node does not know block 60.", await FailsAsync(node, scratch["d"], 55));
        await using var copy = await Nodes.ServeAsync(scratch["d"]);
        Assert.Equal((55, 59), ((int)(await copy.DoAsync("state"))["first"]!, (int)(await copy.DoAsync("state"))["last"]!));
    }

    [Fact]
    public async Task Only_final_blocks_are_recorded()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 30, Lag = 5 });
        Assert.Equal("--to is 26, but the newest final block is 25. Only final blocks are recorded.", await FailsAsync(node, scratch["a"], 10, 26));
        Assert.Contains("--from is 26, which is above the last block 25", await FailsAsync(node, scratch["a"], 26));
        Assert.Contains("--from must be at least 1", await FailsAsync(node, scratch["a"], 0));
        Assert.Equal(25ul, (await RecordAsync(node, scratch["a"])).Blocks[^1].Number);
    }

    [Fact]
    public async Task Two_recordings_are_never_mixed()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync();
        await using var other = await Nodes.StartAsync(with: o => o with { GenesisHash = "0x" + new string('7', 64) });
        await using var forked = await Nodes.StartAsync();
        await forked.DoAsync("fork", new { height = 40 });
        await RecordAsync(node, scratch["a"]);

        Assert.Contains("another chain", await FailsAsync(other, scratch["a"], 2));
        Assert.Contains("another first block (--from): 2, not 3", await FailsAsync(node, scratch["a"], 3));
        Assert.Contains("another choice of storage", (await Assert.ThrowsAsync<RecorderException>(() => RecordAsync(node, scratch["a"], storage: ["Broker.SaleInfo"]))).Message);
        Assert.Contains("0000000040.json is block 0x", await FailsAsync(forked, scratch["a"], 2));
    }

    [Fact]
    public async Task A_damaged_file_is_named_instead_of_kept()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync();
        await RecordAsync(node, scratch["a"]);
        var file = Path.Combine(scratch["a"], "blocks", "0000000020.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        json["block"]!["header"]!["extrinsicsRoot"] = "0x" + new string('1', 64);
        await File.WriteAllTextAsync(file, json.ToJsonString());

        var e = await Assert.ThrowsAsync<RecordingException>(() => RecordAsync(node, scratch["a"]));

        Assert.StartsWith($"{file}: block.hash is 0x", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_recorders_do_not_work_on_one_folder()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync();
        string? second = null;
        await RecordAsync(node, scratch["a"], progress: p => second ??= FailsAsync(node, scratch["a"], 2).GetAwaiter().GetResult());
        Assert.Contains("is being recorded into by another process", second);
    }

    [Theory]
    [InlineData("truncatedJson", 3)]
    [InlineData("wrongHex", 1)]
    [InlineData("error", 1)]
    public async Task Nonsense_from_the_node_never_gets_into_a_recording(string kind, int count)
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync("relay");
        await node.DoAsync("garbage", new { kind, count, method = "chain_getBlock" });
        try
        {
            await RecordAsync(node, scratch["a"]);
        }
        catch (Exception e) when (e is RpcException or RecorderException)
        {
            await node.DoAsync("garbage", new { kind = "none" });
            await RecordAsync(node, scratch["a"]);
        }

        await using var copy = await Nodes.ServeAsync(scratch["a"]);
        Assert.Equal(await Transcript.OfAsync(node, Fixtures.RuntimeOf("relay")), await Transcript.OfAsync(copy, Fixtures.RuntimeOf("relay")));
    }

    [Fact]
    public async Task The_command_records_and_tells_what_stopped_it()
    {
        using var scratch = new Scratch();
        await using var node = await Nodes.StartAsync("relay");

        var (code, output) = await DeskAsync("--url", node.Rpc.OriginalString, "--from", "2", "--out", scratch["a"]);
        Assert.True(code == 0, output);
        Assert.Contains("paseo, blocks 2 to 13, runtime 2003001", output);
        await using (var copy = await Nodes.ServeAsync(scratch["a"]))
        {
            Assert.Equal(await Transcript.OfAsync(node, Fixtures.RuntimeOf("relay")), await Transcript.OfAsync(copy, Fixtures.RuntimeOf("relay")));
        }

        await node.DoAsync("missing", new { height = 9 });
        var (failed, complaint) = await DeskAsync("--url", node.Rpc.OriginalString, "--from", "5", "--out", scratch["b"], "--storage", "OnDemand.Credits");
        Assert.Equal((1, "The node does not know block 9. Blocks up to 8 are recorded; the same command goes on from there."), (failed, complaint.Trim()));
        Assert.Equal(1, (await DeskAsync("--url", node.Rpc.OriginalString, "--from", "5", "--out", scratch["c"], "--storage", "Credits")).Code);
    }

    private static void Stop(RecorderProgress progress, int after, CancellationTokenSource stop)
    {
        if (progress.Done == (ulong)after)
        {
            stop.Cancel();
        }
    }

    private static async Task<RecordingIndex> RecordAsync(
        ReplayNodeHost node, string folder, ulong? from = null, ulong? to = null, string[]? storage = null, Action<RecorderProgress>? progress = null, CancellationToken cancellation = default)
    {
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var first = (ulong)(await node.DoAsync("state"))["first"]!;
        var options = new RecorderOptions { Folder = folder, From = from ?? first, To = to };
        return await new ChainRecorder(chain, storage is null ? options : options with { StorageItems = storage }).RunAsync(progress, cancellation);
    }

    private static async Task<string> FailsAsync(ReplayNodeHost node, string folder, ulong from, ulong? to = null) =>
        (await Assert.ThrowsAsync<RecorderException>(() => RecordAsync(node, folder, from, to))).Message;

    private static Task<(int Code, string Output)> DeskAsync(params string[] words)
    {
        // Built with these tests, in the same configuration.
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var desk = Path.Combine(Repository.Root!, "tools", "desk", "bin", configuration, "net10.0", "desk.dll");
        return ChildProcess.RunAsync(new("dotnet", [desk, "chain", "record", .. words]) { WorkingDirectory = Repository.Root! });
    }
}
