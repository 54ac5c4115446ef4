using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Bench.Insights;

/// <summary>Delivers events as a sidecar does, customer after customer, customers side by side.</summary>
internal static class Ingest
{
    /// <summary>Events of a request at most.</summary>
    public const int Most = 100;

    // So many customers' events lie at a sidecar at once.
    private const int Together = 60;

    /// <summary>One with each request.</summary>
    public static Task<Turn> OneByOneAsync(Uri address, ToldDesk desk, int customers, int clients, TimeSpan length)
    {
        var next = customers;
        return RunAsync(address, clients, length, async (http, isOver, took) =>
        {
            var customer = Interlocked.Increment(ref next);
            foreach (var told in desk.Story(customer, customer + 1).TakeWhile(_ => !isOver()))
            {
                var start = Stopwatch.GetTimestamp();
                Expect(await PostAsync(http, $"/events/{told.Topic}", "application/cloudevents+json", (told with { At = DateTimeOffset.UtcNow }).ToBus()), 1);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return took.Count;
        });
    }

    /// <summary>Many with each request; how fast is still counted in events.</summary>
    public static Task<Turn> ManyAsync(Uri address, ToldDesk desk, int customers, int clients, TimeSpan length)
    {
        var next = customers;
        return RunAsync(address, clients, length, async (http, isOver, took) =>
        {
            var first = Interlocked.Add(ref next, Together) - Together;
            var waiting = Enumerable.Range(first + 1, Together).SelectMany(c => desk.Story(c, c + 1)).GroupBy(t => t.Topic).SelectMany(t => t.Chunk(Most));
            var events = 0;
            foreach (var some in waiting.TakeWhile(_ => !isOver()))
            {
                var body = BodyOf(some);
                var start = Stopwatch.GetTimestamp();
                Expect(await PostAsync(http, $"/events/{some[0].Topic}/many", "application/json", body), some.Length);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                events += some.Length;
            }

            return events;
        });
    }

    private static byte[] BodyOf(ToldEvent[] some)
    {
        var entries = some.Select((t, i) => (JsonNode)new JsonObject
        {
            ["entryId"] = $"{i}", ["contentType"] = "application/cloudevents+json", ["event"] = JsonNode.Parse((t with { At = DateTimeOffset.UtcNow }).ToBus()),
        });
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = $"{Guid.NewGuid()}", ["type"] = "com.dapr.event.sent.bulk", ["topic"] = some[0].Topic, ["entries"] = new JsonArray([.. entries]) });
    }

    private static async Task<Turn> RunAsync(Uri address, int clients, TimeSpan length, Func<HttpClient, Func<bool>, List<double>, Task<int>> work)
    {
        using var http = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }) { BaseAddress = address, DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var (events, took) = (0, new List<double>());
            while (watch.Elapsed < length)
            {
                List<double> mine = [];
                events += await work(http, () => watch.Elapsed >= length, mine);
                took.AddRange(mine);
            }

            return (events, took);
        })));
        return new(done.Sum(d => d.events) / watch.Elapsed.TotalSeconds, [.. done.SelectMany(d => d.took).Order()]);
    }

    private static async Task<string> PostAsync(HttpClient http, string path, string type, byte[] bytes)
    {
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new(type);
        using var answer = await http.PostAsync(path, body);
        return await answer.Content.ReadAsStringAsync();
    }

    private static void Expect(string answer, int successes)
    {
        if (answer.Split("SUCCESS").Length - 1 != successes)
        {
            throw new InvalidOperationException(answer);
        }
    }
}
