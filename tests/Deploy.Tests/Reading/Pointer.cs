using System.Globalization;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>RFC 6901 pointers: <c>/spec/containers/0</c>, with <c>~1</c> for a slash inside a name.</summary>
internal static class Pointer
{
    public static IReadOnlyList<string> Split(string pointer) =>
        [.. pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/").Replace("~0", "~"))];

    /// <summary>What is there, or null.</summary>
    public static JsonNode? At(this JsonNode? node, string pointer)
    {
        foreach (var step in Split(pointer))
        {
            node = node switch
            {
                JsonObject o => o[step],
                JsonArray a when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < a.Count => a[i],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The text that is there, or null if there is nothing or something that is no string.</summary>
    public static string? Text(this JsonNode? node, string pointer) =>
        node.At(pointer) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The whole number that is there, or null.</summary>
    public static long? Number(this JsonNode? node, string pointer) =>
        node.At(pointer) is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    public static bool? Flag(this JsonNode? node, string pointer) =>
        node.At(pointer) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string pointer) =>
        node.At(pointer) is JsonArray list ? list.OfType<JsonNode>() : [];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(this JsonNode? node, string pointer) =>
        node.At(pointer) is JsonObject members ? members : [];
}
