using System.Text.Json.Nodes;

namespace CoretimeDesk.ChainWatcher.Tests.Support;

/// <summary>Exact equality of JSON, and where the first difference is. The order of an object's members does not matter.</summary>
internal static class JsonDifference
{
    public static string? Between(JsonNode? expected, JsonNode? actual, string path = "$")
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                var only = left.Select(p => p.Key).Except(right.Select(p => p.Key)).Select(k => $"{path}.{k} is missing")
                    .Concat(right.Select(p => p.Key).Except(left.Select(p => p.Key)).Select(k => $"{path}.{k} is too many")).FirstOrDefault();
                return only ?? left.Select(p => Between(p.Value, right[p.Key], $"{path}.{p.Key}")).FirstOrDefault(d => d is not null);
            case (JsonArray left, JsonArray right):
                return left.Count != right.Count
                    ? $"{path}: expected {left.Count} items, got {right.Count}:\n{right.ToJsonString()}"
                    : left.Select((item, i) => Between(item, right[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
            default:
                return JsonNode.DeepEquals(expected, actual) ? null : $"{path}: expected {expected?.ToJsonString() ?? "null"}, got {actual?.ToJsonString() ?? "null"}";
        }
    }
}
