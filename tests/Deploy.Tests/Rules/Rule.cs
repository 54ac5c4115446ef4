namespace CoretimeDesk.Deploy.Tests;

/// <summary>Something that must hold of an installation.</summary>
/// <param name="Statement">What holds, as a sentence.</param>
/// <param name="Check">What is wrong, one sentence each; empty when all is well.</param>
internal sealed record Rule(string Statement, Func<Installation, IEnumerable<string>> Check)
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("Every service has its objects and no object lacks its service", Inventory.Check),
        new("Selectors find their pods", Selectors.Check),
        new("Ports and protocol agree", Ports.Check),
        new("Annotations of the sidecar are complete, known and strings", Annotations.Check),
        new("A container gets the environment that a service reads", ContainerEnvironment.Check),
        new("Pages reach whom they ask", PagesAndPeers.Check),
        new("Secrets are referred to and never written down", Secrets.Check),
        new("Containers have no rights to lose", Hardening.Check),
        new("Probes speak the language of the port", Probes.Check),
        new("Stopping fits into the grace period", Stopping.Check),
        new("Every app may publish and hear what it needs and no more", BusScopes.Check),
        new("The broker keeps what it accepted", BrokerDurability.Check),
        new("Retries outlast a restart and end in a dead letter", Retries.Check),
        new("Resources of Dapr have no unknown field", DaprFields.Check),
    ];
}
