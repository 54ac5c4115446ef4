using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests;

public sealed class FollowingRealChains(LabFixture fixture) : IClassFixture<LabFixture>
{
    [Fact]
    public async Task Facts_are_exactly_what_happened_once_each_also_when_the_watcher_is_killed_between()
    {
        await using var world = await WatcherWorld.StartAsync(fixture);
        var lab = world.Lab;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var expected = new List<(string Network, uint Block, string Event)>();

        (string Scenario, object? Parameters)[] story =
        [
            ("goto-phase", new { phase = "half" }),
            ("purchase", new { who = "alice" }),
            ("purchase-overpriced", null),
            ("three-buyers-one-block", null),
            ("purchase-batch-interrupted", null),
            ("purchase-via-proxy", null),
            ("order-keep-alive", new { who = "bob", para = 2000 }),
            ("credit-end-to-end", new { who = "alice", @for = "bob" }),
            ("rotate-sale", null),
        ];
        foreach (var (scenario, parameters) in story)
        {
            var run = await lab.RunAsync(scenario, parameters);
            expected.AddRange(run.Blocks.SelectMany(b => b.Events.Select(e => (b.Chain, b.Number, e.Name))));
            if (random.Next(2) == 0)
            {
                await world.Replica().KillAsync();
                await world.Replica().StartAsync();
            }
        }

        // Finality lags two blocks behind in the lab's node view.
        foreach (var network in new[] { LabNetwork.Coretime, LabNetwork.Relay })
        {
            var last = 0u;
            for (var i = 0; i < 3; i++)
            {
                last = (await lab.NewBlockAsync(network)).Number;
            }

            await world.SeesAsync(network == LabNetwork.Coretime ? "lab-coretime" : "lab-relay", last - 2);
        }

        var facts = await world.FactsAsync("lab-coretime");
        Console.WriteLine(string.Join('\n', facts.Select(f => $"{f.Origin.BlockNumber} {f.Origin.EventIndex} {f.Type}")));
        var relay = await world.FactsAsync("lab-relay");
        Console.WriteLine(string.Join('\n', relay.Select(f => $"{f.Origin.BlockNumber} {f.Origin.EventIndex} {f.Type} {f.Json}")));
        Console.WriteLine(string.Join('\n', expected.Select(e => e.ToString())));
        Assert.NotEmpty(facts);
    }
}
