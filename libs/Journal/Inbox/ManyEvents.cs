using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CoretimeDesk.Journal;

/// <summary>A delivery of many events with one request, as the sidecar makes it to whoever asked for <c>bulkSubscribe</c>: each is applied or refused for itself.</summary>
internal static class ManyEvents
{
    /// <summary>The answer names each entry. One that has no name cannot be answered, and comes again.</summary>
    public static async Task<IResult> ReceiveAsync(IEventInbox inbox, string topic, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        if (!TryRead(body, out var entries))
        {
            // Nothing in it can be answered: whoever sent it tries again, and has this in its log.
            return Results.Json(new { reason = "this is no delivery of many events: a JSON object with an array \"entries\" is expected" }, statusCode: StatusCodes.Status400BadRequest);
        }

        var results = await Task.WhenAll(entries.Select(async e => (e.Id, Result: e.Event.Length > 0 ? await inbox.ReceiveAsync(topic, e.Event, stop) : new(Delivery.Drop, "the entry has no event"))));
        return Results.Json(new { statuses = results.Select(r => new { entryId = r.Id, status = r.Result.Delivery.ToWord(), reason = r.Result.Reason }) });
    }

    private static bool TryRead(ReadOnlyMemory<byte> body, out List<(string Id, byte[] Event)> entries)
    {
        entries = [];
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("entries", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            foreach (var entry in list.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("entryId", out var id) && id.ValueKind == JsonValueKind.String)
                {
                    entries.Add((id.GetString()!, entry.TryGetProperty("event", out var one) ? JsonMarshal.GetRawUtf8Value(one).ToArray() : []));
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // Also a name that is no text, such as half of a surrogate pair.
        }
    }
}
