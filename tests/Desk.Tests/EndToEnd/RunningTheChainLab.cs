using CoretimeDesk.ChainLab;
using CoretimeDesk.Desk.Running.Chains;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

/// <summary><c>./desk up --chain lab</c>: real runtimes. Skips where the chain lab cannot run, and says why.</summary>
public sealed class RunningTheChainLab : IAsyncDisposable
{
    private readonly DeskUnderTest _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_watcher_is_pointed_at_the_view_of_each_chain_and_a_lab_that_died_is_not_replaced_by_another()
    {
        ChainData.OrSkip();
        Assert.SkipUnless(Tools is null || IsStrict, $"The chain lab cannot run here: {Tools}");
        _desk.Describe(("chainwatcher", FreePort.Next(), ""));
        var (code, output) = await _desk.UpAsync("--no-sidecar", "--chain", "lab", "--ready-within", "150");
        Assert.True(code == 0, output);
        Assert.Contains("node lab.mjs run-scenario purchase", output);
        Assert.Equal(["postgres", "lab", "chainwatcher"], _desk.State.Processes.Select(process => process.Name));

        foreach (var (i, name, spec) in new[] { (0, "lab-1-coretime", "coretime-paseo"), (1, "lab-1-relay", "paseo") })
        {
            Assert.Equal(name, await _desk.EnvironmentOfAsync("chainwatcher", $"Watcher__Chains__{i}__Name"));
            Assert.Equal(spec, await _desk.EnvironmentOfAsync("chainwatcher", $"Watcher__Chains__{i}__SpecName"));
            var endpoint = new Uri(await _desk.EnvironmentOfAsync("chainwatcher", $"Watcher__Chains__{i}__Endpoints__0"));
            Assert.Equal(endpoint.OriginalString, Assert.Single(_desk.State.Chains!.Nodes).Chains[name]);
            await using var client = new RpcClient(new() { Endpoints = [endpoint] });
            Assert.Equal(spec, await SpecNameAsync(new(client)));
        }

        var lab = _desk.State.Processes.Single(process => process.Name == "lab").Identity;
        lab.Signal(UnixSignal.Kill);
        await DeskUnderTest.EventuallyAsync(async () => (await File.ReadAllTextAsync(Path.Combine(_desk.Workspace.Logs, "desk.log"))).Contains("lab was ended by signal 9; it is not started again", StringComparison.Ordinal), "its end is told");
        var (unhealthy, status) = await _desk.RunAsync("status");
        Assert.Equal(1, unhealthy);
        Assert.Matches("│ lab +│ unreachable ", status);

        // Another lab has other chains, whatever its genesis hash says.
        Assert.Equal("lab-2-coretime", new LabSource().Plan(_desk.Workspace, "Release", 20_000).WatcherSettings["Watcher__Chains__0__Name"]);
        Assert.Equal(0, (await _desk.RunAsync("down")).ExitCode);
    }

    private static async Task<string> SpecNameAsync(ChainRpc chain) => (await chain.GetRuntimeVersionAsync(await chain.GetFinalizedHeadAsync())).SpecName;

    private static bool IsStrict => Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("DESK_TEST_STRICT") == "1";

    private static string? Tools
    {
        get
        {
            try
            {
                LabSource.Require();
                return null;
            }
            catch (DeskException e)
            {
                return e.Message;
            }
        }
    }
}
