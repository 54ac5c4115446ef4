using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Chain;

/// <summary>Exact equality of JSON, and where the first difference is.</summary>
internal static class JsonComparison
{
    public static string? Difference(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (expected.ValueKind != actual.ValueKind)
        {
            return $"{path}: expected {expected.GetRawText()}, got {actual.GetRawText()}";
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                var (left, right) = (expected.EnumerateObject().ToList(), actual.EnumerateObject().ToDictionary(p => p.Name, p => p.Value));
                foreach (var property in left)
                {
                    if (!right.Remove(property.Name, out var other))
                    {
                        return $"{path}.{property.Name} is missing";
                    }

                    if (Difference(property.Value, other, $"{path}.{property.Name}") is { } found)
                    {
                        return found;
                    }
                }

                return right.Count == 0 ? null : $"{path}.{right.Keys.First()} is too many";
            case JsonValueKind.Array:
                if (expected.GetArrayLength() != actual.GetArrayLength())
                {
                    return $"{path}: expected {expected.GetArrayLength()} items, got {actual.GetArrayLength()}";
                }

                return expected.EnumerateArray().Zip(actual.EnumerateArray()).Select((pair, i) => Difference(pair.First, pair.Second, $"{path}[{i}]")).FirstOrDefault(d => d is not null);
            default:
                return expected.GetRawText() == actual.GetRawText() || (expected.ValueKind == JsonValueKind.String && expected.GetString() == actual.GetString())
                    ? null
                    : $"{path}: expected {expected.GetRawText()}, got {actual.GetRawText()}";
        }
    }
}
