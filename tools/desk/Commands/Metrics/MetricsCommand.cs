using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Metrics;

/// <summary><c>./desk metrics</c></summary>
internal static class MetricsCommand
{
    /// <summary>The exit code of facts that cannot be read.</summary>
    public const int Unreadable = 2;

    public static Command Make() => new("metrics", "Figures from facts: by the code that the desk's own pages show. compute and explain work on files, without a desk; show, export and rebuild ask the desk.")
    {
        MetricsComputeCommand.Make(),
        MetricsExplainCommand.Make(),
        MetricsLiveCommands.Show(),
        MetricsLiveCommands.Export(),
        MetricsLiveCommands.Rebuild(),
    };
}
