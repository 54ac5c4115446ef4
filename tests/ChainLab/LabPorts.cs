using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.ChainLab;

/// <summary>The ports of one lab: <paramref name="First"/> and the four after it. A node view listens one above its chain.</summary>
internal readonly record struct LabPorts(int First)
{
    private const int Count = 5;

    // Below the range from which Linux and macOS take ports for outgoing connections and for "any free port",
    // so that nobody is given a port of ours by chance between our look and the lab's own.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    private static readonly HashSet<int> Given = [];

    public int Coretime => First;

    public int Relay => First + 2;

    public int Control => First + 4;

    /// <summary>Ports that nothing listens on, and that no other lab of this process was given.</summary>
    /// <remarks>Another process may still be faster: start again with others then.</remarks>
    public static LabPorts Next()
    {
        lock (Given)
        {
            for (var tries = 0; tries < 1000; tries++)
            {
                var ports = new LabPorts(Lowest + Random.Shared.Next((Highest - Lowest) / Count) * Count);
                if (!Given.Contains(ports.First) && Enumerable.Range(ports.First, Count).All(FreePort.IsFree))
                {
                    Given.Add(ports.First);
                    return ports;
                }
            }
        }

        throw new InvalidOperationException($"No {Count} free ports in a row between {Lowest} and {Highest}.");
    }
}
