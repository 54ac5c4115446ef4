using System.Text;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Publishing;

public sealed class PublishingInBulk(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private Task<Answered> SendAsync(string entries, string path = "/v1.0-alpha1/publish/bulk/desk-pubsub/wrapped", Bed? bed = null) =>
        (bed ?? fixture.Bed).SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(entries), "application/json");

    [Theory]
    [InlineData("/v1.0-alpha1/publish/bulk/desk-pubsub/wrapped", "entryId", "alpha")]
    [InlineData("/v1.0/publish/bulk/desk-pubsub/wrapped", "entryID", "stable")]
    public async Task Works_on_both_paths_and_with_either_spelling(string path, string entryId, string mark)
    {
        var answer = await SendAsync($$$"""
            [{"{{{entryId}}}":"1","event":{"who":"{{{mark}}}-1"},"contentType":"application/json","metadata":{"cloudevent.id":"{{{mark}}}-id"}},
             {"{{{entryId}}}":"2","event":"{{{mark}}}-2","contentType":"text/plain"},
             {"{{{entryId}}}":"3","event":"aGk=","contentType":"application/octet-stream","metadata":{"cloudevent.type":"{{{mark}}}-3"}},
             {"{{{entryId}}}":"4","event":{"id":"{{{mark}}}-4","source":"own"},"contentType":"application/cloudevents+json"}]
            """, path);

        Assert.Equal((204, ""), (answer.Status, answer.Body));
        await fixture.FindAsync(d => d.Id == $"{mark}-id" && d.Json.GetProperty("data").GetProperty("who").GetString() == $"{mark}-1");
        await fixture.FindAsync(d => d["data"] == $"{mark}-2");
        await fixture.FindAsync(d => d["type"] == $"{mark}-3" && d["data_base64"] == "aGk=");
        await fixture.FindAsync(d => d.Id == $"{mark}-4" && d["source"] == "own");
    }

    [Theory]
    [InlineData("""[{"entryId":"1","event":{},"contentType":"application/json"},{"entryId":"1","event":{},"contentType":"application/json"}]""", "entryId '1' is not unique")]
    [InlineData("""[{"event":{},"contentType":"application/json"}]""", "no entryId")]
    [InlineData("""[{"entryId":"1","event":{},"contentType":"text/plain"}]""", "must be a string")]
    [InlineData("""[{"entryId":"1","event":"x","contentType":"image/png"}]""", "image/png")]
    [InlineData("""[{"entryId":"1","event":"%%","contentType":"application/octet-stream"}]""", "")]
    [InlineData("""[{"entryId":"1","contentType":"text/plain"}]""", "no event")]
    [InlineData("""{"entryId":"1"}""", "not an array")]
    [InlineData("nonsense", "")]
    public async Task Refuses_a_request_that_cannot_be_read_and_takes_none_of_it(string entries, string complaint)
    {
        var answer = await SendAsync(entries);

        Assert.Equal((400, "ERR_PUBSUB_EVENTS_SER"), (answer.Status, answer.ErrorCode));
        Assert.Contains(complaint, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_metadata_of_the_request_reach_only_entries_that_have_their_own()
    {
        await SendAsync("""
            [{"entryId":"1","event":"own","contentType":"text/plain","metadata":{}},{"entryId":"2","event":"bare","contentType":"text/plain"}]
            """, "/v1.0/publish/bulk/desk-pubsub/wrapped?metadata.cloudevent.type=from-request");

        Assert.Equal("from-request", (await fixture.FindAsync(d => d["data"] == "own"))["type"]);
        Assert.Equal("com.dapr.event.sent", (await fixture.FindAsync(d => d["data"] == "bare"))["type"]);
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e21", "1e+21")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("1.50", "1.5")]
    [InlineData("-12", "-12")]
    [InlineData("0.3", "0.3")]
    [InlineData("-0.00012", "-0.00012")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("123456.75", "123456.75")]
    [InlineData("1200", "1200")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("0", "0")]
    [InlineData("9.5e-11", "9.5e-11")]
    public async Task Passes_numbers_through_floating_point(string sent, string received)
    {
        await SendAsync($$$"""[{"entryId":"1","event":{"number":{{{sent}}}},"contentType":"application/json","metadata":{"cloudevent.id":"n{{{sent}}}"}}]""");

        Assert.Equal(received, (await fixture.FindAsync(d => d.Id == "n" + sent)).Json.GetProperty("data").GetProperty("number").GetRawText());
    }

    [Fact]
    public async Task Lists_exactly_the_entries_that_failed()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(o => o with { RefuseShare = 0.5, Seed = 11 }, Bed.App(app));
        var ids = Enumerable.Range(1, 20).Select(i => $"e{i}").ToList();

        var answer = await SendAsync(
            "[" + string.Join(",", ids.Select(i => $$"""{"entryId":"{{i}}","event":"{{i}}","contentType":"text/plain"}""")) + "]", "/v1.0/publish/bulk/desk-pubsub/t", bed);

        Assert.Equal((500, "ERR_PUBSUB_PUBLISH_MESSAGE"), (answer.Status, answer.ErrorCode));
        var failed = answer.Json.GetProperty("failedEntries").EnumerateArray().Select(e => e.GetProperty("entryId").GetString()!).ToList();
        Assert.InRange(failed.Count, 1, 19);
        var delivered = (await app.UntilAsync(20 - failed.Count)).Select(d => d["data"]);
        Assert.Equal(ids.Except(failed).Order(), delivered.Order());
    }
}
