using System.Text.Json;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Discovery;

/// <summary>The app's answer cannot be used; it is left without subscriptions.</summary>
internal sealed class DiscoveryException(string message) : Exception(message);

/// <summary>Reads what an app answers to <c>GET /dapr/subscribe</c>.</summary>
internal static class SubscribeAnswer
{
    /// <summary>Of several entries for one topic the last wins; entries without a route are left out.</summary>
    /// <exception cref="DiscoveryException">The answer as a whole is unusable; the message names entry and member.</exception>
    public static IReadOnlyList<Subscription> Read(ReadOnlyMemory<byte> body, Action<string> warn)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new DiscoveryException($"it is not JSON: {e.Message}");
        }

        using (document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new DiscoveryException($"it is a JSON {document.RootElement.ValueKind}, not an array");
            }

            var found = new Dictionary<(string, string), Subscription>();
            var index = 0;
            foreach (var entry in document.RootElement.EnumerateArray())
            {
                if (ReadEntry(entry, $"entry {index++}", warn) is { } subscription)
                {
                    var key = (subscription.PubSub, subscription.Topic);
                    if (found.Remove(key))
                    {
                        warn($"topic '{subscription.Topic}' is listed more than once: the last entry counts");
                    }

                    found.Add(key, subscription);
                }
            }

            return [.. found.Values];
        }
    }

    private static Subscription? ReadEntry(JsonElement entry, string place, Action<string> warn)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw new DiscoveryException($"{place} is a JSON {entry.ValueKind}, not an object");
        }

        var pubSub = Text(entry, "pubsubname", place) ?? "";
        var topic = Text(entry, "topic", place) ?? "";
        var metadata = ReadMetadata(entry, place);
        if (!GoValues.TryBoolean(metadata.GetValueOrDefault("rawPayload"), out _))
        {
            throw new DiscoveryException($"{place} (topic '{topic}') has metadata.rawPayload '{metadata["rawPayload"]}', which is not a boolean");
        }

        var bulk = ReadBulk(entry, place, topic);
        if (bulk is not null && GoValues.TryBoolean(metadata.GetValueOrDefault("rawPayload"), out var raw) && raw)
        {
            throw new DiscoveryException($"{place} (topic '{topic}') asks for bulkSubscribe with rawPayload, which this stand-in does not have: subscribe singly");
        }

        var rules = ReadRules(entry, place, topic);
        if (topic.Length == 0 || rules.Count == 0)
        {
            warn($"{place} (topic '{topic}') has no {(topic.Length == 0 ? "topic" : "route")}: left out");
            return null;
        }

        var dead = Text(entry, "deadLetterTopic", place);
        if (dead == topic)
        {
            warn($"{place}: the dead-letter topic of '{topic}' is the topic itself, which would turn in a circle for ever: ignored");
            dead = null;
        }

        return new Subscription(pubSub, topic, rules, string.IsNullOrEmpty(dead) ? null : dead, metadata, bulk);
    }

    private static Bulk? ReadBulk(JsonElement entry, string place, string topic)
    {
        if (Member(entry, "bulkSubscribe") is not { ValueKind: JsonValueKind.Object } bulk || Member(bulk, "enabled") is not { ValueKind: JsonValueKind.True })
        {
            return null;
        }

        return new(Number("maxMessagesCount", 100), TimeSpan.FromMilliseconds(Number("maxAwaitDurationMs", 1000)));

        // Left out or 0 means the default.
        int Number(string name, int otherwise) => Member(bulk, name) switch
        {
            null or { ValueKind: JsonValueKind.Null } => otherwise,
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) && value is >= 0 and <= 10_000 => value == 0 ? otherwise : value,
            { } other => throw new DiscoveryException($"{place} (topic '{topic}') has bulkSubscribe.{name} = {other.GetRawText()}: give a whole number from 0 (the default, {otherwise}) to 10000"),
        };
    }

    private static List<Rule> ReadRules(JsonElement entry, string place, string topic)
    {
        var rules = new List<Rule>();
        var fallback = "";
        if (Member(entry, "routes") is { ValueKind: JsonValueKind.Object } routes)
        {
            if (Member(routes, "rules") is { ValueKind: JsonValueKind.Array } list)
            {
                foreach (var rule in list.EnumerateArray())
                {
                    if (rule.ValueKind != JsonValueKind.Object)
                    {
                        throw new DiscoveryException($"{place} (topic '{topic}') has a rule that is not an object");
                    }

                    var match = Text(rule, "match", place) ?? "";
                    try
                    {
                        rules.Add(new Rule(match.Length == 0 ? null : CelExpression.Compile(match), Text(rule, "path", place) ?? ""));
                    }
                    catch (CelException e)
                    {
                        throw new DiscoveryException($"{place} (topic '{topic}') has the rule `{match}`: {e.Message}");
                    }
                }
            }

            fallback = Text(routes, "default", place) ?? "";
        }

        // The single route counts only where routes.default is empty.
        fallback = fallback.Length > 0 ? fallback : Text(entry, "route", place) ?? "";
        if (fallback.Length > 0)
        {
            rules.Add(new Rule(null, fallback));
        }

        return rules;
    }

    private static Dictionary<string, string> ReadMetadata(JsonElement entry, string place)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (Member(entry, "metadata"))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                break;
            case { ValueKind: JsonValueKind.Object } map:
                foreach (var item in map.EnumerateObject())
                {
                    metadata[GoText.NameOf(item)] = item.Value.ValueKind == JsonValueKind.String
                        ? GoText.Of(item.Value)
                        : throw new DiscoveryException($"{place} has metadata.{item.Name} = {item.Value.GetRawText()}: metadata values must be strings");
                }

                break;
            default:
                throw new DiscoveryException($"{place} has metadata that is not an object");
        }

        return metadata;
    }

    private static string? Text(JsonElement element, string name, string place) => Member(element, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => GoText.Of(text),
        { } other => throw new DiscoveryException($"{place} has {name} = {other.GetRawText()}, which is not a string"),
    };

    // Names are matched without regard to case, as Go's reader does.
    private static JsonElement? Member(JsonElement element, string name)
    {
        JsonElement? found = null;
        foreach (var member in element.EnumerateObject())
        {
            if (string.Equals(GoText.NameOf(member), name, StringComparison.OrdinalIgnoreCase))
            {
                found = member.Value;
            }
        }

        return found;
    }
}
