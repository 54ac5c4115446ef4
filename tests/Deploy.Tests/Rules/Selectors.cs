using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

internal static class Selectors
{
    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var (service, deployment) in desk.Deployments())
        {
            var labels = deployment.At("/spec/template/metadata/labels");
            var selectors = new List<(string Of, JsonNode? Selector)>
            {
                ("Deployment", deployment.At("/spec/selector/matchLabels")),
                ("Service", desk.Find("Service", service.Name).At("/spec/selector")),
                ("PodDisruptionBudget", desk.Find("PodDisruptionBudget", service.Name).At("/spec/selector/matchLabels")),
                ("NetworkPolicy", desk.Find("NetworkPolicy", service.Name).At("/spec/podSelector/matchLabels")),
            };
            var spread = deployment.Items($"{Deployments.Pod}/topologySpreadConstraints").ToList();
            selectors.AddRange(spread.Select(t => ($"spread over {t.Text("/topologyKey")}", t.At("/labelSelector/matchLabels"))));

            // All the same: a selector with less would also catch another service's pods.
            foreach (var (of, _) in selectors.Where(s => !JsonNode.DeepEquals(s.Selector, labels)))
            {
                yield return $"{service.Name}: the selector of its {of} is not the pod's labels.";
            }

            if (spread.Count == 0)
            {
                yield return $"{service.Name}: nothing spreads its pods over nodes.";
            }
        }
    }
}
