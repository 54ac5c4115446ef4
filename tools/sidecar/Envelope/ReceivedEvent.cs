using System.Globalization;
using System.Text.Json;

namespace CoretimeDesk.Sidecar.Envelope;

/// <summary>An envelope on its way to an app: the bytes that are sent, and the members that decide about it.</summary>
internal sealed class ReceivedEvent : IDisposable
{
    private readonly JsonDocument _json;

    private ReceivedEvent(byte[] body, JsonDocument json) => (Body, _json) = (body, json);

    public byte[] Body { get; }

    public JsonElement Json => _json.RootElement;

    /// <returns>Null when the bytes are not a JSON object, so not an envelope.</returns>
    public static ReceivedEvent? Parse(byte[] body)
    {
        try
        {
            var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = GoJson.DepthMax + 8 });
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new ReceivedEvent(body, json);
            }

            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string? Text(string member) =>
        Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? GoText.Of(value) : null;

    /// <summary>Whether its time to live has passed. An unreadable expiration counts as none.</summary>
    public bool IsExpired(DateTimeOffset now) =>
        Text("expiration") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiration)
        && expiration < now;

    /// <summary>The trace that the publisher was in, with a new span for this delivery.</summary>
    public TraceContext? Trace() => TraceContext.Continue(Text("traceparent") ?? Text("traceid"), Text("tracestate"));

    public void Dispose() => _json.Dispose();
}
