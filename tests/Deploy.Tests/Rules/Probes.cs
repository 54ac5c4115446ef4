namespace CoretimeDesk.Deploy.Tests;

internal static class Probes
{
    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var (service, deployment) in desk.Deployments())
        {
            var app = deployment.App();
            foreach (var (probe, asks) in ((string, string)[])[("startupProbe", "liveness"), ("livenessProbe", "liveness"), ("readinessProbe", "readiness")])
            {
                if (app.At($"/{probe}") is not { } found)
                {
                    yield return $"{service.Name}: no {probe}.";
                    continue;
                }

                if (service.IsPages)
                {
                    if (Wrong(found, app, asks) is { } problem)
                    {
                        yield return $"{service.Name}: {probe} {problem}";
                    }

                    continue;
                }

                // kubelet's httpGet speaks HTTP/1.1, which an HTTP/2-only port refuses; tcpSocket would call a hung process healthy.
                if (found.At("/grpc") is not { } grpc)
                {
                    yield return $"{service.Name}: {probe} must be of type grpc.";
                    continue;
                }

                if (grpc.Number("/port") != app.Number("/ports/0/containerPort"))
                {
                    yield return $"{service.Name}: {probe} asks another port than the container's.";
                }

                // Liveness by readiness would restart every pod when the database is away.
                if (grpc.Text("/service") != asks)
                {
                    yield return $"{service.Name}: {probe} must ask for \"{asks}\".";
                }
            }
        }
    }

    // The port speaks HTTP/1.1, as browsers do.
    private static string? Wrong(System.Text.Json.Nodes.JsonNode probe, System.Text.Json.Nodes.JsonNode? app, string asks) =>
        probe.At("/httpGet") is not { } get ? "must be of type httpGet."
        : get.Number("/port") != app.Number("/ports/0/containerPort") ? "asks another port than the container's."
        : get.Text("/path") != (asks == "liveness" ? "/healthz" : "/readyz") ? $"must ask for {(asks == "liveness" ? "/healthz" : "/readyz")}."
        : null;
}
