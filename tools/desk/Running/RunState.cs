using System.Text.Json;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>
/// What a running desk writes down about itself (<c>.desk/run.json</c>): other commands find addresses here, and whoever comes
/// after a crash finds what is left to clean up. It holds no secrets.
/// </summary>
public sealed record RunState
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required ProcessIdentity Desk { get; init; }

    /// <summary><c>starting</c>, <c>ready</c> or <c>stopping</c>.</summary>
    public string Phase { get; init; } = Starting;

    /// <summary>What is going on, for those who wait.</summary>
    public string Step { get; init; } = "";

    public string Version { get; init; } = "";

    public string PostgresHost { get; init; } = "";

    public int? PostgresPort { get; init; }

    public string PostgresVersion { get; init; } = "";

    public IReadOnlyList<RunningService> Services { get; init; } = [];

    /// <summary>Where chain facts come from; null for nowhere.</summary>
    public RunningChains? Chains { get; init; }

    /// <summary>Every process that the desk started, in order of starting.</summary>
    public IReadOnlyList<RunningProcess> Processes { get; init; } = [];

    public const string Starting = "starting";
    public const string Ready = "ready";
    public const string Stopping = "stopping";

    /// <summary>Null when nothing was written, or when it cannot be read (a desk of another version).</summary>
    public static RunState? Load(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<RunState>(File.ReadAllText(file), Json) : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    public Task SaveAsync(string file) => PrivateFile.WriteAsync(file, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>
    /// Ends what a dead desk left running, last started first. A process is touched only if it is the one that was written down:
    /// pid and start time must agree.
    /// </summary>
    /// <returns>The names of those that were still there.</returns>
    public async Task<IReadOnlyList<string>> EndLeftoversAsync()
    {
        var ended = new List<string>();
        foreach (var process in Processes.Reverse())
        {
            if (process.Identity.IsAlive)
            {
                ended.Add($"{process.Name} (pid {process.Identity.Pid})");
                await process.Identity.EndAsync(process.Polite, TimeSpan.FromSeconds(10));
            }
        }

        return ended;
    }
}

/// <summary>A service as others reach it.</summary>
/// <param name="Addresses">One for each binding of the first replica, by the binding's name.</param>
/// <param name="Health">The address of each replica's health routes.</param>
public sealed record RunningService(
    string Name, IReadOnlyDictionary<string, string> Addresses, IReadOnlyList<string> Health, int SidecarHttpPort, int SidecarGrpcPort)
{
    /// <summary>Where gRPC clients connect.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Address => Addresses.Values.First();
}

/// <summary>Where chain facts come from.</summary>
/// <param name="Source">The value of <c>--chain</c>.</param>
/// <param name="Nodes">The nodes that the desk started for it.</param>
public sealed record RunningChains(string Source, IReadOnlyList<RunningNode> Nodes);

/// <summary>A process that serves chains.</summary>
/// <param name="Name">Of the process.</param>
/// <param name="Control">Where it takes orders, as JSON-RPC by POST.</param>
/// <param name="Chains">The WebSocket address of each chain, by the chain's name.</param>
public sealed record RunningNode(string Name, string Control, IReadOnlyDictionary<string, string> Chains);

/// <summary>A process that the desk started, and the signal that asks it to stop.</summary>
public sealed record RunningProcess(string Name, ProcessIdentity Identity, UnixSignal Polite);
