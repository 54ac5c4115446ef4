using System.Globalization;
using System.Text.Json;

namespace CoretimeDesk.Sealing;

/// <summary>
/// Reads canonical texts back. What is read must be written again and compared: only then was there nothing else in it, in no other order or form.
/// </summary>
public static class CanonicalReading
{
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Reads a text with <paramref name="read"/>; null when it is no JSON object, or lacks what is asked for.</summary>
    public static T? TryRead<T>(string text, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? read(json.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A string.</summary>
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    /// <summary>An integer.</summary>
    public static long Number(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    /// <summary>An integer of 32 bits.</summary>
    public static int Count(this JsonElement json, string name) => checked((int)json.Number(name));

    /// <summary>An unsigned integer of 32 bits.</summary>
    public static uint Whole(this JsonElement json, string name) => checked((uint)json.Number(name));

    /// <summary>An id.</summary>
    public static Guid Id(this JsonElement json, string name) => Guid.ParseExact(json.Text(name), "D");

    /// <summary>An id; null for empty text.</summary>
    public static Guid? OptionalId(this JsonElement json, string name) => json.Text(name).Length == 0 ? null : json.Id(name);

    /// <summary>An instant.</summary>
    public static DateTimeOffset Instant(this JsonElement json, string name) =>
        DateTimeOffset.ParseExact(json.Text(name), InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>The entries of a list.</summary>
    public static IReadOnlyList<T> Each<T>(this JsonElement json, string name, Func<JsonElement, T> read) => [.. json.GetProperty(name).EnumerateArray().Select(read)];

    /// <summary>A list of strings.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement json, string name) => json.Each(name, e => e.GetString() ?? throw new FormatException($"{name} holds null."));
}
