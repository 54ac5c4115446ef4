using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

internal static class BrokerDurability
{
    // Each default loses events in one situation or another; "*" asks for the setting, whatever its value.
    private static readonly Dictionary<string, (string Name, string Value)[]> Wanted = new()
    {
        ["pubsub.kafka"] = [("brokers", "*"), ("authType", "*"), ("initialOffset", "oldest")],
        ["pubsub.redis"] = [("redisHost", "*"), ("processingTimeout", "*"), ("redeliverInterval", "*")],
        ["pubsub.rabbitmq"] =
        [
            ("connectionString", "*"), ("durable", "true"), ("deletedWhenUnused", "false"), ("deliveryMode", "2"),
            ("publisherConfirm", "true"), ("requeueInFailure", "true"), ("prefetchCount", "*"),
        ],
    };

    // Replicas share their events because their group is the app id; a name here would make all apps one group.
    private static readonly string[] Forbidden = ["consumerID", "consumerGroup", "maxLenApprox", "autoAck"];

    public static IEnumerable<string> Check(Installation desk)
    {
        if (desk.PubSub is not { } component)
        {
            yield break;
        }

        var type = component.Text("/spec/type")!;
        if (!Wanted.TryGetValue(type, out var wanted))
        {
            yield return $"{type}: nobody has said what keeps its events safe.";
            yield break;
        }

        var entries = component.Items("/spec/metadata").ToList();
        foreach (var (name, value) in wanted)
        {
            var entry = entries.FirstOrDefault(e => e.Text("/name") == name);
            if (entry is null || (value != "*" && entry.Text("/value") != value))
            {
                yield return $"{type}: {name} must be {(value == "*" ? "set" : value)}.";
            }
        }

        foreach (var name in entries.Select(e => e.Text("/name")).Where(Forbidden.Contains))
        {
            yield return $"{type}: {name} must not be set.";
        }

        foreach (var entry in entries.Where(e => (e.At("/value") is null) == (e.At("/secretKeyRef") is null) || (e.At("/value") is JsonValue v && v.GetValueKind() != JsonValueKind.String)))
        {
            yield return $"{type}: {entry.Text("/name")} must have a value, quoted, or a secret, and not both.";
        }

        foreach (var twice in entries.GroupBy(e => e.Text("/name")).Where(g => g.Count() > 1))
        {
            yield return $"{type}: {twice.Key} is set twice.";
        }
    }
}
