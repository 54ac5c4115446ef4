using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>
/// The fields of Dapr's resources as far as they are used here, from docs.dapr.io ("Resource specs"). The cluster drops
/// others without a word. A path's <c>*</c> is any name or position; a path listed without deeper ones is taken as it is.
/// </summary>
internal static class DaprFields
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["Component"] =
        [
            "auth/secretStore", "scopes/*", "spec/type", "spec/version", "spec/ignoreErrors", "spec/initTimeout",
            "spec/metadata/*/name", "spec/metadata/*/value", "spec/metadata/*/secretKeyRef/name", "spec/metadata/*/secretKeyRef/key",
        ],
        ["Resiliency"] =
        [
            "scopes/*", "spec/policies/timeouts/*",
            "spec/policies/retries/*/policy", "spec/policies/retries/*/duration", "spec/policies/retries/*/maxInterval",
            "spec/policies/retries/*/maxRetries", "spec/policies/retries/*/matching/httpStatusCodes",
            "spec/policies/retries/*/matching/gRPCStatusCodes",
            "spec/policies/circuitBreakers/*/maxRequests", "spec/policies/circuitBreakers/*/interval",
            "spec/policies/circuitBreakers/*/timeout", "spec/policies/circuitBreakers/*/trip",
            "spec/targets/apps/*/timeout", "spec/targets/apps/*/retry", "spec/targets/apps/*/circuitBreaker",
            "spec/targets/components/*/inbound/timeout", "spec/targets/components/*/inbound/retry", "spec/targets/components/*/inbound/circuitBreaker",
            "spec/targets/components/*/outbound/timeout", "spec/targets/components/*/outbound/retry", "spec/targets/components/*/outbound/circuitBreaker",
        ],
        ["Configuration"] =
        [
            "spec/tracing/samplingRate", "spec/tracing/stdout", "spec/tracing/otel/endpointAddress", "spec/tracing/otel/isSecure", "spec/tracing/otel/protocol",
            "spec/metrics/enabled", "spec/accessControl/defaultAction", "spec/accessControl/trustDomain",
            "spec/accessControl/policies/*/appId", "spec/accessControl/policies/*/defaultAction", "spec/accessControl/policies/*/trustDomain",
            "spec/accessControl/policies/*/namespace", "spec/accessControl/policies/*/operations/*/name",
            "spec/accessControl/policies/*/operations/*/action", "spec/accessControl/policies/*/operations/*/httpVerb/*",
            "spec/api/allowed/*/name", "spec/api/allowed/*/version", "spec/api/allowed/*/protocol",
            "spec/api/denied/*/name", "spec/api/denied/*/version", "spec/api/denied/*/protocol",
        ],
    };

    private static readonly string[] Everywhere =
        ["apiVersion", "kind", "metadata/name", "metadata/namespace", "metadata/labels/*", "metadata/annotations/*"];

    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var o in desk.Objects.Where(o => o.Text("/apiVersion")!.StartsWith("dapr.io/", StringComparison.Ordinal)))
        {
            var where = $"{o.Text("/kind")} {o.Text("/metadata/name")}";
            if (!Known.TryGetValue(o.Text("/kind")!, out var known) || o.Text("/apiVersion") != "dapr.io/v1alpha1")
            {
                yield return $"{where}: {o.Text("/apiVersion")} {o.Text("/kind")} is not known.";
                continue;
            }

            var paths = known.Concat(Everywhere).Select(p => p.Split('/')).ToList();
            foreach (var leaf in Leaves(o, []).Where(leaf => !paths.Any(p => Matches(p, leaf))))
            {
                yield return $"{where}: {string.Join('/', leaf)} is no field of it.";
            }

            // A number or boolean where Dapr's schema wants text is refused by the cluster.
            if (o.At("/spec/tracing/samplingRate") is not null && o.Text("/spec/tracing/samplingRate") is null)
            {
                yield return $"{where}: samplingRate must be quoted.";
            }
        }

        foreach (var configuration in desk.OfKind("Configuration"))
        {
            if (configuration.Text("/spec/accessControl/defaultAction") != "deny")
            {
                yield return $"Configuration {configuration.Text("/metadata/name")}: who may call must be named; defaultAction must be deny.";
            }

            if (configuration.Text("/spec/tracing/otel/endpointAddress") is null)
            {
                yield return $"Configuration {configuration.Text("/metadata/name")}: no collector for traces.";
            }
        }
    }

    private static bool Matches(string[] path, List<string> leaf) =>
        path.Length == leaf.Count && path.Zip(leaf).All(step => step.First == "*" || step.First == step.Second);

    private static IEnumerable<List<string>> Leaves(JsonNode? node, List<string> path) => node switch
    {
        JsonObject { Count: > 0 } o => o.SelectMany(m => Leaves(m.Value, [.. path, m.Key])),
        JsonArray { Count: > 0 } a => a.SelectMany((item, i) => Leaves(item, [.. path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)])),
        _ => [path],
    };
}
