using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Tests.Chain;

/// <summary><c>./desk chain events</c> against a real runtime. Skips where the chain lab cannot run, and says why.</summary>
public sealed class ReadingABlockFromANode(ReadingABlockFromANode.Bulk fixture) : IClassFixture<ReadingABlockFromANode.Bulk>
{
    public sealed class Bulk() : LabFixture(new() { Relay = false });

    [Fact]
    public async Task A_sale_is_found_by_number_by_hash_and_as_the_newest()
    {
        var lab = await fixture.LabAsync();
        await lab.RunAsync("goto-phase", new { phase = "fixed" });
        var block = Assert.Single((await lab.RunAsync("purchase", new { who = "bob" })).Blocks);

        var byNumber = await RunAsync("--url", $"{lab.CoretimeRaw}", "--block", $"{block.Number}", "--json", "--only", "Broker.Purchased");
        var bought = Assert.Single(JsonSerializer.Deserialize<JsonElement>(byNumber.Output).EnumerateArray());
        Assert.Equal("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", bought.GetProperty("fields").GetProperty("who").GetProperty("ss58").GetString());
        Assert.Equal(byNumber.Output, (await RunAsync("--url", $"{lab.CoretimeRaw}", "--block", block.Hash, "--json", "--only", "Broker.Purchased")).Output);

        var (code, table) = await RunAsync("--url", $"{lab.CoretimeRaw}");
        Assert.Equal(0, code);
        Assert.Matches($@"block {block.Number} {block.Hash} of \d+ Mar 2026 [\d:]+ UTC, finalised, runtime coretime-paseo 2000006", table);

        // The node view lags behind, so there the same block is not final yet.
        Assert.Contains("not finalised yet", (await RunAsync("--url", $"{lab.CoretimeNode}", "--block", block.Hash)).Output);
        var (missing, words) = await RunAsync("--url", $"{lab.CoretimeRaw}", "--block", "4000000");
        Assert.Equal((1, $"--block: the node has no block 4000000; its newest finalised one is {block.Number}."), (missing, words.TrimEnd()));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_named()
    {
        var (code, output) = await RunAsync("--url", "ws://127.0.0.1:9/?token=secret", "--block", "1");
        Assert.Equal(1, code);
        Assert.StartsWith("--url: ", output, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:9", output);
        Assert.DoesNotContain("secret", output);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] words) =>
        ChildProcess.RunAsync(new(Path.Combine(Workspace.Repository, "desk"), ["chain", "events", .. words]));
}
