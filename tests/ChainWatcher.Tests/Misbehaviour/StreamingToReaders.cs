using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal.V1;
using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Streams of the market, of facts, and of a backfill's progress.</summary>
public sealed class StreamingToReaders(ReplayFixture fixture)
{
    [Fact]
    public async Task The_market_comes_at_once_and_again_after_blocks_and_never_an_older_one()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 10 });
        await world.SavesAsync(10);
        using var call = world.Watcher.WatchMarket(new(), await world.AsAdaAsync());
        var seen = new List<uint>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            seen.Add(answer.Market.BlockNumber);
            if (answer.Market.BlockNumber >= 30)
            {
                break;
            }

            await world.OrderAsync("advance");
        }

        Assert.Equal(Enumerable.Range(10, 21).Select(n => (uint)n), seen);
    }

    [Fact]
    public async Task Readers_that_do_not_read_hold_up_nobody_and_get_the_newest_when_they_do()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 5 });
        await world.SavesAsync(5);
        var ada = await world.AsAdaAsync();
        var idle = Enumerable.Range(0, 50).Select(_ => world.Watcher.WatchMarket(new(), ada)).ToList();
        foreach (var call in idle)
        {
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }

        await world.OrderAsync("autoAdvance", new { everyMs = 10 });
        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
        foreach (var call in idle)
        {
            var last = 5u;
            while (last < 75)
            {
                Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
                Assert.True(call.ResponseStream.Current.Market.BlockNumber > last, "an older market came after a newer one");
                last = call.ResponseStream.Current.Market.BlockNumber;
            }

            call.Dispose();
        }
    }

    [Fact]
    public async Task Facts_come_once_and_in_order_over_drops_and_restarts_of_everything()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 6 });
        await world.SavesAsync(6);
        await world.OrderAsync("autoAdvance", new { everyMs = 20 });
        var (facts, position) = (new List<string>(), "");
        for (var life = 0; life < 3; life++)
        {
            position = await ReadAsync(world, facts, position, until: 15 * (life + 1));
            await world.OrderAsync("dropConnections");
            await world.StopWatchingAsync();
            await world.WatchAsync();
        }

        await world.OrderAsync("advanceTo", new { height = 75 });
        await world.SavesAsync(75);
        var all = await world.FactsAsync();
        await ReadAsync(world, facts, position, until: all.Count);
        Assert.Equal(all.Rows.Select(r => r.Split('|')[3]), facts);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task All_streams_end_with_a_clear_word_when_the_service_stops()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 50, Start = "head", Chain = [("Prefetch", "1"), ("BlocksPerCommit", "1")] });
        await world.SavesAsync(50);
        var ada = await world.AsAdaAsync();
        await world.OrderAsync("delay", new { ms = 200, method = "state_queryStorageAt" });
        await world.BackfillAsync(3);
        using var market = world.Watcher.WatchMarket(new(), ada);
        using var progress = world.Watcher.WatchBackfill(new() { Chain = ReplayWorld.Name }, ada);
        using var facts = new JournalService.JournalServiceClient(world.InProcess.Channel).Stream(new(), ada);
        Assert.True(await market.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.True(await progress.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.True(await facts.ResponseStream.MoveNext(TestContext.Current.CancellationToken)); // All three are open: a call that only arrives now would be turned away.
        await world.OrderAsync("delay", new { ms = 600_000, method = "state_queryStorageAt" }); // From now on there are no more facts.
        Task[] ends = [EndAsync(market.ResponseStream), EndAsync(progress.ResponseStream), EndAsync(facts.ResponseStream)];

        await world.InProcess.StopAsync();
        await Task.WhenAll(ends);

        static async Task EndAsync<T>(IAsyncStreamReader<T> stream)
        {
            var end = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await stream.MoveNext(TestContext.Current.CancellationToken))
                {
                }
            });
            Assert.True((end.StatusCode, Hosting.Refusals.ReasonOf(end)) == (StatusCode.Unavailable, "SHUTTING_DOWN"), $"A stream of {typeof(T).Name} ended with {end.Status}");
        }
    }

    /// <summary>Reads facts from a position on, until there are so many in all.</summary>
    private static async Task<string> ReadAsync(ReplayWorld world, List<string> facts, string position, int until)
    {
        using var call = new JournalService.JournalServiceClient(world.InProcess.Channel).Stream(new() { AfterPosition = position }, await world.AsAdaAsync());
        while (facts.Count < until && await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            var entry = call.ResponseStream.Current;
            facts.Add((string)System.Text.Json.Nodes.JsonNode.Parse(entry.DataJson)!["origin"]!["factId"]!);
            position = entry.Position;
        }

        return position;
    }
}
