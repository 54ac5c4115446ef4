using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Api;

/// <summary>Publishing several events in one call. Not atomic: what failed is listed.</summary>
internal static class BulkPublishApi
{
    public static void Map(WebApplication web, AppSidecar app)
    {
        foreach (var prefix in new[] { "/v1.0-alpha1/publish/bulk/", "/v1.0/publish/bulk/" })
        {
            Task HandleAsync(HttpContext call) => PublishApi.AnswerAsync(call, () => PublishAsync(call, prefix, app), app);
            web.MapMethods($"{prefix}{{**rest}}", ["POST", "PUT"], HandleAsync);
        }
    }

    private sealed record Entry(string Id, byte[] Stored);

    private static async Task<IResult> PublishAsync(HttpContext call, string prefix, AppSidecar app)
    {
        var (target, error) = PublishTarget.Read(call, prefix, app);
        if (target is null)
        {
            return error!;
        }

        List<Entry> entries;
        try
        {
            entries = Read(await PublishTarget.BodyAsync(call), target, target.Context(call, app));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return ApiError.Of(400, "ERR_PUBSUB_EVENTS_SER", $"error when unmarshaling the request for topic {target.Topic}: {e.Message}", "DAPR_PUBSUB_UNMARSHAL_EVENTS", ("topic", target.Topic));
        }

        var outcomes = await Task.WhenAll(entries.Select(async entry =>
        {
            if (app.Refusals.Next())
            {
                return new JsonObject { ["entryId"] = entry.Id, ["error"] = "refused on purpose (--refuse-share)" };
            }

            try
            {
                await app.Store.PublishAsync(target.Topic, entry.Stored);
                return null;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return new JsonObject { ["entryId"] = entry.Id, ["error"] = e.Message };
            }
        }));
        var failed = outcomes.OfType<JsonObject>().ToArray();
        if (failed.Length == 0)
        {
            return Results.NoContent();
        }

        var answer = ApiError.Body("ERR_PUBSUB_PUBLISH_MESSAGE", $"{failed.Length} of {entries.Count} events were not published", "DAPR_PUBSUB_PUBLISH_MESSAGE", ("topic", target.Topic));
        answer["failedEntries"] = new JsonArray([.. failed]);
        return Results.Json(answer, statusCode: 500);
    }

    private static List<Entry> Read(byte[] body, PublishTarget target, PublishContext context)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("the body is not an array");
        }

        var entries = new List<Entry>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in json.RootElement.EnumerateArray())
        {
            var id = Member(item, "entryId") is { ValueKind: JsonValueKind.String } text ? GoText.Of(text) : "";
            if (id.Length == 0 || !ids.Add(id))
            {
                throw new FormatException(id.Length == 0 ? "an entry has no entryId" : $"entryId '{id}' is not unique");
            }

            entries.Add(new(id, Store(item, id, target, context)));
        }

        return entries;
    }

    private static byte[] Store(JsonElement item, string id, PublishTarget target, PublishContext context)
    {
        var contentType = Member(item, "contentType") is { ValueKind: JsonValueKind.String } type ? GoText.Of(type) : "";
        var media = CloudEventBuilder.MediaType(contentType);
        var value = Member(item, "event") ?? throw new FormatException($"entry '{id}' has no event");

        // Request-level metadata reaches only entries that have metadata of their own, an empty object included.
        var metadata = Member(item, "metadata") is { ValueKind: JsonValueKind.Object } own
            ? target.Metadata.With(own.EnumerateObject().Select(m => KeyValuePair.Create(GoText.NameOf(m), m.Value.ValueKind == JsonValueKind.String ? GoText.Of(m.Value) : m.Value.GetRawText())))
            : new PublishMetadata();
        if (!metadata.TryGetRaw(out var raw))
        {
            throw new FormatException($"entry '{id}' has a rawPayload that is not a boolean");
        }

        if (media == "application/cloudevents+json" && !raw)
        {
            return CloudEventBuilder.Complete(value, metadata, context, exactNumbers: false) ?? throw new FormatException($"the event of entry '{id}' is not a JSON object");
        }

        if (media is "application/json" or "application/cloudevents+json")
        {
            return raw ? Encoding.UTF8.GetBytes(value.GetRawText()) : CloudEventBuilder.WrapBulk(value, contentType, metadata, context);
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw new FormatException($"the event of entry '{id}' must be a string for content type '{contentType}'");
        }

        var bytes = media.StartsWith("text/", StringComparison.Ordinal) || media == "application/xml" ? Encoding.UTF8.GetBytes(GoText.Of(value))
            : media == "application/octet-stream" ? Convert.FromBase64String(GoText.Of(value))
            : throw new FormatException($"entry '{id}' has the content type '{contentType}', which bulk publishing does not take");
        return raw ? bytes : CloudEventBuilder.Wrap(bytes, contentType, metadata, context);
    }

    // Names are matched without regard to case: one official SDK writes entryID.
    private static JsonElement? Member(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("an entry is not an object");
        }

        foreach (var member in item.EnumerateObject())
        {
            if (GoText.NameOf(member).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return null;
    }
}
