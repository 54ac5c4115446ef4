using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Orders <c>garbage</c> and <c>delay</c>.</summary>
public sealed class SpoilingAnswers(ReplayFixture fixture)
{
    private static readonly (string, string)[] Impatient = [("RequestSeconds", "1")];

    [Fact]
    public Task Nonsense_in_the_middle_of_a_catch_up_and_live_costs_time_and_no_fact() =>
        Task.WhenAll(new[] { "truncatedJson", "binary", "hugeMessage", "wrongId", "wrongHex", "error", "silence" }.Select(SpoilAsync)); // Each waits for time-outs most of the time.

    [Fact]
    public async Task Events_that_no_runtime_can_decode_stop_the_follower_at_their_block()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.OrderAsync("garbage", new { kind = "wrongEvents" });
        await world.OrderAsync("advance");
        var stopped = await world.StopsAsync("Unreadable", saved: 40);
        Assert.Contains("block 41 (0x", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(40);

        await world.OrderAsync("advanceTo", new { height = 75 });
        await world.ResumesToAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Answers_that_overtake_each_other_change_nothing()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { IsWatched = false });

        // Every third answer or so is late, by method, so that headers, bodies and storage of many blocks come in any order.
        await world.OrderAsync("delay", new { ms = 30, count = 40, method = "chain_getHeader" });
        await world.WatchAsync();
        await world.UntilAsync(f => f.BlockNumber >= 5, "it reads");
        await world.OrderAsync("delay", new { ms = 25, count = 15 });
        await world.UntilAsync(f => f.BlockNumber >= 30, "it reads on");
        await world.OrderAsync("delay", new { ms = 40, count = 10, method = "state_queryStorageAt" });
        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task A_node_that_answers_nothing_any_more_is_visible_and_another_takes_over()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 30, Nodes = [o => o, o => o with { StartAt = 60 }], Chain = Impatient });
        await world.SavesAsync(30);
        await world.OrderAsync("garbage", new { kind = "silence", count = 1_000_000 });
        await world.OrderAsync("advance");

        var follower = await world.SavesAsync(60);
        Assert.Contains($"{world.Second.Rpc.Port}", follower.Endpoint, StringComparison.Ordinal);
        Assert.Equal(FollowerMode.Live, follower.Mode);
        await world.HasTheFactsUpToAsync(60);
    }

    private async Task SpoilAsync(string kind)
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 55, Chain = [.. Impatient, ("Prefetch", "6"), ("BlocksPerCommit", "3")], IsWatched = false });
        await world.OrderAsync("delay", new { ms = 3 });
        foreach (var method in new[] { "chain_getHeader", "state_queryStorageAt", "state_getRuntimeVersion" })
        {
            await world.OrderAsync("garbage", new { kind, method, bytes = Bytes(method) });
        }

        await world.WatchAsync();
        await world.SavesAsync(55);
        await world.OrderAsync("garbage", new { kind, bytes = 1 << 20 });
        await world.OrderAsync("advanceTo", new { height = 75 });
        await world.SavesAsync(75);

        await world.HasTheFactsUpToAsync(75);
        Assert.True((int)(await world.OrderAsync("state"))!["mangled"]! == 4, $"not every answer that should be was spoilt: {kind}");
    }

    // Of what comes often, one more than the watcher takes; of the rest something that merely never ends.
    private static long Bytes(string method) => method == "state_queryStorageAt" ? 65 << 20 : 1 << 16;
}
