using System.Text.Json;

namespace CoretimeDesk.Deploy.Tests;

internal static class Annotations
{
    // What the injector reads (docs.dapr.io, "Arguments and annotations"); it ignores a misspelt one without a word.
    private static readonly HashSet<string> Known =
    [
        "enabled", "app-id", "app-port", "app-protocol", "config", "app-max-concurrency", "enable-app-health-check",
        "app-health-check-path", "app-health-probe-interval", "app-health-probe-timeout", "app-health-threshold", "api-token-secret",
        "app-token-secret", "log-level", "log-as-json", "enable-api-logging", "enable-metrics", "metrics-port",
        "graceful-shutdown-seconds", "block-shutdown-duration", "max-body-size", "read-buffer-size", "env", "env-from-secret",
        "sidecar-cpu-request", "sidecar-cpu-limit", "sidecar-memory-request", "sidecar-memory-limit", "enable-native-sidecar",
        "sidecar-seccomp-profile-type", "disable-builtin-k8s-secret-store", "sidecar-image",
    ];

    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var o in desk.Objects)
        {
            foreach (var pointer in (string[])["/metadata/annotations", "/metadata/labels", "/spec/template/metadata/annotations", "/spec/template/metadata/labels"])
            {
                foreach (var (name, _) in o.Members(pointer).Where(m => m.Value?.GetValueKind() != JsonValueKind.String))
                {
                    yield return $"{o.Text("/kind")} {o.Text("/metadata/name")}: {name} is no string; quote it.";
                }
            }
        }

        foreach (var (service, deployment) in desk.Pages())
        {
            foreach (var (name, _) in deployment.Members("/spec/template/metadata/annotations").Where(m => m.Key.StartsWith("dapr.io/", StringComparison.Ordinal)))
            {
                yield return $"{service.Name}: {name} is for a sidecar that it has not.";
            }
        }

        foreach (var (service, deployment) in desk.OnTheBus())
        {
            foreach (var name in deployment.Members("/spec/template/metadata/annotations").Select(m => m.Key)
                .Where(n => n.StartsWith("dapr.io/", StringComparison.Ordinal) && !Known.Contains(n["dapr.io/".Length..])))
            {
                yield return $"{service.Name}: {name} is not known to Dapr.";
            }

            foreach (var (name, value) in Wanted(service).Where(w => deployment.Annotation(w.Name) != w.Value))
            {
                yield return $"{service.Name}: dapr.io/{name} must be \"{value}\".";
            }

            if (deployment.Annotation("config") is not { } configuration || desk.Find("Configuration", configuration) is null)
            {
                yield return $"{service.Name}: dapr.io/config names no Configuration.";
            }

            foreach (var (annotation, variable) in (( string, string )[])[("api-token-secret", "DAPR_API_TOKEN"), ("app-token-secret", "APP_API_TOKEN")])
            {
                var secret = deployment.App().Env(variable).At("/valueFrom/secretKeyRef");
                if (deployment.Annotation(annotation) is not { } name || secret.Text("/name") != name)
                {
                    yield return $"{service.Name}: dapr.io/{annotation} and {variable} are not the same secret.";
                }

                // The injector looks for this key and has no setting for another.
                if (secret.Text("/key") != "token")
                {
                    yield return $"{service.Name}: {variable} must be the key \"token\" of its secret.";
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Wanted(TyeService service) =>
    [
        ("enabled", "true"),
        ("app-id", service.Name),
        ("enable-app-health-check", "true"),
        ("app-health-check-path", "/healthz"),
        ("disable-builtin-k8s-secret-store", "true"),
    ];
}
