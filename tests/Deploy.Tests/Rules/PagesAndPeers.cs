using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>Pages reach whom they ask, on both sides of the network policies; and a browser comes back to the replica that holds its page, but a customer gets no cookie.</summary>
internal static class PagesAndPeers
{
    private const string Affinity = "/metadata/annotations/nginx.ingress.kubernetes.io~1affinity";
    private const string CustomersPath = "/q";
    private const long DatabasePort = 5432;

    public static IEnumerable<string> Check(Installation desk)
    {
        if (AskedByPages.All.Count == 0)
        {
            yield return "the source of the pages names nobody that they ask.";
        }

        foreach (var (pages, deployment) in desk.Pages())
        {
            var port = deployment.App().Number("/ports/0/containerPort");
            var egress = desk.Find("NetworkPolicy", pages.Name).Items("/spec/egress").ToList();
            if (!egress.Any(e => Opens(e, DatabasePort)))
            {
                yield return $"{pages.Name}: its NetworkPolicy keeps it from its database.";
            }

            foreach (var peer in AskedByPages.All.Select(a => a.Name.ToLowerInvariant()))
            {
                if (!egress.Any(e => Opens(e, port) && Names(e, "/to", peer)))
                {
                    yield return $"{pages.Name}: its NetworkPolicy keeps it from {peer}.";
                }

                if (!desk.Find("NetworkPolicy", peer).Items("/spec/ingress").Any(i => Opens(i, port) && Names(i, "/from", pages.Name)))
                {
                    yield return $"{peer}: its NetworkPolicy keeps {pages.Name} out.";
                }
            }

            foreach (var (ingress, path) in from o in desk.OfKind("Ingress")
                                            from rule in o.Items("/spec/rules")
                                            from path in rule.Items("/http/paths")
                                            where path.Text("/backend/service/name") == pages.Name
                                            select (o, path.Text("/path")))
            {
                if (path == CustomersPath && ingress.Text(Affinity) is not null)
                {
                    yield return $"Ingress {ingress.Text("/metadata/name")}: customers get a cookie.";
                }

                if (path != CustomersPath && ingress.Text(Affinity) != "cookie")
                {
                    yield return $"Ingress {ingress.Text("/metadata/name")}: a page of the desk lives in one replica; {path} must be sticky.";
                }
            }
        }
    }

    private static bool Opens(JsonNode rule, long? port) => rule.Items("/ports").Any(p => p.Number("/port") == port);

    private static bool Names(JsonNode rule, string side, string name) => rule.Items(side).Any(p => p.Text("/podSelector/matchLabels/app.kubernetes.io~1name") == name);
}
