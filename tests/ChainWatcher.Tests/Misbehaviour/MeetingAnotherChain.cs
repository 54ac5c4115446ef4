namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Nodes of other chains: by genesis, or by the name of the runtime.</summary>
public sealed class MeetingAnotherChain(ReplayFixture fixture)
{
    private const string Other = "0x9999999999999999999999999999999999999999999999999999999999999999";

    [Fact]
    public async Task Stops_when_the_node_turns_out_to_serve_another_chain_than_what_was_read()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.KillNodeAsync();
        await world.ReviveNodeAsync(genesis: Other, at: 75);

        var stopped = await world.StopsAsync("WrongChain", saved: 40);
        Assert.Contains(Other, stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(40);

        await world.KillNodeAsync();
        await world.ReviveNodeAsync(at: 75);
        await world.ResumesToAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Leaves_a_node_of_another_chain_for_one_of_the_right_one()
    {
        await using var world = await ReplayWorld.StartAsync(
            fixture, new() { Nodes = [o => o with { GenesisHash = Other }, o => o], Chain = [("GenesisHash", "0x4545454545454545454545454545454545454545454545454545454545454545")] });
        var follower = await world.SavesAsync(75);
        Assert.Contains($"{world.Second.Rpc.Port}", follower.Endpoint, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Reads_nothing_of_a_chain_that_is_not_the_one_in_the_settings()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Chain = [("GenesisHash", Other)] });
        var stopped = await world.StopsAsync("WrongChain");
        Assert.Contains("0x4545454545454545454545454545454545454545454545454545454545454545", stopped.StopMessage, StringComparison.Ordinal);
        Assert.Empty((await world.FactsAsync()).Rows);
    }

    [Fact]
    public async Task Stops_when_the_settings_name_another_chain_than_what_was_read()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.StopWatchingAsync();
        await world.WatchAsync(("GenesisHash", Other));
        var stopped = await world.StopsAsync("WrongChain", saved: 40);
        Assert.Contains("GenesisHash", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(40);
    }

    [Fact]
    public async Task Reads_nothing_of_a_runtime_by_another_name()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Chain = [("SpecName", "coretime-polkadot")] });
        var stopped = await world.StopsAsync("WrongChain");
        Assert.Contains("coretime-paseo", stopped.StopMessage, StringComparison.Ordinal);
        Assert.Contains("coretime-polkadot", stopped.StopMessage, StringComparison.Ordinal);
        Assert.Empty((await world.FactsAsync()).Rows);
    }
}
