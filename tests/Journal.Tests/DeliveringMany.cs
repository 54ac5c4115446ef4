using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CoretimeDesk.Journal;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Journal.Tests;

/// <summary>The sidecar brings many events with one request where a service asks for it, and learns what became of each.</summary>
public sealed class DeliveringMany(PostgresFixture postgres)
{
    private static readonly Guid Lead = Guid.Parse("018f0000-0000-7000-8000-0000000000cd");

    [Fact]
    public async Task A_topic_is_asked_for_in_bulk_exactly_where_something_of_it_is_applied_together()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        using var http = new HttpClient();
        foreach (var applying in Enum.GetValues<Applying>())
        {
            var together = applying != Applying.Alone;
            var asked = await http.GetFromJsonAsync<JsonElement>(new Uri(await world.ListeningReplicaAsync(Ordering.AnyOrder, applying), "/dapr/subscribe"));
            var leads = asked.EnumerateArray().Single(s => s.GetProperty("topic").GetString() == "leads");
            Assert.Equal(together ? "/events/leads/many" : "/events/leads", leads.GetProperty("route").GetString());
            Assert.Equal(together, leads.TryGetProperty("bulkSubscribe", out var bulk) && bulk.GetProperty("enabled").GetBoolean() && bulk.GetProperty("maxMessagesCount").GetInt32() > 1);
            Assert.Equal("tally-dead", leads.GetProperty("deadLetterTopic").GetString());
        }
    }

    [Theory]
    [InlineData(Applying.Together)]
    [InlineData(Applying.InCompany)]
    [InlineData(Applying.Alone)] // Of a topic of which something else is applied together.
    public async Task Each_is_answered_for_itself_and_applied_once(Applying applying)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        world.Moods.Fails = e => e.Id == "fails";
        var (good, fails) = (TallyWorld.Event(Lead, 1, "good"), TallyWorld.Event(Lead, 2, "fails"));
        var answers = await DeliverAsync(world, applying, Entry("1", good), Entry("2", good), Entry("3", fails), """{"entryId":"4","event":{"id":"no envelope"}}""", """{"entryId":"5","event":"bm8="}""", """{"entryId":"6"}""", """{"event":{}}""", "7");

        Assert.Equal(["1 SUCCESS", "2 SUCCESS", "3 RETRY", "4 DROP", "5 DROP", "6 DROP"], answers);
        Assert.Equal(["good"], await world.ColumnAsync<string>("select event_id from tally.applied"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"entries":{}}""")]
    [InlineData("""{"entries":[{"entryId":"\ud800","event":{}}]}""")]
    public async Task What_is_no_such_delivery_is_refused_as_a_whole_and_says_why(string body)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(await world.ListeningReplicaAsync(Ordering.AnyOrder, Applying.Together), "/events/leads/many"), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode); // The sidecar tries again: nothing is lost by it.
        Assert.Contains("entries", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_truncation_is_refused_or_answered_and_nothing_worse()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var address = new Uri(await world.ListeningReplicaAsync(Ordering.AnyOrder, Applying.Together), "/events/leads/many");
        using var http = new HttpClient();
        var body = Encoding.UTF8.GetBytes($"{{\"entries\":[{Entry("1", TallyWorld.Event(Lead, 1))}]}}");
        for (var length = 0; length < body.Length; length++)
        {
            using var content = new ByteArrayContent(body, 0, length);
            using var answer = await http.PostAsync(address, content);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.applied"));
    }

    private static async Task<List<string>> DeliverAsync(TallyWorld world, Applying applying, params string[] entries)
    {
        using var http = new HttpClient();
        using var content = new StringContent($"{{\"id\":\"x\",\"type\":\"com.dapr.event.sent.bulk\",\"entries\":[{string.Join(',', entries)}]}}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(await world.ListeningReplicaAsync(Ordering.AnyOrder, applying), "/events/leads/many"), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var statuses = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("statuses");
        return [.. statuses.EnumerateArray().Select(s => $"{s.GetProperty("entryId").GetString()} {s.GetProperty("status").GetString()}")];
    }

    private static string Entry(string id, CloudEvent e) => $$"""{"entryId":"{{id}}","contentType":"application/cloudevents+json","event":{{Encoding.UTF8.GetString(e.ToJson())}}}""";
}
