using System.Globalization;

namespace CoretimeDesk.Deploy.Tests;

internal static class Stopping
{
    /// <summary>The longest that a container of this pod may take from the order to stop until it answers again.</summary>
    public static TimeSpan LongestRestart(System.Text.Json.Nodes.JsonNode deployment)
    {
        var start = deployment.App().At("/startupProbe");
        return TimeSpan.FromSeconds(
            (deployment.Number($"{Deployments.Pod}/terminationGracePeriodSeconds") ?? 30)
            + (start.Number("/initialDelaySeconds") ?? 0)
            + (start.Number("/periodSeconds") ?? 10) * (start.Number("/failureThreshold") ?? 3));
    }

    public static IEnumerable<string> Check(Installation desk)
    {
        foreach (var (service, deployment) in desk.Pages())
        {
            var grace = deployment.Number($"{Deployments.Pod}/terminationGracePeriodSeconds") ?? 30;
            if (Seconds(deployment, "Limits__DrainSeconds") is not (> 0 and var drain) || Seconds(deployment, "Limits__ShutdownSeconds") is not { } shutdown)
            {
                yield return $"{service.Name}: Limits__DrainSeconds must leave time for every node to learn that the pod goes, and Limits__ShutdownSeconds say how long pages take.";
            }
            else if (drain + shutdown >= grace)
            {
                yield return $"{service.Name}: it takes up to {drain + shutdown} s, the pod is killed after {grace} s.";
            }
        }

        foreach (var (service, deployment) in desk.OnTheBus())
        {
            var grace = deployment.Number($"{Deployments.Pod}/terminationGracePeriodSeconds") ?? 30;
            var block = Durations.ParseGo(deployment.Annotation("block-shutdown-duration"));
            if (block is null)
            {
                yield return $"{service.Name}: dapr.io/block-shutdown-duration must be a duration such as \"30s\".";
                continue;
            }

            if (!long.TryParse(deployment.Annotation("graceful-shutdown-seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var graceful))
            {
                yield return $"{service.Name}: dapr.io/graceful-shutdown-seconds must be a number of seconds, without a unit.";
                continue;
            }

            if (Seconds(deployment, "Limits__DrainSeconds") is not { } drain || Seconds(deployment, "Limits__ShutdownSeconds") is not { } shutdown)
            {
                yield return $"{service.Name}: Limits__DrainSeconds and Limits__ShutdownSeconds must say how long the app takes.";
                continue;
            }

            if (drain == 0)
            {
                yield return $"{service.Name}: Limits__DrainSeconds must leave time for every node to learn that the pod goes.";
            }

            if (block.Value.TotalSeconds < drain + shutdown)
            {
                yield return $"{service.Name}: the sidecar waits {block.Value.TotalSeconds:0} s, the app takes up to {drain + shutdown} s.";
            }

            if (block.Value.TotalSeconds + graceful >= grace)
            {
                yield return $"{service.Name}: app and sidecar need {block.Value.TotalSeconds + graceful:0} s, the pod is killed after {grace} s.";
            }
        }
    }

    private static long? Seconds(System.Text.Json.Nodes.JsonNode deployment, string variable) =>
        long.TryParse(deployment.App().Env(variable).Text("/value"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
