using CoretimeDesk.Testing;

namespace CoretimeDesk.Bench.Watcher;

/// <summary>The chain watcher as a process that follows one replay node.</summary>
internal static class WatcherProcess
{
    public const string AppId = "chainwatcher";

    /// <summary>Starts it; it is ready before it has read anything.</summary>
    /// <param name="cluster">Provisioned for it.</param>
    /// <param name="node">What it follows.</param>
    /// <param name="kind">Coretime or Relay.</param>
    /// <param name="start">Where it begins: a height, or <c>head</c>.</param>
    /// <param name="further">Further settings.</param>
    public static Task<ServiceProcess> StartAsync(BenchCluster cluster, ReplayProcess node, string kind, string start, params (string, string)[] further) => ServiceProcess.StartAsync(
        AppId, "CoretimeDesk.ChainWatcher.dll", cluster.Database,
        [
            ("Logging__LogLevel__Default", "Warning"),
            ("Watcher__Chains__0__Name", "bench"),
            ("Watcher__Chains__0__Kind", kind),
            ("Watcher__Chains__0__Endpoints__0", $"{node.Rpc}"),
            ("Watcher__Chains__0__Token", "PAS"),
            ("Watcher__Chains__0__Decimals", "10"),
            ("Watcher__Chains__0__Start", start),
            .. further,
        ]);
}
