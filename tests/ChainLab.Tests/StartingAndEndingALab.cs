using System.Net;
using System.Net.Sockets;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.ChainLab.Tests;

[Collection(nameof(OnBulkLab))]
public sealed class StartingAndEndingALab(BulkLab fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // The quickest start.
    private static readonly LabOptions Bare = new() { Relay = false, Sale = false };

    [Fact]
    public async Task Two_run_side_by_side_and_the_death_of_one_is_its_own()
    {
        var shared = await fixture.LabAsync();
        await using var second = await LabChain.StartAsync(Bare with { Relay = true, StartRelay = 31_000_000 });
        Assert.Equal(31_000_000u, (await second.NewBlockAsync()).Relay);
        var info = await second.InfoAsync();
        Assert.Null(info.Sale);
        Assert.Equal(2u, info.Coretime!.Head); // The lab itself builds the first.
        Assert.Equal(info.Relay!.Hash, (await JsonRpc.PostAsync(second.RelayRaw, "chain_getFinalizedHead")).GetString());
        using var node = await JsonRpc.ConnectAsync(second.RelayNode);
        Assert.Equal(info.Relay.Finalized!.Hash, await node.FinalizedHeadAsync());

        await second.KillAsync();

        var failure = await Assert.ThrowsAsync<LabException>(() => second.NewBlockAsync());
        Assert.Contains("has ended", failure.Message, StringComparison.Ordinal);
        Assert.Empty(NodesWith(second.CoretimeRaw.Port));
        Assert.NotEmpty(NodesWith(shared.CoretimeRaw.Port));
        Assert.True((await shared.InfoAsync()).Ready);
    }

    [Fact]
    public async Task It_ends_when_whoever_started_it_is_gone()
    {
        await fixture.LabAsync();
        var ports = LabPorts.Next();

        // No death signal here: the pipe alone has to do. The kernel closes our end when we are killed, as this does.
        using var node = ChildProcess.Start(new("node", ["lab.mjs", .. Bare.Arguments(ports)])
        {
            WorkingDirectory = LabTools.Folder,
            Environment = Bare.Variables(ChainData.Here.Specs),
            WhenParentDies = null,
        });
        var lab = ProcessIdentity.Of(node.Id)!;
        _ = new OutputTail(node);
        node.StandardInput.Close();

        Assert.True(await lab.WaitForExitAsync(Patience), "The lab outlived the process that started it.");
        Assert.Empty(NodesWith(ports.Coretime));
    }

    [Fact]
    public async Task A_start_that_fails_shows_what_the_lab_said()
    {
        await fixture.LabAsync();
        var nowhere = Directory.CreateTempSubdirectory("desk-lab-").FullName;
        try
        {
            var ports = LabPorts.Next();
            var failure = await Assert.ThrowsAsync<LabException>(() =>
                LabChain.StartAsync(Bare with { Environment = new Dictionary<string, string?> { ["LAB_SPECS"] = nowhere } }, () => ports, default));
            Assert.Contains("ENOENT", failure.Message, StringComparison.Ordinal);
            Assert.Contains(nowhere, failure.Message, StringComparison.Ordinal);
            Assert.Empty(NodesWith(ports.Coretime));
        }
        finally
        {
            Directory.Delete(nowhere);
        }
    }

    [Fact]
    public async Task A_start_that_takes_too_long_is_given_up_and_leaves_nothing_behind()
    {
        await fixture.LabAsync();
        var ports = LabPorts.Next();

        var failure = await Assert.ThrowsAsync<LabException>(() => LabChain.StartAsync(Bare with { StartLongest = TimeSpan.Zero }, () => ports, default));

        Assert.Contains("not ready within", failure.Message, StringComparison.Ordinal);
        Assert.Empty(NodesWith(ports.Coretime));
    }

    [Fact]
    public async Task It_starts_on_other_ports_when_somebody_was_faster_and_leaves_nothing_behind()
    {
        await fixture.LabAsync();
        LabPorts[] offered = [LabPorts.Next(), LabPorts.Next(), LabPorts.Next()];
        using var onTheChainsPort = new TcpListener(IPAddress.Loopback, offered[0].Coretime);
        onTheChainsPort.Start();

        // Takes connections and never answers.
        using var onTheControlPort = new TcpListener(IPAddress.Loopback, offered[1].Control);
        onTheControlPort.Start();
        var tries = 0;

        var lab = await LabChain.StartAsync(Bare, () => offered[tries++], default);
        await using (lab)
        {
            Assert.Equal(offered[2].Coretime, lab.CoretimeRaw.Port);
            Assert.NotEmpty(NodesWith(offered[2].Coretime));
        }

        Assert.Equal(0, lab.ExitCode); // By the closed pipe, without being killed.
        Assert.False(lab.Process!.IsAlive);
        Assert.All(offered, ports => Assert.Empty(NodesWith(ports.Coretime)));
        await Assert.ThrowsAsync<HttpRequestException>(() => JsonRpc.PostAsync(lab.CoretimeRaw, "system_chain"));
    }

    /// <summary>Node processes whose command line names a port.</summary>
    private static IEnumerable<ProcStat> NodesWith(int port) => ProcStat.All()
        .Where(process => process.State != 'Z' && ProcStat.ArgumentsOf(process.Pid) is { } words && words.Contains("lab.mjs") && words.Contains($"{port}"));
}
