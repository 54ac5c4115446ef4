using System.Diagnostics;
using System.Text.Json.Nodes;
using CoretimeDesk.ReplayNode.Tests.Support;

namespace CoretimeDesk.ReplayNode.Tests.Running;

/// <summary>A node that is started again goes on where it was.</summary>
public sealed class KeepingTheHeight : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_first_start_begins_where_it_is_told_and_the_next_where_the_last_one_was()
    {
        await using (var node = await StartAsync(o => o with { StartAt = 5 }))
        {
            Assert.Equal(5, await BestAsync(node));
            await node.DoAsync("advance", new { blocks = 3 });
        }

        await using var again = await StartAsync(o => o with { StartAt = 5 });
        Assert.Equal(8, await BestAsync(again));
    }

    [Fact]
    public async Task A_node_that_is_killed_is_never_behind_what_it_announced()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "replaynode.dll"), "--recording", Fixtures.Folder, "--chain", "coretime", "--every", "20", "--keep-height", _scratch["height"]]) { RedirectStandardOutput = true };
        ulong seen;
        using (var process = Process.Start(start)!)
        {
            var ready = JsonNode.Parse((await process.StandardOutput.ReadLineAsync())!)!;
            await using var chain = new Substrate.Rpc.RpcClient(new() { Endpoints = [new((string)ready["rpc"]!)] });
            var rpc = new Substrate.Rpc.ChainRpc(chain);
            do
            {
                seen = (await rpc.GetHeaderAsync(await rpc.GetFinalizedHeadAsync()))!.Number;
            }
            while (seen < 10);
            process.Kill();
            await process.WaitForExitAsync();
        }

        await using var node = await StartAsync();
        Assert.InRange((ulong)await BestAsync(node), seen, 65UL);
    }

    [Theory]
    [InlineData("")]
    [InlineData("twelve")]
    [InlineData("-3")]
    [InlineData("1")]
    [InlineData("66")]
    [InlineData("99999999999999999999999")]
    public async Task A_height_that_cannot_be_is_refused_with_the_file_and_the_way_out(string text)
    {
        File.WriteAllText(_scratch["height"], text);
        var e = await Assert.ThrowsAsync<ReplayNodeStartException>(() => StartAsync());
        Assert.Equal($"--keep-height: {_scratch["height"]} should hold a height from 2 to 65, the blocks that there are; delete it to begin anew", e.Message);
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_told_at_the_start_and_not_at_the_first_block()
    {
        var e = await Assert.ThrowsAsync<ReplayNodeStartException>(() => Nodes.StartAsync(with: o => o with { KeepHeight = _scratch["no/such/height"] }));
        Assert.StartsWith($"--keep-height: {_scratch["no/such/height"]} cannot be read", e.Message);
    }

    private Task<ReplayNodeHost> StartAsync(Func<ReplayNodeOptions, ReplayNodeOptions>? with = null) =>
        Nodes.StartAsync(with: o => (with ?? (same => same))(o with { KeepHeight = _scratch["height"] }));

    private static async Task<int> BestAsync(ReplayNodeHost node) => (int)(await node.DoAsync("state"))["best"]!["number"]!;
}
