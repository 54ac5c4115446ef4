using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.ReplayNode.Tests.Support;

namespace CoretimeDesk.ReplayNode.Tests.Serving;

/// <summary>A client that was written for real nodes finds nothing amiss.</summary>
public sealed class AnsweringAForeignClient
{
    private static readonly string Lab = Path.Combine(Repository.Root!, "tests", "ChainLab", "node");

    [Theory]
    [InlineData("coretime", 2, 65)]
    [InlineData("relay", 2, 13)]
    public async Task It_reads_every_block_as_the_recording_has_it(string name, int first, int last)
    {
        if (!File.Exists(Path.Combine(Lab, "node_modules", ".package-lock.json")) || Executables.OnPath("node") is null)
        {
            const string missing = "node, or the packages of tests/ChainLab/node, are not installed: run tests/install-tools.sh";
            Assert.False(Environment.GetEnvironmentVariable("DESK_TEST_STRICT") == "1", missing);
            Assert.Skip(missing);
        }

        await using var node = await Nodes.StartAsync(name);
        var (code, output) = await ChildProcess.RunAsync(new(
            "node", [Path.Combine(Repository.Root!, "tests", "ReplayNode.Tests", "Serving", "foreign.mjs"), Path.Combine(Lab, "package.json"), node.Rpc.OriginalString, $"{first}", $"{last}"]));
        Assert.True(code == 0, output);
        var read = JsonSerializer.Deserialize<JsonElement>(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);

        Assert.Equal(last, read.GetProperty("head").GetInt32());
        foreach (var (recorded, told) in Fixtures.Blocks(name).Zip(read.GetProperty("blocks").EnumerateArray()))
        {
            var block = recorded.GetProperty("block");
            Assert.Equal(block.GetProperty("hash").GetString(), told.GetProperty("hash").GetString());
            Assert.Equal(block.GetProperty("header").GetProperty("parentHash").GetString(), told.GetProperty("parent").GetString());
            Assert.Equal(block.GetProperty("timestampMs").GetInt64(), told.GetProperty("timestamp").GetInt64());
            Assert.Equal(recorded.GetProperty("extrinsics").GetArrayLength(), told.GetProperty("extrinsics").GetInt32());
            Assert.Equal(
                recorded.GetProperty("decoded").GetProperty("events").EnumerateArray().Select(e => $"0x{e.GetProperty("palletIndex").GetInt32():x2}{e.GetProperty("eventIndex").GetInt32():x2}"),
                told.GetProperty("events").EnumerateArray().Select(e => e.GetString()));
        }

        Assert.Equal(0, (int)(await node.DoAsync("state"))["unrecorded"]!["reads"]!);
    }
}
