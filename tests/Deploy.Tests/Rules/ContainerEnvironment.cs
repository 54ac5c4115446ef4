using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

internal static class ContainerEnvironment
{
    private static readonly string[] Databases = ["ConnectionStrings__Database", "ConnectionStrings__KeyRing"];

    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var finding in desk.Pages().SelectMany(p => CheckPages(p.Service, p.Deployment)))
        {
            yield return finding;
        }

        foreach (var (service, deployment) in desk.OnTheBus())
        {
            var app = deployment.App();
            foreach (var (name, value) in ((string, string?)[])
                [("APP_ID", service.Name), ("Desk__PubSub", desk.PubSub.Text("/metadata/name")), ("Desk__Migrate", "Never")])
            {
                if (app.Env(name).Text("/value") != value)
                {
                    yield return $"{service.Name}: {name} must be \"{value}\".";
                }
            }

            foreach (var name in Databases.Append("DAPR_API_TOKEN").Append("APP_API_TOKEN").Where(n => app.Env(n) is null))
            {
                yield return $"{service.Name}: {name} is missing.";
            }

            if (app.Env("OTEL_EXPORTER_OTLP_ENDPOINT").Text("/value") is not { } collector || !Uri.IsWellFormedUriString(collector, UriKind.Absolute))
            {
                yield return $"{service.Name}: OTEL_EXPORTER_OTLP_ENDPOINT must be an address.";
            }

            var migrate = deployment.Items($"{Deployments.Pod}/initContainers").Where(c => c.Items("/args").Any(a => a.GetValue<string>() == "--migrate")).ToList();
            if (migrate is not [var only])
            {
                yield return $"{service.Name}: exactly one init container must run --migrate.";
            }
            else
            {
                foreach (var name in Databases.Where(n => only.Env(n) is null || !JsonNode.DeepEquals(only.Env(n), app.Env(n))))
                {
                    yield return $"{service.Name}: the migration must have the same {name} as the service.";
                }
            }

            foreach (var finding in CheckAll(service, deployment))
            {
                yield return finding;
            }
        }
    }

    // Pages own sessions and nothing of the business. The ring that seals access tokens is not for them: who takes them over must not be able to make tokens.
    private static IEnumerable<string> CheckPages(TyeService service, JsonNode deployment)
    {
        var app = deployment.App();
        foreach (var (name, port) in AskedByPages.All)
        {
            if (app.Env($"Peers__{name}").Text("/value") != $"http://{name.ToLowerInvariant()}:{port}")
            {
                yield return $"{service.Name}: Peers__{name} must be http://{name.ToLowerInvariant()}:{port}.";
            }
        }

        if (app.Env(Databases[0]).At("/valueFrom/secretKeyRef") is null)
        {
            yield return $"{service.Name}: {Databases[0]} is missing; without it only customers are served.";
        }

        if (deployment.AllContainers().Any(c => c.Items("/env").Any(e => e.At("/valueFrom/secretKeyRef") is not null && e.Text("/name") != Databases[0])))
        {
            yield return $"{service.Name}: pages have no secret but their own database.";
        }

        var migrate = deployment.Items($"{Deployments.Pod}/initContainers").Where(c => c.Items("/args").Any(a => a.GetValue<string>() == "--migrate")).ToList();
        if (migrate is not [var only] || !JsonNode.DeepEquals(only.Env(Databases[0]), app.Env(Databases[0])))
        {
            yield return $"{service.Name}: exactly one init container must run --migrate, on the same database.";
        }

        foreach (var finding in CheckAll(service, deployment))
        {
            yield return finding;
        }
    }

    private static IEnumerable<string> CheckAll(TyeService service, JsonNode deployment)
    {
        foreach (var twice in deployment.AllContainers().SelectMany(c => c.Items("/env").GroupBy(e => e.Text("/name")).Where(g => g.Count() > 1)))
        {
            yield return $"{service.Name}: {twice.Key} is set twice.";
        }

        if (deployment.Flag($"{Deployments.Pod}/enableServiceLinks") != false)
        {
            yield return $"{service.Name}: enableServiceLinks must be false, or other Services add variables.";
        }
    }
}
