using System.Diagnostics;
using CoretimeDesk.ReplayNode;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Two nodes do whatever they like, two replicas are killed in between, and in the end the facts are those of a quiet day.</summary>
public sealed class MisbehavingAtRandom(ReplayFixture fixture)
{
    private const ulong Last = 75;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly string[] Nonsense = ["truncatedJson", "binary", "wrongId", "wrongHex", "error", "silence"];

    [Fact]
    public async Task No_fact_is_lost_doubled_or_invented()
    {
        var seed = Environment.TickCount;
        var story = new List<string> { $"seed {seed}" };
        try
        {
            await RunAsync(new(seed), story);
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, story));
        }
    }

    private async Task RunAsync(Random random, List<string> story)
    {
        await using var world = await ReplayWorld.StartAsync(
            fixture, new() { At = 3, Nodes = [o => o, o => o], Processes = 2, Chain = [("Prefetch", "5"), ("BlocksPerCommit", "3"), ("RequestSeconds", "1"), ("QuietSeconds", "3")] });
        Task[] births = [Task.CompletedTask, Task.CompletedTask];
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Duration;)
        {
            var index = random.Next(2);
            if (random.Next(14) == 0 && births[index].IsCompleted)
            {
                // The nodes do not wait until it is back.
                await world.Processes[index].KillAsync();
                births[index] = world.Processes[index].StartAsync();
                story.Add($"{watch.Elapsed.TotalSeconds:0.0} s, replica {index} was killed");
            }
            else if (random.Next(8) == 0)
            {
                await world.TryResumeAsync(); // Somebody looks after it.
            }
            else
            {
                story.Add($"{watch.Elapsed.TotalSeconds:0.0} s, node {index}: {await MischiefAsync(world, random, index)}");
            }

            await Task.Delay(random.Next(10, 200));
        }

        await Task.WhenAll(births);
        story.Add("all is well again");
        foreach (var index in new[] { 0, 1 })
        {
            await BehaveAsync(world.Nodes[index]);
        }

        // Some of it stops the follower, and rightly so; somebody looks, and lets it go on.
        await ReplayWorld.UntilAsync(async () =>
        {
            if ((await world.FollowerAsync()).StopReason is { Length: > 0 } reason)
            {
                story.Add($"stopped: {reason}");
                await world.TryResumeAsync();
            }

            return await world.ScalarAsync<long>("select coalesce(max(block_number), 0) from chainwatcher.chains") == (long)Last;
        }, "all blocks are saved");
        await world.HasTheFactsUpToAsync((uint)Last);
    }

    private static async Task<string> MischiefAsync(ReplayWorld world, Random random, int index)
    {
        var node = world.Nodes[index];
        async Task<string> OrderAsync(string order, object fields)
        {
            await node.OrderAsync(order, fields);
            return $"{order} {fields}";
        }

        switch (random.Next(13))
        {
            case <= 4:
                return await OrderAsync("advance", new { blocks = random.Next(1, 6) });
            case 5:
                return await OrderAsync("garbage", new { kind = Nonsense[random.Next(Nonsense.Length)], count = random.Next(1, 3) });
            case 6:
                return await OrderAsync("delay", new { ms = random.Next(5, 80), count = random.Next(1, 20) });
            case 7:
                return await OrderAsync("dropConnections", new { politely = random.Next(2) == 0 });
            case 8:
                return await OrderAsync("refuseConnections", new { on = random.Next(3) == 0 });
            case 9:
                return await OrderAsync("finality", new { lag = random.Next(0, 5) });
            case 10:
                return await ForkAboveFinalityAsync(node);
            case 11:
                var state = (await node.OrderAsync("state"))!;
                return await OrderAsync("revert", new { toHeight = Math.Max(3, (int)state["finalized"]!["number"]! - random.Next(0, 4)) });
            default:
                await world.KillNodeAsync(index);
                await world.ReviveNodeAsync(index, at: (ulong)random.Next(3, (int)(ulong)(await world.Nodes[1 - index].OrderAsync("state"))!["best"]!["number"]! + 1));
                return "dies and comes back";
        }
    }

    /// <summary>Blocks that are not final become others, and become themselves again before anything of them is final.</summary>
    private static async Task<string> ForkAboveFinalityAsync(ReplayNodeHost node)
    {
        await node.OrderAsync("finality", new { stall = true });
        var height = Math.Min(Last, (ulong)(await node.OrderAsync("state"))!["finalized"]!["number"]! + 1);
        if (height < Last)
        {
            await node.OrderAsync("fork", new { height });
            await node.OrderAsync("advance");
            await node.OrderAsync("heal");
        }

        await node.OrderAsync("finality", new { release = true });
        return $"forked at {height} for a moment";
    }

    private static async Task BehaveAsync(ReplayNodeHost node)
    {
        await node.OrderAsync("garbage", new { kind = "none" });
        await node.OrderAsync("delay", new { ms = 0 });
        await node.OrderAsync("heal");
        await node.OrderAsync("finality", new { lag = 0, release = true });
        await node.OrderAsync("refuseConnections", new { on = false });
        await node.OrderAsync("advanceTo", new { height = Last });
    }
}
