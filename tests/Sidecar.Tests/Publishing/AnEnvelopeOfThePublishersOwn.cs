using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Publishing;

public sealed class AnEnvelopeOfThePublishersOwn(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private const string Type = "application/cloudevents+json";

    [Fact]
    public async Task Is_not_wrapped_and_keeps_its_extensions_and_numbers()
    {
        var got = await fixture.RoundAsync(
            """{"specversion":"1.0","id":"own","source":"s","type":"t","subject":"MARK","time":"2026-01-01T00:00:00Z","aggregateid":"a","sequence":9007199254740993,"traceid":"tid","traceparent":"tp","data":{"n":18446744073709551615}}""",
            Type + "; charset=utf-8", "?metadata.cloudevent.id=not-this&metadata.cloudevent.type=nor-this");

        Assert.Equal(("own", "s", "t", "2026-01-01T00:00:00Z"), (got.Id, got["source"], got["type"], got["time"]));
        Assert.Equal(("a", "9007199254740993", "tid", "tp"), (got["aggregateid"], got["sequence"], got["traceid"], got["traceparent"]));
        Assert.Equal("""{"n":18446744073709551615}""", got.Json.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Gets_topic_and_component_overwritten_and_gaps_filled_but_no_id()
    {
        var got = await fixture.RoundAsync("""{"subject":"MARK","topic":"x","pubsubname":"x","data":1}""", Type);

        Assert.Equal(("wrapped", "desk-pubsub", "Dapr", "com.dapr.event.sent", "1.0"), (got["topic"], got["pubsubname"], got["source"], got["type"], got["specversion"]));
        Assert.False(got.Json.TryGetProperty("id", out _));
        Assert.NotEqual("(none)", got["time"]);
        Assert.Equal("", got["tracestate"]);
    }

    [Fact]
    public async Task Loses_its_traceparent_when_it_has_no_traceid()
    {
        var got = await fixture.RoundAsync("""{"id":"x","subject":"MARK","traceparent":"mine"}""", Type);

        Assert.NotEqual("mine", got["traceparent"]);
        Assert.Equal(got["traceparent"], got["traceid"]);
    }

    [Fact]
    public async Task Published_as_plain_JSON_becomes_an_envelope_in_an_envelope() =>
        Assert.Equal("inner", (await fixture.RoundAsync("""{"specversion":"1.0","id":"inner"}""", "application/json")).Json.GetProperty("data").GetProperty("id").GetString());

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{broken")]
    [InlineData("")]
    public async Task Is_refused_when_it_is_no_object(string body)
    {
        var refused = await fixture.Bed.TryPublishAsync("wrapped", body, Type);

        Assert.Equal((500, "ERR_PUBSUB_CLOUD_EVENTS_SER"), (refused.Status, refused.ErrorCode));
    }
}
