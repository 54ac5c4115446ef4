using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Starting;

public sealed class AskingAnAppForItsSubscriptions
{
    [Theory]
    [InlineData(AppProtocol.Http, "HTTP/1.1")]
    [InlineData(AppProtocol.H2c, "HTTP/2")]
    public async Task Speaks_the_protocol_of_the_app(AppProtocol protocol, string expected)
    {
        await using var app = await TestApp.StartAsync("""[{"pubsubname":"desk-pubsub","topic":"t","route":"on"}]""", protocol);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("t", "one");

        Assert.Equal((expected, "/on"), ((await app.FirstAsync()).Protocol, (await app.FirstAsync()).Path));
        Assert.Equal(expected, app.LastSubscribe!.Protocol);
    }

    [Fact]
    public async Task Happens_once_in_the_life_of_the_sidecar()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.ReadyAsync();

        await app.DieAsync();
        await app.ListenAsync();
        await bed.PublishIdAsync("t", "after");
        await app.FirstAsync();

        Assert.Equal(1, app.SubscribeCalls);
    }

    [Theory]
    [InlineData(404, "Warning: app has no /dapr/subscribe (404)")]
    [InlineData(400, "Error: app answered 400 to GET /dapr/subscribe: it gets NO EVENTS")]
    [InlineData(503, "Error: app answered 503 to GET /dapr/subscribe: it gets NO EVENTS")]
    [InlineData(307, "Error: app answered 307 to GET /dapr/subscribe: it gets NO EVENTS")]
    public async Task Takes_any_other_status_for_no_subscriptions_and_says_so_loudly(int status, string line)
    {
        await using var app = await TestApp.StartAsync();
        app.Subscriptions = new(status) { Headers = [("Location", "/elsewhere")] };
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.ReadyAsync();

        Assert.Contains(bed.Log, l => l.StartsWith(line, StringComparison.Ordinal));
        Assert.False((await bed.MetadataAsync()).TryGetProperty("subscriptions", out _));
        Assert.Equal(1, app.SubscribeCalls);
    }

    [Fact]
    public async Task Tries_again_after_a_broken_connection()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        var good = app.Subscriptions;
        app.Subscriptions = Reply.BreakOff;
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await Eventually.TrueAsync(() => app.SubscribeCalls == 1, () => "never asked");
        app.Subscriptions = good;

        await bed.PublishIdAsync("t", "one");

        await app.FirstAsync();
        Assert.Equal(2, app.SubscribeCalls);
    }

    [Theory]
    [InlineData("""[{"pubsubname":"desk-pubsub","topic":"bad","route":"/x","metadata":{"rawPayload":true}},{"pubsubname":"desk-pubsub","topic":"good","route":"/y"}]""", "entry 0 has metadata.rawPayload = true: metadata values must be strings")]
    [InlineData("""[{"pubsubname":"desk-pubsub","topic":"good","route":"/y"},{"pubsubname":"desk-pubsub","topic":"bad","route":"/x","metadata":{"n":5}}]""", "entry 1 has metadata.n = 5: metadata values must be strings")]
    [InlineData("""[{"pubsubname":"desk-pubsub","topic":"bulk","route":"/y","metadata":{"rawPayload":"true"},"bulkSubscribe":{"enabled":true}}]""", "asks for bulkSubscribe with rawPayload")]
    [InlineData("""[{"pubsubname":"desk-pubsub","topic":"bulk","route":"/y","bulkSubscribe":{"enabled":true,"maxMessagesCount":-1}}]""", "(topic 'bulk') has bulkSubscribe.maxMessagesCount = -1: give a whole number")]
    [InlineData("""[{"pubsubname":"desk-pubsub","topic":"bulk","route":"/y","bulkSubscribe":{"enabled":true,"maxAwaitDurationMs":"40"}}]""", "bulkSubscribe.maxAwaitDurationMs = \"40\"")]
    [InlineData("""[{"pubsubname":"desk-pubsub","topic":"t","routes":{"rules":[{"match":"event.type.matches(\"a\")","path":"/x"}]}}]""", "the function matches() is not supported")]
    [InlineData("""[{"pubsubname":"desk-pubsub","topic":"t","routes":{"rules":[{"match":"event.type ==","path":"/x"}]}}]""", "a value is expected at the end")]
    [InlineData("""{"subscriptions":[]}""", "not an array")]
    [InlineData("nothing", "not JSON")]
    public async Task Refuses_an_unreadable_answer_as_a_whole(string answer, string complaint)
    {
        await using var app = await TestApp.StartAsync(answer);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.ReadyAsync();

        Assert.Contains(bed.Log, l => l.StartsWith("Error: the answer of app", StringComparison.Ordinal) && l.Contains(complaint, StringComparison.Ordinal));
        Assert.False((await bed.MetadataAsync()).TryGetProperty("subscriptions", out _));
    }

    [Fact]
    public async Task Leaves_out_what_has_no_route_and_lets_the_last_entry_of_a_topic_win()
    {
        await using var app = await TestApp.StartAsync("""
            [{"pubsubname":"desk-pubsub","topic":"none"},
             {"pubsubname":"desk-pubsub","topic":"twice","route":"/first"},
             {"pubsubname":"desk-pubsub","topic":"twice","route":"/ignored","routes":{"default":"/last"}},
             {"pubsubname":"another","topic":"elsewhere","route":"/x"},
             {"pubsubname":"desk-pubsub","topic":"bulk-off","route":"/b","bulkSubscribe":{"enabled":false}}]
            """);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.ReadyAsync();

        var found = (await bed.MetadataAsync()).GetProperty("subscriptions").EnumerateArray()
            .Select(s => $"{s.GetProperty("topic")} {s.GetProperty("rules")[0].GetProperty("path")}");
        Assert.Equal(["twice /last", "bulk-off /b"], found);
        Assert.Contains(bed.Log, l => l.Contains("(topic 'none') has no route: left out", StringComparison.Ordinal));
        Assert.Contains(bed.Log, l => l.Contains("component 'another'", StringComparison.Ordinal));
    }
}
