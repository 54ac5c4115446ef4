using System.Globalization;

namespace CoretimeDesk.Deploy.Tests;

internal static class Ports
{
    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var (service, deployment) in desk.Deployments())
        {
            var app = deployment.App();
            if (app.Items("/ports").ToList() is not [var only] || only.Number("/containerPort") is not { } port)
            {
                yield return $"{service.Name}: a service has one port, as a number.";
                continue;
            }

            var text = port.ToString(CultureInfo.InvariantCulture);
            if (!service.IsPages && deployment.Annotation("app-port") != text)
            {
                yield return $"{service.Name}: dapr.io/app-port is not the container's port {text}.";
            }

            if (!service.IsPages && deployment.Annotation("app-protocol") != "h2c")
            {
                yield return $"{service.Name}: dapr.io/app-protocol must be h2c, the one that carries events and gRPC.";
            }

            if (app.Env("ASPNETCORE_URLS").Text("/value") is not { } urls || !Uri.TryCreate(urls.Replace("+", "any"), UriKind.Absolute, out var url)
                || url.Port != port || url.Scheme != "http")
            {
                yield return $"{service.Name}: ASPNETCORE_URLS must be cleartext on port {text}.";
            }

            if (desk.Find("Service", service.Name).Items("/spec/ports").ToList() is not [var exposed])
            {
                yield return $"{service.Name}: its Service must have one port.";
                continue;
            }

            if (exposed.Number("/targetPort") != port)
            {
                yield return $"{service.Name}: its Service's targetPort is not the container's port {text}.";
            }

            if (exposed.Number("/port") != service.Port)
            {
                yield return $"{service.Name}: its Service's port is not {service.Port}, as in tye.yaml.";
            }

            // An ingress speaks HTTP/1.1 with it, as browsers may.
            var protocol = service.IsPages ? "http" : "kubernetes.io/h2c";
            if (exposed.Text("/appProtocol") != protocol)
            {
                yield return $"{service.Name}: its Service must say that it speaks {protocol}.";
            }

            var open = desk.Find("NetworkPolicy", service.Name).Items("/spec/ingress").SelectMany(i => i.Items("/ports")).Select(p => p.Number("/port")).ToList();
            if (!open.Contains(port))
            {
                yield return $"{service.Name}: its NetworkPolicy lets nobody reach port {text}.";
            }

            if (desk.Find("NetworkPolicy", service.Name).Items("/spec/ingress").Any(i => !i.Items("/from").Any() || !i.Items("/ports").Any()))
            {
                yield return $"{service.Name}: its NetworkPolicy opens a port to everybody, or every port to somebody.";
            }
        }
    }
}
