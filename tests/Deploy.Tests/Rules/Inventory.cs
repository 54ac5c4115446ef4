namespace CoretimeDesk.Deploy.Tests;

internal static class Inventory
{
    private const string OfSidecar = "Configuration";

    private static readonly string[] PerService =
        ["ServiceAccount", OfSidecar, "Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"];

    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var service in desk.Services)
        {
            foreach (var kind in PerService.Where(kind => !(service.IsPages && kind == OfSidecar) && desk.Find(kind, service.Name) is null))
            {
                yield return $"{service.Name}: no {kind} of that name.";
            }

            if (service.IsPages && desk.Find(OfSidecar, service.Name) is not null)
            {
                yield return $"{service.Name}: a {OfSidecar} for a sidecar that it has not.";
            }
        }

        foreach (var o in desk.Objects.Where(o => PerService.Contains(o.Text("/kind"))))
        {
            var name = o.Text("/metadata/name");
            if (desk.Services.All(s => s.Name != name))
            {
                yield return $"{o.Text("/kind")} {name}: tye.yaml knows no service of that name.";
            }

            if (o.Text("/metadata/labels/app.kubernetes.io~1name") != name)
            {
                yield return $"{o.Text("/kind")} {name}: its label app.kubernetes.io/name says otherwise.";
            }
        }

        foreach (var (service, deployment) in desk.Deployments())
        {
            if (deployment.Text($"{Deployments.Pod}/serviceAccountName") != service.Name)
            {
                yield return $"{service.Name}: runs under another service's account.";
            }

            if (deployment.App().Text("/name") != service.Name)
            {
                yield return $"{service.Name}: its first container must bear its name.";
            }

            foreach (var other in deployment.AllContainers().Where(c => c.Text("/image") != deployment.App().Text("/image")))
            {
                yield return $"{service.Name}: container {other.Text("/name")} runs another image than the service.";
            }
        }

        foreach (var o in desk.Objects.Where(o => o.Text("/kind") != "Namespace" && o.Text("/metadata/namespace") != desk.OfKind("Namespace").Single().Text("/metadata/name")))
        {
            yield return $"{o.Text("/kind")} {o.Text("/metadata/name")}: outside the namespace.";
        }
    }
}
