using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Starting;

public sealed class ASidecarThatStartsBeforeItsApp
{
    private const string Subscriptions = """[{"pubsubname":"desk-pubsub","topic":"sales","route":"/on/sales","metadata":{"k":"v"}}]""";

    [Fact]
    public async Task Is_healthy_outbound_at_once_and_healthy_when_the_app_accepts_connections()
    {
        await using var app = TestApp.NotYet(Subscriptions);
        await using var bed = await Bed.StartAsync(Bed.App(app));

        Assert.Equal(204, (await bed.GetAsync("/v1.0/healthz/outbound")).Status);
        var before = await bed.GetAsync("/v1.0/healthz");
        Assert.Equal((500, "ERR_HEALTH_NOT_READY"), (before.Status, before.ErrorCode));

        await app.ListenAsync();
        await bed.ReadyAsync();
        Assert.Equal(204, (await bed.GetAsync("/v1.0/healthz?appid=app")).Status);
        var other = await bed.GetAsync("/v1.0/healthz?appid=somebody");
        Assert.Equal((500, "ERR_HEALTH_APPID_NOT_MATCH"), (other.Status, other.ErrorCode));
    }

    [Fact]
    public async Task Takes_events_and_delivers_them_once_the_app_is_there()
    {
        await using var app = TestApp.NotYet(Subscriptions);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("sales", "early");

        await app.ListenAsync();

        Assert.Equal("early", (await app.FirstAsync()).Id);
    }

    [Fact]
    public async Task Describes_itself_from_the_start_and_its_subscriptions_later()
    {
        await using var app = TestApp.NotYet("""
            [{"pubsubname":"desk-pubsub","topic":"sales","deadLetterTopic":"sales-dead","metadata":{"k":"v"},
              "routes":{"rules":[{"match":"event.type == \"a\"","path":"/a"}],"default":"/rest"}}]
            """);
        await using var bed = await Bed.StartAsync(Bed.App(app));

        var before = await bed.MetadataAsync();
        Assert.Equal("app", before.GetProperty("id").GetString());
        Assert.False(before.TryGetProperty("subscriptions", out _));
        Assert.Equal("desk-pubsub", before.GetProperty("components")[0].GetProperty("name").GetString());

        await app.ListenAsync();
        await bed.ReadyAsync();
        Assert.Equal(
            """{"pubsubname":"desk-pubsub","topic":"sales","rules":[{"path":"/a","match":"event.type == \"a\""},{"path":"/rest"}],"type":"PROGRAMMATIC","deadLetterTopic":"sales-dead","metadata":{"k":"v"}}""",
            (await bed.MetadataAsync()).GetProperty("subscriptions")[0].GetRawText());
    }

    [Fact]
    public async Task Keeps_what_is_put_into_its_metadata()
    {
        await using var bed = await Bed.StartAsync(Bed.Publisher());

        var put = await bed.SendAsync(HttpMethod.Put, "/v1.0/metadata/colour", "green"u8.ToArray(), "text/plain");

        Assert.Equal((204, ""), (put.Status, put.Body));
        Assert.Equal("green", (await bed.MetadataAsync()).GetProperty("extended").GetProperty("colour").GetString());
    }

    [Fact]
    public async Task Ends_when_asked_to_shut_down()
    {
        await using var bed = await Bed.StartAsync(Bed.Publisher());

        Assert.Equal(204, (await bed.SendAsync(HttpMethod.Post, "/v1.0/shutdown", null, null)).Status);

        await bed.Host.ShutdownRequested.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
