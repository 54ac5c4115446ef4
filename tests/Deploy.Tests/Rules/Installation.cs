using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>What a folder renders to, beside what the desk consists of.</summary>
internal sealed record Installation(IReadOnlyList<TyeService> Services, List<JsonObject> Objects)
{
    public static Installation Of(string folder) => new(TyeFile.Services, Kustomization.Render(Path.Combine(Repository.Kubernetes, folder)));

    public IEnumerable<JsonObject> OfKind(string kind) => Objects.Where(o => o.Text("/kind") == kind);

    public JsonObject? Find(string kind, string name) => OfKind(kind).SingleOrDefault(o => o.Text("/metadata/name") == name);

    /// <summary>The deployments that belong to services, with their service.</summary>
    public IEnumerable<(TyeService Service, JsonObject Deployment)> Deployments() =>
        from service in Services
        let deployment = Find("Deployment", service.Name)
        where deployment is not null
        select (service, deployment);

    /// <summary>Those with a sidecar and a database.</summary>
    public IEnumerable<(TyeService Service, JsonObject Deployment)> OnTheBus() => Deployments().Where(d => !d.Service.IsPages);

    /// <summary>Those for browsers.</summary>
    public IEnumerable<(TyeService Service, JsonObject Deployment)> Pages() => Deployments().Where(d => d.Service.IsPages);

    public JsonObject? PubSub => OfKind("Component").FirstOrDefault(c => c.Text("/spec/type")?.StartsWith("pubsub.", StringComparison.Ordinal) == true);
}

/// <summary>Shorthands for what rules ask of a deployment.</summary>
internal static class Deployments
{
    public const string Pod = "/spec/template/spec";

    /// <summary>The service's own container, by its place: kustomize and the sidecar injector keep the order.</summary>
    public static JsonNode? App(this JsonNode deployment) => deployment.At($"{Pod}/containers/0");

    public static IEnumerable<JsonNode> AllContainers(this JsonNode deployment) =>
        deployment.Items($"{Pod}/initContainers").Concat(deployment.Items($"{Pod}/containers"));

    public static string? Annotation(this JsonNode deployment, string name) =>
        deployment.Text($"/spec/template/metadata/annotations/dapr.io~1{name}");

    public static JsonNode? Env(this JsonNode? container, string name) =>
        container.Items("/env").FirstOrDefault(e => e.Text("/name") == name);
}
