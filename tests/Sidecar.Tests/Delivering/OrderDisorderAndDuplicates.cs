using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

public sealed class OrderDisorderAndDuplicates
{
    private static readonly List<string> Ids = [.. Enumerable.Range(0, 60).Select(i => $"e{i:D2}")];

    private static async Task<List<string>> RunAsync(Func<SidecarOptions, SidecarOptions> with, int deliveries, Func<TestApp, Got, Reply>? answer = null)
    {
        await using var app = TestApp.NotYet("""[{"pubsubname":"desk-pubsub","topic":"t","route":"/on/t"}]""");
        app.Answer = d => Task.FromResult(answer?.Invoke(app, d) ?? Reply.Success);
        await using var bed = await Bed.StartAsync(with, Bed.App(app));
        foreach (var id in Ids)
        {
            await bed.PublishIdAsync("t", id);
        }

        await app.ListenAsync();
        await app.UntilAsync(deliveries);
        await bed.StopAsync();
        return [.. app.Deliveries.Select(d => d.Id)];
    }

    [Fact]
    public async Task One_delivery_at_a_time_keeps_the_order_even_over_failures() =>
        Assert.Equal(
            Ids,
            (await RunAsync(o => o with { Concurrency = 1, Redelivery = TimeSpan.FromMilliseconds(2) }, 66, (app, d) => d.Id.EndsWith('5') && app.Deliveries.Count(o => o.Id == d.Id) == 1 ? Reply.Retry : Reply.Success))
            .Distinct());

    [Fact]
    public async Task Concurrency_bounds_the_deliveries_under_way()
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        await using var app = await TestApp.WithTopicsAsync("t");
        var full = new TaskCompletionSource();
        app.Answer = async _ =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++now);
                if (now == 4)
                {
                    full.TrySetResult();
                }
            }

            await full.Task;
            await Task.Yield();
            lock (gate)
            {
                now--;
            }

            return Reply.Success;
        };
        await using var bed = await Bed.StartAsync(o => o with { Concurrency = 4 }, Bed.App(app));
        foreach (var id in Ids)
        {
            await bed.PublishIdAsync("t", id);
        }

        await app.UntilAsync(Ids.Count);
        Assert.Equal(4, most);
    }

    [Fact]
    public async Task Reordering_delivers_everything_but_in_another_order()
    {
        var got = await RunAsync(o => o with { Reorder = true, Concurrency = 1, Seed = 3 }, Ids.Count);

        Assert.Equal(Ids, got.Order());
        Assert.NotEqual(Ids, got);
    }

    [Fact]
    public async Task Duplication_delivers_a_share_twice_and_nothing_more_often()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(o => o with { DuplicateShare = 0.5, Seed = 5 }, Bed.App(app));
        foreach (var id in Ids)
        {
            await bed.PublishIdAsync("t", id);
        }

        // Seed 5 draws the same events in every run, so the count settles; a third of them come up to a second later.
        await Eventually.TrueAsync(() => app.Deliveries.Select(d => d.Id).Distinct().Count() == Ids.Count && app.Deliveries.Count > Ids.Count + 15, () => $"{app.Deliveries.Count} deliveries");
        await bed.StopAsync();

        Assert.All(app.Deliveries.GroupBy(d => d.Id), g => Assert.InRange(g.Count(), 1, 2));
        Assert.All(app.Deliveries.GroupBy(d => d.Id), g => Assert.Single(g.Select(d => d.Text).Distinct()));
    }

    [Fact]
    public async Task Delay_changes_nothing_but_the_time() =>
        Assert.Equal(Ids, (await RunAsync(o => o with { DelayMax = TimeSpan.FromMilliseconds(20), Seed = 4 }, Ids.Count)).Order());
}
