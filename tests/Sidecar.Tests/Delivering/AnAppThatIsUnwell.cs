using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

public sealed class AnAppThatIsUnwell
{
    [Fact]
    public async Task Gets_nothing_until_it_is_well_again_and_is_not_asked_for_subscriptions_again()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        var well = new Reply(200);
        app.AnswerOthers = d => Task.FromResult(d.Path == "/health" ? Volatile.Read(ref well) : new Reply(404));
        await using var bed = await Bed.StartAsync(o => o with { HealthCheckPath = "/health", HealthCheckInterval = TimeSpan.FromMilliseconds(10), AppToken = "secret" }, Bed.App(app));
        await bed.ReadyAsync();
        await bed.PublishIdAsync("t", "before");
        await app.FirstAsync();

        Volatile.Write(ref well, new Reply(503));
        await Eventually.TrueAsync(() => bed.Log.Any(l => l.Contains("deliveries pause", StringComparison.Ordinal)), () => "deliveries did not pause");
        for (var i = 0; i < 30; i++)
        {
            await bed.PublishIdAsync("t", $"waiting-{i}");
        }

        Assert.Single(app.Deliveries);
        Volatile.Write(ref well, new Reply(204));
        await app.UntilAsync(31);

        Assert.Equal(1, app.SubscribeCalls);
        Assert.All(app.Others, probe => Assert.Equal("(none)", probe.Header("dapr-api-token")));
    }

    [Fact]
    public async Task Is_not_asked_for_subscriptions_before_it_is_well()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(o => o with { HealthCheckPath = "health", HealthCheckInterval = TimeSpan.FromMilliseconds(10) }, Bed.App(app));
        await Eventually.TrueAsync(() => app.Others.Count >= 3, () => "not probed");
        Assert.Equal(0, app.SubscribeCalls);

        app.AnswerOthers = _ => Task.FromResult(new Reply(200));
        await bed.ReadyAsync();

        Assert.Equal(1, app.SubscribeCalls);
    }
}
