using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CoretimeDesk.Sidecar.Tests.Support;

/// <summary>One request that a test app received.</summary>
internal sealed record Got(string Method, string Path, string Protocol, IReadOnlyDictionary<string, string[]> Headers, byte[] Body)
{
    private JsonElement? _json;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => _json ??= JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The envelope's id.</summary>
    public string Id => this["id"];

    /// <summary>A text attribute of the envelope; "(none)" if absent.</summary>
    public string this[string attribute] => Json.TryGetProperty(attribute, out var value) ? value.ToString() : "(none)";

    public string Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join("|", values) : "(none)";

    public static async Task<Got> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return new(
            context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Protocol,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.Select(v => v ?? "").ToArray(), StringComparer.OrdinalIgnoreCase), body.ToArray());
    }
}

/// <summary>What a test app answers.</summary>
internal sealed record Reply(int Status, string Body = "", string ContentType = "application/json")
{
    public static readonly Reply Success = new(200);
    public static readonly Reply Retry = new(200, """{"status":"RETRY"}""");
    public static readonly Reply Drop = new(200, """{"status":"DROP"}""");

    /// <summary>No answer at all: the connection (or the stream) is broken off.</summary>
    public static readonly Reply BreakOff = new(0);

    public (string Name, string Value)[] Headers { get; init; } = [];
}
