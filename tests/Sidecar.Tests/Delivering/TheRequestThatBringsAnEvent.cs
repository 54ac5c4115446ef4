using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

public sealed class TheRequestThatBringsAnEvent
{
    [Fact]
    public async Task Bears_the_headers_of_the_real_sidecar()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(o => o with { AppToken = "app-secret", ApiToken = null }, Bed.App(app));
        await bed.PublishIdAsync("t", "one");

        var got = await app.FirstAsync();

        Assert.Equal(("POST", "/on/t", "application/cloudevents+json"), (got.Method, got.Path, got.Header("content-type")));
        Assert.Equal(("desk-pubsub", "app-secret"), (got.Header("pubsubname"), got.Header("dapr-api-token")));
        Assert.Equal(got["traceparent"].Split('-')[1], got.Header("traceparent").Split('-')[1]);
        Assert.Equal("app-secret", app.LastSubscribe!.Header("dapr-api-token"));
    }

    [Fact]
    public async Task Bears_no_token_when_none_is_set()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(o => o with { ApiToken = null }, Bed.App(app));
        await bed.PublishIdAsync("t", "one");

        Assert.Equal("(none)", (await app.FirstAsync()).Header("dapr-api-token"));
    }

    [Fact]
    public async Task Is_the_same_byte_for_byte_at_every_attempt()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        app.Answer = _ => Task.FromResult(app.Deliveries.Count < 4 ? new Reply(500) : Reply.Success);
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 5ms, maxRetries: 1}") }, Bed.App(app));
        await bed.PublishAsync("t", """{"n":12345678901234567890}""");

        Assert.Single((await app.UntilAsync(4)).Select(d => d.Text).Distinct());
    }
}
