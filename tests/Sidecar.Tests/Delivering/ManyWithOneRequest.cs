using System.Text.Json;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

/// <summary>An app that asks for <c>bulkSubscribe</c> gets many events with one request, and answers each of them for itself.</summary>
public sealed class ManyWithOneRequest
{
    private const string Dead = """,{"pubsubname":"desk-pubsub","topic":"dead","route":"/dead"}""";

    [Fact]
    public async Task Holds_no_more_than_the_app_takes_and_every_event_once()
    {
        var ids = Enumerable.Range(0, 60).Select(i => $"e{i:D2}").ToList();
        await using var app = TestApp.NotYet(Subscribing(most: 8));
        app.Answer = d => Task.FromResult(All(d, "SUCCESS"));
        await using var bed = await Bed.StartAsync(Bed.App(app));
        foreach (var id in ids)
        {
            await bed.PublishIdAsync("t", id);
        }

        await app.ListenAsync();
        await Eventually.TrueAsync(() => IdsOf(app).Count() >= ids.Count, () => "not all came");
        await bed.StopAsync();

        Assert.Equal(ids, IdsOf(app).Order());
        Assert.All(app.Deliveries, d => Assert.InRange(Entries(d).Count, 1, 8));
        Assert.True(app.Deliveries.Count < ids.Count / 2, $"{app.Deliveries.Count} requests for {ids.Count} events: hardly any came together.");
    }

    [Fact]
    public async Task Looks_as_the_real_one_makes_it()
    {
        await using var app = await TestApp.StartAsync(Subscribing());
        app.Answer = d => Task.FromResult(All(d, "SUCCESS"));
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishAsync("t", """{"amount":12345678901234567890}""", query: "?metadata.cloudevent.id=one");

        var got = await app.FirstAsync();
        Assert.Equal(("POST", "/on/t", "application/json", "desk-pubsub"), (got.Method, got.Path, got.Header("content-type"), got.Header("pubsubname")));
        Assert.Equal(("com.dapr.event.sent.bulk", "t", "desk-pubsub"), (got["type"], got["topic"], got["pubsubname"]));
        var entry = Assert.Single(Entries(got));
        Assert.Equal("application/cloudevents+json", entry.GetProperty("contentType").GetString());
        Assert.Equal("one", entry.GetProperty("event").GetProperty("id").GetString());
        Assert.Equal("12345678901234567890", entry.GetProperty("event").GetProperty("data").GetProperty("amount").GetRawText());
    }

    [Theory]
    [InlineData("SUCCESS", "t")]
    [InlineData("RETRY", "t t")]
    [InlineData("DROP", "t dead")]
    [InlineData("", "t t")] // Not as with a single one: no word means that it is to come again.
    [InlineData("success", "t t")]
    [InlineData(null, "t t")]
    public async Task Is_answered_entry_by_entry(string? word, string happens)
    {
        await using var app = await TestApp.StartAsync(Subscribing());
        app.Answer = d => Task.FromResult(d.Path == "/dead" ? Reply.Success : Answer(Entries(d).Select(e => (e, IdOf(e) == "odd" && TimesOf(app, "odd") == 1 ? word : "SUCCESS"))));
        await using var bed = await StubbornAsync(app);
        string[] ids = ["a", "odd", "b"];
        await Task.WhenAll(ids.Select(id => bed.PublishIdAsync("t", id)));

        await Eventually.TrueAsync(() => Happened(app, "odd") == happens && ids.All(id => TimesOf(app, id) >= 1), () => Happened(app, "odd"));
        await FenceAsync(bed, app);
        Assert.Equal([happens, "t", "t"], new[] { "odd", "a", "b" }.Select(id => Happened(app, id)));
    }

    [Theory]
    [InlineData(500, "", "t t")]
    [InlineData(400, """{"statuses":[]}""", "t t")]
    [InlineData(200, "no json", "t t")]
    [InlineData(200, "[]", "t t")]
    [InlineData(200, """{"statuses":[5,{"entryId":7,"status":"DROP"},null]}""", "t t")]
    [InlineData(0, "", "t t")]
    [InlineData(404, "", "t dead")]
    public async Task Answered_as_a_whole_goes_for_every_entry(int status, string body, string happens)
    {
        await using var app = await TestApp.StartAsync(Subscribing());
        app.Answer = d => Task.FromResult(d.Path == "/dead" ? Reply.Success : Entries(d).Any(e => TimesOf(app, IdOf(e)) > 1) ? All(d, "SUCCESS") : new Reply(status, body));
        await using var bed = await StubbornAsync(app);
        await bed.PublishIdAsync("t", "a");
        await bed.PublishIdAsync("t", "b");

        await Eventually.TrueAsync(() => Happened(app, "a") == happens && Happened(app, "b") == happens, () => $"a: {Happened(app, "a")}, b: {Happened(app, "b")}");
        app.Answer = d => Task.FromResult(d.Path == "/dead" ? Reply.Success : All(d, "SUCCESS"));
        await FenceAsync(bed, app);
        Assert.Equal((happens, happens), (Happened(app, "a"), Happened(app, "b")));
    }

    [Fact]
    public async Task Strictly_in_order_is_one_at_a_time_over_failures_too()
    {
        var ids = Enumerable.Range(0, 30).Select(i => $"e{i:D2}").ToList();
        await using var app = TestApp.NotYet(Subscribing(dead: false));
        app.Answer = d => Task.FromResult(All(d, IdOf(Entries(d)[0]).EndsWith('5') && TimesOf(app, IdOf(Entries(d)[0])) == 1 ? "RETRY" : "SUCCESS"));
        await using var bed = await Bed.StartAsync(o => o with { Concurrency = 1, Redelivery = TimeSpan.FromMilliseconds(2) }, Bed.App(app));
        foreach (var id in ids)
        {
            await bed.PublishIdAsync("t", id);
        }

        await app.ListenAsync();
        await Eventually.TrueAsync(() => IdsOf(app).Distinct().Count() == ids.Count, () => "not all came");
        Assert.Equal(ids, IdsOf(app).Distinct());
        Assert.Equal(33, app.Deliveries.Count);
    }

    [Fact]
    public async Task Goes_where_the_rules_say_each_path_by_itself()
    {
        await using var app = await TestApp.StartAsync("""
            [{"pubsubname":"desk-pubsub","topic":"t","routes":{"rules":[{"match":"event.id.startsWith(\"x\")","path":"/x"}],"default":"/other"},"bulkSubscribe":{"enabled":true,"maxAwaitDurationMs":50}}]
            """);
        app.Answer = d => Task.FromResult(All(d, "SUCCESS"));
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await Task.WhenAll(new[] { "x1", "y1", "x2", "y2" }.Select(id => bed.PublishIdAsync("t", id)));

        await Eventually.TrueAsync(() => IdsOf(app).Count() == 4, () => "not all came");
        Assert.All(app.Deliveries, d => Assert.All(Entries(d), e => Assert.Equal(IdOf(e)[0] == 'x' ? "/x" : "/other", d.Path)));
    }

    [Fact]
    public async Task An_app_that_dies_over_it_gets_all_of_it_again()
    {
        await using var app = await TestApp.StartAsync(Subscribing(dead: false));
        var met = new TaskCompletionSource();
        app.Answer = async _ =>
        {
            met.TrySetResult();
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            return Reply.Success;
        };
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("t", "a");
        await bed.PublishIdAsync("t", "b");
        await met.Task;
        await app.DieAsync();
        app.Answer = d => Task.FromResult(All(d, "SUCCESS"));
        await app.ListenAsync();

        await Eventually.TrueAsync(() => TimesOf(app, "a") >= 1 && TimesOf(app, "b") >= 1 && app.Deliveries.Count >= 2, () => "not all came again");
        await bed.StopAsync();
        var (answered, before) = (app.Deliveries.Count, IdsOf(app).Count());
        await bed.StartAgainAsync();
        await bed.PublishIdAsync("t", "fence");
        await Eventually.TrueAsync(() => TimesOf(app, "fence") == 1, () => "the fence did not come");
        Assert.Equal((answered + 1, before + 1), (app.Deliveries.Count, IdsOf(app).Count()));
    }

    private static string Subscribing(int most = 100, bool dead = true) =>
        $$$"""[{"pubsubname":"desk-pubsub","topic":"t","route":"/on/t"{{{(dead ? ""","deadLetterTopic":"dead" """ : "")}}},"bulkSubscribe":{"enabled":true,"maxMessagesCount":{{{most}}},"maxAwaitDurationMs":20}}{{{(dead ? Dead : "")}}}]""";

    private static Task<Bed> StubbornAsync(TestApp app) => Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 20ms, maxRetries: 5}") }, Bed.App(app));

    // Whatever should not come would have come by the time that a later event went round.
    private static async Task FenceAsync(Bed bed, TestApp app)
    {
        await bed.PublishIdAsync("t", "fence");
        await Eventually.TrueAsync(() => TimesOf(app, "fence") == 1, () => "the fence did not come");
    }

    private static List<JsonElement> Entries(Got got) => [.. got.Json.GetProperty("entries").EnumerateArray()];

    private static string IdOf(JsonElement entry) => entry.GetProperty("event").GetProperty("id").GetString()!;

    private static IEnumerable<string> IdsOf(TestApp app) => app.Deliveries.Where(d => d.Path != "/dead").SelectMany(Entries).Select(IdOf);

    private static int TimesOf(TestApp app, string id) => IdsOf(app).Count(i => i == id);

    private static string Happened(TestApp app, string id) =>
        string.Join(' ', app.Deliveries.SelectMany(d => d.Path == "/dead" ? (d.Id == id ? ["dead"] : []) : Entries(d).Where(e => IdOf(e) == id).Select(_ => "t")));

    private static Reply All(Got got, string word) => Answer(Entries(got).Select(e => (e, (string?)word)));

    private static Reply Answer(IEnumerable<(JsonElement Entry, string? Word)> answers) =>
        new(200, JsonSerializer.Serialize(new { statuses = answers.Where(a => a.Word is not null).Select(a => new { entryId = a.Entry.GetProperty("entryId").GetString(), status = a.Word }) }));
}
