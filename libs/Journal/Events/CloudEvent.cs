using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Journal;

/// <summary>A CloudEvent as the desk sends it and reads it: structured JSON, CloudEvents 1.0.</summary>
public sealed record CloudEvent
{
    /// <summary>The media type of the structured form.</summary>
    public const string ContentType = "application/cloudevents+json";

    public required string Id { get; init; }

    /// <summary>The publisher's app id. Free text to the bus: whoever may publish can claim it.</summary>
    public required string Source { get; init; }

    public required string Type { get; init; }

    /// <summary>When it happened, not when it was sent.</summary>
    public required DateTimeOffset Time { get; init; }

    public required Guid AggregateId { get; init; }

    public required string AggregateType { get; init; }

    /// <summary>Dense over the aggregate's public events: 1, 2, 3…</summary>
    public required long Sequence { get; init; }

    /// <summary>Who caused it; <see cref="Guid.Empty"/> for the desk itself.</summary>
    public Guid ActorId { get; init; }

    /// <summary>The name of <see cref="ActorId"/> at that time.</summary>
    public string ActorName { get; init; } = "";

    /// <summary>W3C trace context of the command that caused it, or null.</summary>
    public string? Traceparent { get; init; }

    /// <summary>The message as protobuf-JSON.</summary>
    public required string DataJson { get; init; }

    /// <summary>UTF-8 bytes of the structured form.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512 + DataJson.Length);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", Id);
            json.WriteString("source", Source);
            json.WriteString("type", Type);
            json.WriteString("time", Time.UtcDateTime);
            json.WriteString("datacontenttype", "application/json");
            json.WriteString("aggregateid", AggregateId);
            json.WriteString("aggregatetype", AggregateType);
            // CloudEvents integers are 32 bits wide; a string holds any sequence.
            json.WriteString("sequence", Sequence.ToString());
            json.WriteString("actorid", ActorId);
            json.WriteString("actorname", ActorName);
            if (Traceparent is not null)
            {
                json.WriteString("traceparent", Traceparent);
                // The sidecar replaces both when its own older name is missing.
                json.WriteString("traceid", Traceparent);
            }

            json.WritePropertyName("data");
            json.WriteRawValue(DataJson);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a structured CloudEvent.</summary>
    /// <exception cref="MalformedEventException">It is none, or lacks an attribute that the desk's events carry; the message names it.</exception>
    public static CloudEvent Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new MalformedEventException("the body is not a JSON object");
            }

            if (Text(root, "specversion") is not "1.0" and var version)
            {
                throw new MalformedEventException($"specversion is \"{version}\", expected \"1.0\"");
            }

            return new()
            {
                Id = Text(root, "id"),
                Source = Text(root, "source"),
                Type = Text(root, "type"),
                Time = DateTimeOffset.TryParse(Text(root, "time"), out var time) ? time.ToUniversalTime() : throw new MalformedEventException("time is no RFC 3339 time"),
                AggregateId = Guid.TryParse(Text(root, "aggregateid"), out var id) ? id : throw new MalformedEventException("aggregateid is no UUID"),
                AggregateType = Text(root, "aggregatetype"),
                Sequence = long.TryParse(Text(root, "sequence"), out var sequence) && sequence > 0 ? sequence : throw new MalformedEventException("sequence is no number above 0"),
                ActorId = Guid.TryParse(Optional(root, "actorid"), out var actor) ? actor : Guid.Empty,
                ActorName = Optional(root, "actorname") ?? "",
                Traceparent = Optional(root, "traceparent"),
                DataJson = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? data.GetRawText() : throw new MalformedEventException("data is missing or no JSON object"),
            };
        }
        catch (JsonException e)
        {
            throw new MalformedEventException($"the body is no JSON (byte {e.BytePositionInLine} of line {e.LineNumber + 1})");
        }
    }

    /// <summary>What can be said of an event that does not parse: enough to list it.</summary>
    public static (string Source, string Id, string Type) Describe(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? (Optional(root, "source") ?? "", Optional(root, "id") ?? "", Optional(root, "type") ?? "")
                : ("", "", "");
        }
        catch (JsonException)
        {
            return ("", "", "");
        }
    }

    /// <summary>The body as text for keeping; bytes that are not UTF-8 become replacement characters.</summary>
    public static string Keep(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span).Replace("\0", "\uFFFD", StringComparison.Ordinal);

    private static string Text(JsonElement root, string name) =>
        Optional(root, name) is { Length: > 0 } text ? text : throw new MalformedEventException($"{name} is missing or empty");

    private static string? Optional(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>An event that can never be read, however often it is delivered. The message says why.</summary>
public sealed class MalformedEventException(string message) : Exception(message);
