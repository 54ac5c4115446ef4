using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Sidecar.Api;

/// <summary>What the sidecar knows of itself; the best check that the subscriptions have arrived.</summary>
internal static class MetadataApi
{
    public static void Map(WebApplication web, AppSidecar app, TaskCompletionSource shutdown)
    {
        var extended = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        web.MapGet("/v1.0/metadata", () => Results.Json(Describe(app, extended)));
        web.MapPut("/v1.0/metadata/{key}", async (string key, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            extended[key] = await reader.ReadToEndAsync();
            return Results.NoContent();
        });
        web.MapPost("/v1.0/shutdown", () =>
        {
            shutdown.TrySetResult();
            return Results.NoContent();
        });
    }

    private static JsonObject Describe(AppSidecar app, IEnumerable<KeyValuePair<string, string>> extended)
    {
        var more = new JsonObject { ["daprRuntimeVersion"] = "development stand-in" };
        foreach (var (key, value) in extended)
        {
            more[key] = value;
        }

        var answer = new JsonObject
        {
            ["id"] = app.AppId,
            ["runtimeVersion"] = "development stand-in",
            ["components"] = new JsonArray(new JsonObject { ["name"] = app.Options.PubSub, ["type"] = "pubsub.development", ["version"] = "v1", ["capabilities"] = new JsonArray() }),
            ["extended"] = more,
        };
        if (app.Subscriptions.Count > 0)
        {
            answer["subscriptions"] = new JsonArray([.. app.Subscriptions.Select(Subscription)]);
        }

        if (app.Channel.Ports.Count > 0)
        {
            answer["appConnectionProperties"] = new JsonObject
            {
                ["port"] = app.Channel.Ports[0],
                ["protocol"] = app.Channel.Protocol == AppProtocol.H2c ? "h2c" : "http",
                ["channelAddress"] = "127.0.0.1",
            };
        }

        return answer;
    }

    private static JsonNode Subscription(Discovery.Subscription subscription)
    {
        var node = new JsonObject
        {
            ["pubsubname"] = subscription.PubSub,
            ["topic"] = subscription.Topic,
            ["rules"] = new JsonArray([.. subscription.Rules.Select(Rule)]),
            ["type"] = "PROGRAMMATIC",
        };
        if (subscription.DeadLetterTopic is { } dead)
        {
            node["deadLetterTopic"] = dead;
        }

        if (subscription.Metadata.Count > 0)
        {
            var metadata = new JsonObject();
            foreach (var (key, value) in subscription.Metadata)
            {
                metadata[key] = value;
            }

            node["metadata"] = metadata;
        }

        return node;
    }

    private static JsonNode Rule(Discovery.Rule rule)
    {
        var node = new JsonObject { ["path"] = rule.Path };
        if (rule.Match is { } match)
        {
            node["match"] = match.Source;
        }

        return node;
    }
}
