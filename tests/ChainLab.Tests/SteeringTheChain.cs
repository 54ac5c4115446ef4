using System.Net.WebSockets;

namespace CoretimeDesk.ChainLab.Tests;

[Collection(nameof(OnBulkLab))]
public sealed class SteeringTheChain(BulkLab fixture)
{
    [Fact]
    public async Task Finality_follows_the_node_view_by_as_many_blocks_as_it_is_told()
    {
        var lab = await fixture.LabAsync();
        using var node = await JsonRpc.ConnectAsync(lab.CoretimeNode);
        await lab.SetFinalityLagAsync(0);
        var first = await lab.NewBlockAsync();
        Assert.Equal(first.Hash, await node.FinalizedHeadAsync());

        await lab.SetFinalityLagAsync(1);
        var second = await lab.NewBlockAsync();
        Assert.Equal(first.Hash, await node.FinalizedHeadAsync());
        Assert.Equal(second.Hash, (await node.AskAsync("chain_getBlockHash")).GetString());
        var third = await lab.NewBlockAsync();
        Assert.Equal(second.Hash, await node.FinalizedHeadAsync());

        await lab.SetFinalityLagAsync(null);
        await lab.NewBlockAsync();
        var fifth = await lab.NewBlockAsync();
        Assert.Equal(second.Hash, await node.FinalizedHeadAsync());
        Assert.Equal(new LabHead(third.Number, third.Hash), await lab.FinalizeAsync(third.Number));
        Assert.Equal(third.Hash, await node.FinalizedHeadAsync());
        Assert.Equal(new LabHead(fifth.Number, fifth.Hash), await lab.FinalizeAsync());
        await lab.SetFinalityLagAsync(2);
    }

    [Fact]
    public async Task A_reorganisation_replaces_a_block_by_another_of_its_height()
    {
        var lab = await fixture.LabAsync();
        await lab.SetFinalityLagAsync(2);
        var parent = await lab.NewBlockAsync();
        var orphan = await lab.NewBlockAsync(relay: parent.Relay + 10);

        Assert.Equal(new LabHead(parent.Number, parent.Hash), await lab.SetHeadAsync(parent.Hash));
        var winner = await lab.NewBlockAsync(relay: parent.Relay + 20);

        Assert.Equal((orphan.Number, parent.Hash), (winner.Number, winner.Parent));
        Assert.NotEqual(orphan.Hash, winner.Hash);
        Assert.Equal(winner.Hash, (await JsonRpc.PostAsync(lab.CoretimeRaw, "chain_getBlockHash", winner.Number)).GetString());
        Assert.Equal(parent.Hash, (await lab.SetHeadAsync(-1)).Hash);
    }

    [Fact]
    public async Task A_scenario_that_reorganises_tells_the_blocks_apart()
    {
        var lab = await fixture.LabAsync();
        await lab.RunAsync("goto-phase", new { phase = "fixed" });

        var run = await lab.RunAsync("reorg", new { who = "dave" });

        Assert.Equal(["orphaned", "canonical"], run.Blocks.Select(block => block.Role));
        Assert.Equal(run.Blocks[0].Parent, run.Raw[0].GetProperty("parent").GetProperty("hash").GetString());
        Assert.Equal(run.Blocks[0].Number, run.Blocks[1].Number);
    }

    [Fact]
    public async Task Storage_that_is_set_is_what_the_chain_reads()
    {
        var lab = await fixture.LabAsync();
        const string Nobody = "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"; // 32 zero bytes.
        Assert.Null((await lab.StorageAsync("System", "Account", [Nobody])).Raw);

        await lab.SetStorageAsync(new { System = new { Account = new object[] { new object[] { new[] { Nobody }, new { providers = 1, data = new { free = "123456789012345678901234567890" } } } } } });

        var account = await lab.StorageAsync("System", "Account", [Nobody]);
        Assert.Equal(account.Raw, (await JsonRpc.PostAsync(lab.CoretimeRaw, "state_getStorage", account.Key)).GetString());
        Assert.Equal(1, account.Value.GetProperty("providers").GetInt32());
    }

    [Fact]
    public async Task Cut_connections_end_without_a_farewell()
    {
        var lab = await fixture.LabAsync();
        using var node = await JsonRpc.ConnectAsync(lab.CoretimeNode);
        await node.FinalizedHeadAsync();

        Assert.True(await lab.DropConnectionsAsync() >= 1);

        var end = await Assert.ThrowsAsync<WebSocketException>(node.FinalizedHeadAsync);
        Assert.Equal(WebSocketError.ConnectionClosedPrematurely, end.WebSocketErrorCode);
    }

    [Fact]
    public async Task A_command_that_cannot_be_is_refused_and_the_next_one_works()
    {
        var lab = await fixture.LabAsync();

        var refusal = await Assert.ThrowsAsync<LabException>(() => lab.RunAsync("no-such-scenario"));
        Assert.Contains("unknown scenario no-such-scenario", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<LabException>(() => lab.NewBlockAsync(LabNetwork.Relay));
        Assert.Contains("no such chain", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => lab.RelayNode);

        Assert.Equal(lab.Process!.Pid, (await lab.InfoAsync()).Pid);
    }
}
