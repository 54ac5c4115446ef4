using CoretimeDesk.Desk.Tye;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Running;

/// <summary>The ports of one replica, binding by binding, in the order of tye.yaml.</summary>
internal sealed record ReplicaPorts(IReadOnlyList<int> Bindings)
{
    /// <summary>Carries gRPC, events and health.</summary>
    public int Main => Bindings[0];
}

/// <summary>The ports of one service and of its sidecar.</summary>
internal sealed record ServicePorts(TyeService Service, IReadOnlyList<ReplicaPorts> Replicas, int SidecarHttp, int SidecarGrpc);

/// <summary>Every port of a run, decided before anything is started.</summary>
/// <param name="Services">In the order of tye.yaml.</param>
/// <param name="Chains">The first port of the chain nodes, which stand in a row; 0 for none.</param>
internal sealed record PortPlan(IReadOnlyList<ServicePorts> Services, int Chains)
{
    /// <summary>A sidecar's ports stand at these distances from its service's, if they are free.</summary>
    public const int SidecarHttpDistance = 400;
    public const int SidecarGrpcDistance = 800;

    /// <summary>So do the chain nodes' from the chain watcher's.</summary>
    public const int ChainsDistance = 1200;

    // Below the range from which systems take ports for outgoing connections.
    private const int RowLowest = 20_000;
    private const int RowHighest = 32_000;

    /// <param name="document">The services.</param>
    /// <param name="chains">How many ports in a row the chain nodes need.</param>
    /// <param name="takesFreePorts">Replace a taken port instead of failing.</param>
    /// <param name="warn">Gets a sentence for each port that is not the usual one.</param>
    /// <exception cref="DeskException">A port of tye.yaml is taken; the message says by whom.</exception>
    public static PortPlan Make(TyeDocument document, int chains, bool takesFreePorts, Action<string> warn)
    {
        var given = document.Services.SelectMany(service => service.Bindings.Select(binding => binding.Port)).ToHashSet();
        var taken = document.Services
            .SelectMany(service => service.Bindings.Select(binding => (Service: service, binding.Port)))
            .Where(pair => !FreePort.IsFree(pair.Port))
            .ToDictionary(pair => pair.Port, pair => $"port {pair.Port} of '{pair.Service.Name}' is held by {(object?)PortHolder.Of(pair.Port) ?? "another program"}");
        if (taken.Count > 0 && !takesFreePorts)
        {
            throw new DeskException($"{Capital(string.Join("; ", taken.Values))}. Stop that program, change the port in tye.yaml, or add --free-ports to use other ports this time.");
        }

        int Next()
        {
            int port;
            do
            {
                port = FreePort.Next();
            }
            while (!given.Add(port));
            return port;
        }

        int Usual(int port, string what)
        {
            if (port <= 65535 && FreePort.IsFree(port) && given.Add(port))
            {
                return port;
            }

            var other = Next();
            warn($"{what} uses port {other}: {port} is held by {(object?)PortHolder.Of(port) ?? "another part of the desk"}");
            return other;
        }

        var services = document.Services.Select(service =>
        {
            var first = service.Bindings.Select(binding =>
            {
                if (!taken.TryGetValue(binding.Port, out var why))
                {
                    return binding.Port;
                }

                var other = Next();
                warn($"{service.Name} uses port {other}: {why}");
                return other;
            }).ToList();
            var more = Enumerable.Range(1, service.Replicas - 1).Select(_ => new ReplicaPorts([.. service.Bindings.Select(_ => Next())]));
            var main = service.Bindings[0].Port;
            return new ServicePorts(
                service,
                [new(first), .. more],
                Usual(main + SidecarHttpDistance, $"the sidecar of {service.Name} (HTTP)"),
                Usual(main + SidecarGrpcDistance, $"the sidecar of {service.Name} (gRPC)"));
        }).ToList();
        return new(services, chains == 0 ? 0 : Row(chains, services, given, warn));
    }

    private static int Row(int count, IEnumerable<ServicePorts> services, HashSet<int> given, Action<string> warn)
    {
        bool IsFree(int first) => Enumerable.Range(first, count).All(port => port <= 65535 && !given.Contains(port) && FreePort.IsFree(port));
        var usual = services.First(service => service.Service.Name == ServiceEnvironment.ChainWatcherService).Replicas[0].Main + ChainsDistance;
        if (IsFree(usual))
        {
            return usual;
        }

        for (var tries = 0; tries < 1000; tries++)
        {
            if (Random.Shared.Next(RowLowest, RowHighest - count) is var first && IsFree(first))
            {
                warn($"the chain nodes use ports {first} to {first + count - 1}: not all from {usual} on are free");
                return first;
            }
        }

        throw new DeskException($"The chain nodes need {count} free ports in a row, and none were found from {usual} on or between {RowLowest} and {RowHighest}. End what listens there, or use --chain none.");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
