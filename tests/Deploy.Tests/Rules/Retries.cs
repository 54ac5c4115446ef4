namespace CoretimeDesk.Deploy.Tests;

internal static class Retries
{
    private const string Policies = "/spec/policies";

    public static IEnumerable<string> Check(Installation desk)
    {
        if (desk.PubSub is not { } component || desk.OfKind("Resiliency").ToList() is not [var resiliency])
        {
            yield return "There must be one Resiliency for one pub/sub component.";
            yield break;
        }

        // A policy for a name that is not there is no policy.
        var targets = resiliency.Members("/spec/targets/components").Select(t => t.Key).ToList();
        if (!targets.SequenceEqual([component.Text("/metadata/name")!]))
        {
            yield return $"Resiliency must target {component.Text("/metadata/name")} and nothing else.";
        }

        var target = $"/spec/targets/components/{component.Text("/metadata/name")}";
        foreach (var direction in (string[])["inbound", "outbound"])
        {
            if (resiliency.Text($"{target}/{direction}/retry") is { } named && resiliency.At($"{Policies}/retries/{named}") is null)
            {
                yield return $"{direction}: there is no retry policy {named}.";
            }

            if (resiliency.Text($"{target}/{direction}/timeout") is { } timeout && Durations.ParseGo(resiliency.Text($"{Policies}/timeouts/{timeout}")) is null)
            {
                yield return $"{direction}: there is no timeout {timeout}.";
            }
        }

        // An open breaker fails events at once, and with a dead-letter topic that means a dead letter.
        if (resiliency.At($"{target}/inbound/circuitBreaker") is not null)
        {
            yield return "inbound: no circuit breaker between the broker and an app.";
        }

        if (resiliency.Text($"{target}/inbound/retry") is not { } policyName || resiliency.At($"{Policies}/retries/{policyName}") is not { } policy)
        {
            yield return "inbound: without a retry policy the first failure is a dead letter.";
            yield break;
        }

        if (policy.Text("/policy") != "constant")
        {
            yield return "inbound: an exponential policy ends after 15 minutes whatever it says; use constant.";
            yield break;
        }

        if (Durations.ParseGo(policy.Text("/duration")) is not { } pause || policy.Number("/maxRetries") is not { } retries)
        {
            yield return "inbound: duration and maxRetries must be there (\"5s\", 180).";
            yield break;
        }

        if (retries < 0)
        {
            yield return "inbound: endless retries never reach the dead letters.";
            yield break;
        }

        var budget = pause * retries;
        foreach (var (service, deployment) in desk.OnTheBus().Where(d => budget < 2 * Stopping.LongestRestart(d.Deployment)))
        {
            yield return $"inbound: retries last {budget.TotalSeconds:0} s; a restart of {service.Name} may take {Stopping.LongestRestart(deployment).TotalSeconds:0} s.";
        }

        if (component.Text("/spec/type") == "pubsub.redis" && Durations.ParseGo(BusScopes.Setting(component, "processingTimeout")) is var patience && !(patience > budget))
        {
            yield return $"Redis hands an event to a second replica after {patience?.TotalSeconds} s, while the first may retry for {budget.TotalSeconds:0} s.";
        }
    }
}
