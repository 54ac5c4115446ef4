using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Publishing;

public sealed class EventsWithATimeToLive
{
    [Theory]
    [InlineData("ttlInSeconds=3600", 3600)]
    [InlineData("ttl=1h30m", 5400)]
    [InlineData("TTLINSECONDS=60", 60)]
    public async Task Bear_the_time_of_their_end(string key, int seconds)
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(Bed.App(app));
        var before = DateTimeOffset.UtcNow;
        await bed.PublishAsync("t", "{}", query: $"?metadata.{key}");

        var end = DateTimeOffset.Parse((await app.FirstAsync())["expiration"]);

        Assert.InRange((end - before).TotalSeconds, seconds - 2, seconds + 60);
    }

    [Fact]
    public async Task Are_dropped_or_dead_lettered_but_not_delivered_when_they_come_too_late()
    {
        await using var app = TestApp.NotYet("""
            [{"pubsubname":"desk-pubsub","topic":"plain","route":"/plain"},
             {"pubsubname":"desk-pubsub","topic":"saved","route":"/saved","deadLetterTopic":"late"},
             {"pubsubname":"desk-pubsub","topic":"late","route":"/late"}]
            """);
        var clock = new ShiftedTime();
        await using var bed = await Bed.StartAsync(o => o with { Time = clock }, Bed.App(app));
        // The dead letter expires too, so it must not come either: the route of the dead-letter topic sees nothing.
        await bed.PublishAsync("plain", "{}", query: "?metadata.ttlInSeconds=60&metadata.cloudevent.id=p");
        await bed.PublishAsync("saved", "{}", query: "?metadata.ttlInSeconds=60&metadata.cloudevent.id=s");
        clock.Shift = TimeSpan.FromSeconds(62);
        await app.ListenAsync();
        await Eventually.TrueAsync(() => bed.Log.Any(l => l.Contains("is dropped for app: its time to live has passed", StringComparison.Ordinal)), () => "p is not dropped");
        await Eventually.TrueAsync(() => bed.Log.Any(l => l.Contains("goes to late: app: its time to live has passed", StringComparison.Ordinal)), () => "s is not dead-lettered");

        await bed.PublishIdAsync("plain", "fence");

        Assert.Equal("fence", (await app.FirstAsync()).Id);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
