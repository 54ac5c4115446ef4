using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CoretimeDesk.Deploy.Tests;

internal static partial class Secrets
{
    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var o in desk.OfKind("Secret"))
        {
            yield return $"Secret {o.Text("/metadata/name")}: secrets are made in the cluster, not committed.";
        }

        foreach (var o in desk.Objects)
        {
            var where = $"{o.Text("/kind")} {o.Text("/metadata/name")}";
            foreach (var entry in Entries(o).Where(e => SecretName().IsMatch(e.Text("/name") ?? "") && e.At("/value") is not null))
            {
                yield return $"{where}: {entry.Text("/name")} is written down; refer to a secret.";
            }

            foreach (var text in Strings(o).Where(t => SecretText().IsMatch(t)))
            {
                // Not the text itself: this line lands in logs.
                yield return $"{where}: a value of {text.Length} characters carries a password.";
            }

            // A pod without its secret must not start, except that the first administrator is made only once.
            foreach (var entry in Entries(o).Where(e => e.Flag("/valueFrom/secretKeyRef/optional") == true && e.Text("/name")?.StartsWith("Identity__Bootstrap__", StringComparison.Ordinal) != true))
            {
                yield return $"{where}: the secret of {entry.Text("/name")} must not be optional.";
            }

            foreach (var reference in Entries(o).Select(e => e.At("/secretKeyRef") ?? e.At("/valueFrom/secretKeyRef")).OfType<JsonNode>()
                .Where(r => string.IsNullOrEmpty(r.Text("/name")) || string.IsNullOrEmpty(r.Text("/key"))))
            {
                yield return $"{where}: a reference to a secret needs name and key: {reference.ToJsonString()}.";
            }
        }

        foreach (var component in desk.OfKind("Component").Where(c => c.Items("/spec/metadata").Any(m => m.At("/secretKeyRef") is not null)))
        {
            if (component.Text("/auth/secretStore") != "kubernetes")
            {
                yield return $"Component {component.Text("/metadata/name")}: auth.secretStore must say \"kubernetes\".";
            }
        }
    }

    private static IEnumerable<JsonNode> Entries(JsonObject o) =>
        o.AllContainers().SelectMany(c => c.Items("/env")).Concat(o.Items("/spec/metadata"));

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Strings(m.Value)),
        JsonArray a => a.SelectMany(Strings),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => [v.GetValue<string>()],
        _ => [],
    };

    [GeneratedRegex("token|password|secret|connectionstring|keyring|saslusername|redisusername|apikey|privatekey", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(password|pwd)\s*=|://[^/\s:@]+:[^/\s@]+@|-----BEGIN", RegexOptions.IgnoreCase)]
    private static partial Regex SecretText();
}
