using System.Text;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Publishing;

public sealed class PublishingThatIsRefused(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Theory]
    [InlineData("/v1.0/publish/nobody/topic", "ERR_PUBSUB_NOT_FOUND")]
    [InlineData("/v1.0/publish/Desk-PubSub/topic", "ERR_PUBSUB_NOT_FOUND")]
    [InlineData("/v1.0/publish/desk-pubsub/", "ERR_TOPIC_NAME_EMPTY")]
    [InlineData("/v1.0/publish/desk-pubsub", "ERR_TOPIC_NAME_EMPTY")]
    [InlineData("/v1.0/publish/", "ERR_PUBSUB_EMPTY")]
    [InlineData("/v1.0/publish", "ERR_PUBSUB_EMPTY")]
    [InlineData("/v1.0/publish/bulk/nobody/topic", "ERR_PUBSUB_NOT_FOUND")]
    public async Task Answers_404_with_an_error_code(string path, string errorCode)
    {
        var refused = await fixture.Bed.SendAsync(HttpMethod.Post, path, "{}"u8.ToArray(), "application/json");

        Assert.Equal((404, errorCode), (refused.Status, refused.ErrorCode));
        Assert.Equal("application/json; charset=utf-8", refused.Headers["content-type"]);
        var info = refused.Json.GetProperty("details")[0];
        Assert.Equal(("type.googleapis.com/google.rpc.ErrorInfo", "dapr.io"), (info.GetProperty("@type").GetString(), info.GetProperty("domain").GetString()));
        Assert.StartsWith("DAPR_PUBSUB_", info.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders/eu/berlin", "orders/eu/berlin")]
    [InlineData("orders%2Feu", "orders/eu")]
    [InlineData("orders//eu/", "orders/eu")]
    [InlineData("caf%C3%A9", "café")]
    [InlineData("nobody-listens", "nobody-listens")]
    public async Task Is_not_what_happens_to_unknown_topics_and_topics_with_slashes(string path, string topic)
    {
        await using var app = TestApp.NotYet($$"""[{"pubsubname":"desk-pubsub","topic":"{{topic}}","route":"/x"}]""");
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishAsync(path, "{}");
        await app.ListenAsync();

        Assert.Equal(topic, (await app.FirstAsync())["topic"]);
    }

    [Theory]
    [InlineData(100_000, 204)]
    [InlineData(100_001, 413)]
    public async Task Happens_to_bodies_over_the_limit(int bytes, int status)
    {
        var answer = await fixture.Bed.TryPublishAsync("other", new string('x', bytes), "text/plain");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Happens_to_bodies_over_the_limit_that_do_not_say_how_long_they_are()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, fixture.Bed.Api("/v1.0/publish/desk-pubsub/other")) { Content = new StringContent(new string('x', 100_001), Encoding.UTF8) };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await http.SendAsync(request);

        Assert.Equal(413, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Happens_outside_of_an_apps_scope()
    {
        var scopes = Bed.File("""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: desk-pubsub}
            spec:
              type: pubsub.redis
              version: v1
              metadata:
                - {name: publishingScopes, value: "narrow=sales,holds;mute="}
                - {name: subscriptionScopes, value: "narrow=sales"}
                - {name: protectedTopics, value: "secret"}
            """);
        await using var narrow = await TestApp.WithTopicsAsync("sales", "holds");
        await using var bed = await Bed.StartAsync(o => o with { ScopesFile = scopes }, Bed.App(narrow, "narrow"), Bed.Publisher("mute"), Bed.Publisher("wide"));

        foreach (var (app, topic, status) in new[]
        {
            ("narrow", "sales", 204), ("narrow", "holds", 204), ("narrow", "other", 403), ("mute", "sales", 403), ("wide", "anything", 204), ("wide", "secret", 403),
        })
        {
            var answer = await bed.TryPublishAsync(topic, "{}", app: app);
            Assert.Equal((app, topic, status), (app, topic, answer.Status));
            Assert.Equal(status == 403 ? "ERR_PUBSUB_FORBIDDEN" : "", status == 403 ? answer.ErrorCode : "");
        }

        await narrow.FirstAsync();
        Assert.Equal("sales", Assert.Single((await bed.MetadataAsync("narrow")).GetProperty("subscriptions").EnumerateArray()).GetProperty("topic").GetString());
    }

    [Fact]
    public async Task Happens_without_the_token_but_health_answers_without_it()
    {
        await using var bed = await Bed.StartAsync(o => o with { ApiToken = "secret" }, Bed.Publisher());

        foreach (var (path, token, status) in new[]
        {
            ("/v1.0/publish/desk-pubsub/t", null, 401), ("/v1.0/publish/desk-pubsub/t", "wrong", 401), ("/v1.0/publish/desk-pubsub/t", "secret", 204), ("/v1.0/shutdown", null, 401),
        })
        {
            var answer = await bed.SendAsync(HttpMethod.Post, path, "{}"u8.ToArray(), "application/json", null, token is null ? [] : [("dapr-api-token", token)]);
            Assert.Equal((path, token, status), (path, token, answer.Status));
        }

        Assert.Equal(401, (await bed.GetAsync("/v1.0/metadata")).Status);
        Assert.Equal((204, 204), ((await bed.GetAsync("/v1.0/healthz")).Status, (await bed.GetAsync("/v1.0/healthz/outbound")).Status));
    }

    [Fact]
    public async Task Happens_on_purpose_where_asked_for()
    {
        await using var bed = await Bed.StartAsync(o => o with { RefuseShare = 1 }, Bed.Publisher());

        var refused = await bed.TryPublishAsync("t", "{}");

        Assert.Equal((500, "ERR_PUBSUB_PUBLISH_MESSAGE"), (refused.Status, refused.ErrorCode));
    }
}
