using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>Reads what an app answers to many events, by the rules of the real sidecar: here what is missing or cannot be read is to come again.</summary>
internal static class BulkAnswer
{
    /// <summary>How an envelope is called within its request.</summary>
    public static string IdOf(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The answer to each, in the order in which they were sent.</summary>
    public static Answer[] Read(int status, ReadOnlyMemory<byte> body, int count)
    {
        if (status is < 200 or > 299)
        {
            return [.. Enumerable.Repeat(Answer.Read(status, body), count)];
        }

        var said = StatusesOf(body);
        return [.. Enumerable.Range(0, count).Select(i => said.GetValueOrDefault(IdOf(i)) is { Length: > 0 } word
            ? Answer.OfWord(word, status)
            : new Answer(Verdict.Retry, status, "answered many events without a status for this one"))];
    }

    private static Dictionary<string, string?> StatusesOf(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string?> said = new(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (Member(json.RootElement, "statuses") is { ValueKind: JsonValueKind.Array } statuses)
            {
                foreach (var one in statuses.EnumerateArray())
                {
                    if (Text(one, "entryId") is { } id)
                    {
                        said[id] = Text(one, "status");
                    }
                }
            }
        }
        catch (JsonException)
        {
            // No status for anybody.
        }

        return said;
    }

    private static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? GoText.Of(text) : null;

    private static JsonElement? Member(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var member = of.EnumerateObject().LastOrDefault(m => GoText.NameOf(m).Equals(name, StringComparison.OrdinalIgnoreCase));
        return member.Value.ValueKind == JsonValueKind.Undefined ? null : member.Value;
    }
}
