using System.Net;
using System.Text.Json;

namespace CoretimeDesk.Desk.Output;

/// <summary>What a service says about itself at <c>/readyz</c>.</summary>
/// <param name="IsReady">It answered 200.</param>
/// <param name="Status"><c>ready</c>, <c>degraded</c> or <c>unready</c>; <c>unreachable</c> when nobody answers.</param>
public sealed record Health(bool IsReady, string Status, string Version, long OutboxPending, double OutboxOldestSeconds, IReadOnlyList<HealthCheck> Checks)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(5) };
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Asks. Never throws for an answer that is missing or malformed: that is a finding too.</summary>
    public static async Task<Health> AskAsync(string address, CancellationToken cancellation = default)
    {
        // Services speak HTTP/2 only; one that faces browsers may speak HTTP/1.1 only on cleartext.
        var answer = await GetAsync($"{address}/readyz", HttpVersion.Version20, cancellation);
        answer = answer.Status == 0 ? await GetAsync($"{address}/readyz", HttpVersion.Version11, cancellation) : answer;
        if (answer.Status == 0)
        {
            return new(false, "unreachable", "", 0, 0, [new("connection", "failed", answer.Body)]);
        }

        try
        {
            var body = JsonSerializer.Deserialize<Body>(answer.Body, Json) ?? throw new JsonException("empty");
            return new(answer.Status == 200, body.Status ?? "?", body.Version ?? "?", body.Outbox?.Pending ?? 0, body.Outbox?.OldestSeconds ?? 0, body.Checks ?? []);
        }
        catch (JsonException)
        {
            return new(answer.Status == 200, answer.Status == 200 ? "ready" : $"HTTP {answer.Status}", "?", 0, 0, []);
        }
    }

    /// <summary>The status of a GET; 0 and the reason when there was no answer.</summary>
    public static async Task<(int Status, string Body)> GetAsync(string uri, Version version, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        try
        {
            using var response = await Client.SendAsync(request, cancellation);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (HttpRequestException e)
        {
            return (0, e.Message);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (0, "no answer within 5 s");
        }
    }

    private sealed record Body(string? Service, string? Version, string? Status, IReadOnlyList<HealthCheck>? Checks, Outbox? Outbox);

    private sealed record Outbox(long Pending, double OldestSeconds);
}

/// <summary>One thing that a service checks.</summary>
public sealed record HealthCheck(string Name, string Status, string Detail);
