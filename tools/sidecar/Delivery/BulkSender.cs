using System.Net.Http.Headers;
using System.Text.Json;
using CoretimeDesk.Sidecar.Discovery;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>Envelopes that are sent at about the same time with one request, each with an answer of its own.</summary>
/// <param name="app">Where they go.</param>
/// <param name="subscription">Whose they are.</param>
/// <param name="bulk">A request is sent when it is full, or when its first envelope has waited so long.</param>
/// <param name="limit">How long the app may take.</param>
/// <param name="time">Measures both.</param>
internal sealed class BulkSender(AppChannel app, Subscription subscription, Bulk bulk, TimeSpan limit, TimeProvider time) : IEventSender
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Company> _open = new(StringComparer.Ordinal);

    public Task<Answer> SendAsync(string path, byte[] body, TraceContext? trace, CancellationToken cancel)
    {
        // The trace is in the envelope; a request for many has none of its own.
        var entry = new Entry(body, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Company? full = null;
        lock (_lock)
        {
            if (!_open.TryGetValue(path, out var company))
            {
                _open[path] = company = new(path, []);
                if (bulk.Most > 1)
                {
                    _ = SendLaterAsync(company);
                }
            }

            company.Entries.Add(entry);
            if (company.Entries.Count >= bulk.Most)
            {
                _open.Remove(path);
                full = company;
            }
        }

        if (full is not null)
        {
            _ = SendAsync(full);
        }

        return entry.Answered.Task.WaitAsync(cancel);
    }

    private async Task SendLaterAsync(Company company)
    {
        await Task.Delay(bulk.Wait, time);
        lock (_lock)
        {
            if (!_open.TryGetValue(company.Path, out var open) || open != company)
            {
                return; // It was full before.
            }

            _open.Remove(company.Path);
        }

        await SendAsync(company);
    }

    private async Task SendAsync(Company company)
    {
        var count = company.Entries.Count;
        Answer[] answers;
        try
        {
            answers = await app.PostAsync(
                company.Path, BodyOf(company), Prepare, (status, body) => BulkAnswer.Read(status, body, count), why => [.. Enumerable.Repeat(Answer.None(why), count)], limit, time, CancellationToken.None);
        }
        catch (Exception e)
        {
            // Nobody waits for this task itself; those who wait must not wait for ever.
            answers = [.. Enumerable.Repeat(Answer.None($"could not be asked ({e.Message})"), count)];
        }

        foreach (var (entry, answer) in company.Entries.Zip(answers))
        {
            entry.Answered.SetResult(answer);
        }

        void Prepare(HttpRequestMessage request)
        {
            request.Content!.Headers.ContentType = Json;
            request.Headers.TryAddWithoutValidation("pubsubname", subscription.PubSub);
        }
    }

    private byte[] BodyOf(Company company)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("id", Guid.CreateVersion7(time.GetUtcNow()));
            json.WriteString("type", "com.dapr.event.sent.bulk");
            json.WriteString("pubsubname", subscription.PubSub);
            json.WriteString("topic", subscription.Topic);
            json.WriteStartObject("metadata");
            json.WriteEndObject();
            json.WriteStartArray("entries");
            foreach (var (index, entry) in company.Entries.Index())
            {
                json.WriteStartObject();
                json.WriteString("entryId", BulkAnswer.IdOf(index));
                json.WriteString("contentType", "application/cloudevents+json");
                json.WriteStartObject("metadata");
                json.WriteEndObject();
                json.WritePropertyName("event");
                json.WriteRawValue(entry.Body, skipInputValidation: true); // Parsed before it came here.
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private sealed record Company(string Path, List<Entry> Entries);

    private sealed record Entry(byte[] Body, TaskCompletionSource<Answer> Answered);
}
