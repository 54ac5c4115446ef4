using CoretimeDesk.Journal;

namespace CoretimeDesk.Deploy.Tests;

internal static class BusScopes
{
    /// <summary>The names that a service uses, asked of the journal itself.</summary>
    public static JournalOptions Bus(string appId) =>
        new() { AppId = appId, Schema = appId, Sidecar = new("http://127.0.0.1:3500") };

    public static IEnumerable<string> Check(Installation desk)
    {
        var apps = desk.Services.Where(s => !s.IsPages).Select(s => s.Name).Order(StringComparer.Ordinal).ToList();
        if (desk.PubSub is not { } component || desk.OfKind("Component").Count(c => c.Text("/spec/type")!.StartsWith("pubsub.", StringComparison.Ordinal)) != 1)
        {
            yield return "There must be one pub/sub component.";
            yield break;
        }

        if (component.Text("/metadata/name") != Bus("any").PubSub)
        {
            yield return $"The pub/sub component must be called {Bus("any").PubSub}.";
        }

        foreach (var o in desk.OfKind("Component").Concat(desk.OfKind("Resiliency")))
        {
            if (!o.Items("/scopes").Select(s => s.GetValue<string>()).Order(StringComparer.Ordinal).SequenceEqual(apps))
            {
                yield return $"{o.Text("/kind")} {o.Text("/metadata/name")}: scopes must be the services: {string.Join(", ", apps)}.";
            }
        }

        var everything = apps.SelectMany(a => (string[])[a, Bus(a).DeadLetterTopic]).Order(StringComparer.Ordinal).ToList();
        var allowed = (Setting(component, "allowedTopics") ?? "").Split(',').Order(StringComparer.Ordinal).ToList();
        if (!allowed.SequenceEqual(everything))
        {
            yield return $"allowedTopics must be {string.Join(',', everything)}.";
        }

        var publishing = Scopes(component, "publishingScopes");
        var subscribing = Scopes(component, "subscriptionScopes");
        foreach (var unknown in publishing.Keys.Concat(subscribing.Keys).Except(apps))
        {
            yield return $"Scopes name {unknown}, which is no service.";
        }

        foreach (var app in apps)
        {
            var dead = Bus(app).DeadLetterTopic;
            if (!publishing.GetValueOrDefault(app, []).SetEquals([app, dead]))
            {
                yield return $"publishingScopes: {app} must publish to {app} and {dead} and nowhere else.";
            }

            if (!subscribing.GetValueOrDefault(app, []).SetEquals([.. apps, dead]))
            {
                yield return $"subscriptionScopes: {app} must hear every service and its own {dead}, and nobody else's dead letters.";
            }
        }
    }

    public static string? Setting(System.Text.Json.Nodes.JsonNode component, string name) =>
        component.Items("/spec/metadata").Where(m => m.Text("/name") == name).Select(m => m.Text("/value")).SingleOrDefault();

    private static Dictionary<string, HashSet<string>> Scopes(System.Text.Json.Nodes.JsonNode component, string name) =>
        (Setting(component, name) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('='))
            .ToDictionary(part => part[0], part => part[1].Split(',').ToHashSet());
}
