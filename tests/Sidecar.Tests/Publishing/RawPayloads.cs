using System.Text;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Publishing;

public sealed class RawPayloads(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("T")]
    public async Task Reach_a_raw_subscription_untouched_inside_a_fresh_envelope(string flag)
    {
        var body = $"raw \"{flag}\" <bytes>";
        await fixture.Bed.PublishAsync("raw", body, "text/plain", $"?metadata.rawPayload={flag}");

        var got = await fixture.FindAsync(d => d.Path == "/raw" && d["data_base64"] == Convert.ToBase64String(Encoding.UTF8.GetBytes(body)));

        Assert.Equal("application/octet-stream", got["datacontenttype"]);
        Assert.Equal("application/cloudevents+json", got.Header("content-type"));
    }

    [Fact]
    public async Task Are_taken_for_envelopes_by_a_subscription_that_is_not_raw()
    {
        await fixture.Bed.PublishAsync("wrapped", """{ "id" : "raw-json", "odd": 1 }""", "application/json", "?metadata.rawPayload=true");

        Assert.Equal("""{ "id" : "raw-json", "odd": 1 }""", (await fixture.FindAsync(d => d.Path == "/wrapped" && d.Id == "raw-json")).Text);
    }

    [Fact]
    public async Task Get_a_fresh_id_at_every_delivery()
    {
        await using var app = await TestApp.StartAsync("""[{"pubsubname":"desk-pubsub","topic":"raw","route":"/raw","metadata":{"rawPayload":"true"}}]""");
        app.Answer = _ => Task.FromResult(app.Deliveries.Count < 3 ? Reply.Retry : Reply.Success);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishAsync("raw", "x", "text/plain", "?metadata.rawPayload=true");

        Assert.Equal(3, (await app.UntilAsync(3)).Select(d => d.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("yes")]
    [InlineData("2")]
    public async Task Need_a_flag_that_is_a_boolean(string flag)
    {
        var refused = await fixture.Bed.TryPublishAsync("raw", "x", "text/plain", $"?metadata.rawPayload={flag}");

        Assert.Equal((400, "ERR_PUBSUB_REQUEST_METADATA"), (refused.Status, refused.ErrorCode));
    }
}
