using System.Text.Json;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Publishing;

public sealed class TheEnvelopeOfAPlainBody(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Theory]
    // content type | body | member | its JSON text
    [InlineData("application/json", """{"b":1,"a":[true,null]}""", "data", """{"a":[true,null],"b":1}""")]
    [InlineData("application/json; charset=utf-8", """{"a":1}""", "data", """{"a":1}""")]
    [InlineData("Application/JSON", "17", "data", "17")]
    [InlineData("application/json", "\"text\"", "data", "\"text\"")]
    [InlineData("application/json", "null", "data", "null")]
    [InlineData("application/json", """{"a":1} and more""", "data", """{"a":1}""")]
    [InlineData("application/json", "{broken", "data", "\"{broken\"")]
    [InlineData("application/json", "", "data", "\"\"")]
    [InlineData("application/json", "{\"lone\":\"\\ud800x\"}", "data", "{\"lone\":\"\uFFFDx\"}")]
    [InlineData("application/vnd.desk+json", """{"a":1}""", "data", "\"{\\\"a\\\":1}\"")]
    [InlineData("text/plain", "hello", "data", "\"hello\"")]
    [InlineData("text/xml", "<a>&</a>", "data", "\"\\u003ca\\u003e\\u0026\\u003c/a\\u003e\"")]
    [InlineData("application/xml", "x", "data", "\"x\"")]
    [InlineData("application/octet-stream", "hello", "data_base64", "\"aGVsbG8=\"")]
    [InlineData("application/cloudevents+protobuf", "hello", "data_base64", "\"aGVsbG8=\"")]
    [InlineData(null, "hello", "data", "\"hello\"")]
    public async Task Holds_the_body_by_its_content_type(string? contentType, string body, string member, string expected)
    {
        var got = await fixture.RoundAsync(body, contentType);

        Assert.Equal(expected, got.Json.GetProperty(member).GetRawText());
        Assert.False(got.Json.TryGetProperty(member == "data" ? "data_base64" : "data", out _));
        Assert.Equal(contentType ?? "text/plain", got["datacontenttype"]);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("340282366920938463463374607431768211455")]
    [InlineData("0.10")]
    [InlineData("1E400")]
    [InlineData("-0.0")]
    public async Task Keeps_numbers_digit_for_digit(string number) =>
        Assert.Equal($$"""{"n":{{number}}}""", (await fixture.RoundAsync($$"""{ "n" : {{number}} }""", "application/json")).Json.GetProperty("data").GetRawText());

    [Fact]
    public async Task Has_the_attributes_of_the_real_sidecar()
    {
        var got = await fixture.RoundAsync("{}", "application/json");

        Assert.Equal(
            ["data", "datacontenttype", "id", "pubsubname", "source", "specversion", "subject", "time", "topic", "traceid", "traceparent", "tracestate", "type"],
            got.Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(("1.0", "app", "com.dapr.event.sent", "wrapped", "desk-pubsub"), (got["specversion"], got["source"], got["type"], got["topic"], got["pubsubname"]));
        Assert.True(Guid.TryParse(got.Id, out _));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$", got["time"]);
        Assert.Equal(got["traceparent"], got["traceid"]);
    }

    [Fact]
    public async Task Takes_the_overrides_without_regard_to_case_and_no_others()
    {
        var got = await fixture.RoundAsync("{}", "application/json",
            "?metadata.cloudevent.id=i-1&metadata.CloudEvent.Source=s-1&metadata.cloudevent.TYPE=t-1&metadata.cloudevent.traceid=trace-1&metadata.cloudevent.traceparent=parent-1"
            + "&metadata.cloudevent.tracestate=state-1&metadata.cloudevent.topic=x&metadata.cloudevent.pubsubname=x&metadata.cloudevent.time=x&metadata.cloudevent.datacontenttype=x"
            + "&metadata.cloudevent.extra=x&metadata.partitionKey=k&metadata.cloudevent.id=second");

        Assert.Equal(("i-1", "s-1", "t-1"), (got.Id, got["source"], got["type"]));
        Assert.Equal(("trace-1", "parent-1", "state-1"), (got["traceid"], got["traceparent"], got["tracestate"]));
        Assert.Equal(("wrapped", "desk-pubsub", "application/json"), (got["topic"], got["pubsubname"], got["datacontenttype"]));
        Assert.NotEqual("x", got["time"]);
        Assert.False(got.Json.TryGetProperty("extra", out _));
    }

    [Fact]
    public async Task Is_written_as_Go_writes_JSON()
    {
        var got = await fixture.RoundAsync("""{ "z" : "<&>", "a" : { "y" : 1, "b" : "ü\u2028" } }""", "application/json");

        Assert.Contains("\"data\":{\"a\":{\"b\":\"ü\\u2028\",\"y\":1},\"z\":\"\\u003c\\u0026\\u003e\"}", got.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task May_be_put_as_well_as_posted()
    {
        var put = await fixture.Bed.SendAsync(HttpMethod.Put, "/v1.0/publish/desk-pubsub/wrapped?metadata.cloudevent.id=put-1", "{}"u8.ToArray(), "application/json");

        Assert.Equal((204, ""), (put.Status, put.Body));
        await fixture.FindAsync(d => d.Id == "put-1");
    }

    [Fact]
    public async Task Comes_twice_when_one_id_is_published_twice()
    {
        await fixture.Bed.PublishIdAsync("wrapped", "same-id");
        await fixture.Bed.PublishIdAsync("wrapped", "same-id");

        await Eventually.TrueAsync(() => fixture.App.Deliveries.Count(d => d.Id == "same-id") == 2, () => "not delivered twice");
    }

    [Fact]
    public async Task Continues_the_trace_of_the_publisher_in_envelope_and_header()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        await fixture.Bed.SendAsync(HttpMethod.Post, "/v1.0/publish/desk-pubsub/wrapped?metadata.cloudevent.id=traced", "{}"u8.ToArray(), "application/json", null,
            ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"), ("tracestate", "desk=1"));

        var got = await fixture.FindAsync(d => d.Id == "traced");

        Assert.Matches($"^00-{trace}-(?!00f067aa0ba902b7)[0-9a-f]{{16}}-01$", got["traceparent"]);
        Assert.Matches($"^00-{trace}-[0-9a-f]{{16}}-01$", got.Header("traceparent"));
        Assert.NotEqual(got["traceparent"], got.Header("traceparent"));
        Assert.Equal(("desk=1", "desk=1"), (got["tracestate"], got.Header("tracestate")));
    }
}
