using System.Net.Http.Json;
using System.Text.Json;

namespace CoretimeDesk.ChainLab;

/// <summary>The lab's control port: JSON-RPC over HTTP. The lab answers one request after the other.</summary>
internal sealed class LabControl(int port) : IDisposable
{
    // A scenario builds several blocks of seconds each, and waits behind the requests of other tests.
    private readonly HttpClient _http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(4) };

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <exception cref="HttpRequestException">The lab does not answer.</exception>
    /// <exception cref="LabException">It answers with an error.</exception>
    public async Task<JsonElement> CallAsync(string method, object? parameters, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync("/", new { jsonrpc = "2.0", id = 1, method, @params = parameters ?? new { } }, Json, cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Json, cancellation);
        if (body.TryGetProperty("error", out var error))
        {
            throw new LabException($"{method}: {error.GetProperty("message").GetString()}");
        }

        // JavaScript leaves out a result that is undefined.
        return body.TryGetProperty("result", out var result) ? result : default;
    }

    public void Dispose() => _http.Dispose();
}
