using System.Net;
using System.Text.Json;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>The development stand-in for Dapr: one process that is the sidecar of every local service.</summary>
internal static class SidecarProcess
{
    public const string Name = "sidecar";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes down which apps there are, and gives the command that serves them.</summary>
    public static async Task<Func<ChildCommand>> PrepareAsync(Workspace workspace, string configuration, IReadOnlyList<ServicePorts> services, Secrets secrets)
    {
        var assembly = Projects.Assembly(Projects.Sidecar, configuration);
        var apps = services.Select(service => new App(
            service.Service.Name, [.. service.Replicas.Select(replica => replica.Main)], service.Service.Name == ServiceEnvironment.WebService ? "http" : "h2c", service.SidecarHttp, service.SidecarGrpc));
        await File.WriteAllTextAsync(workspace.SidecarApps, JsonSerializer.Serialize(apps, Json));
        Directory.CreateDirectory(workspace.SidecarData);

        List<string> words = [assembly, "--apps", workspace.SidecarApps, "--pubsub", ServiceEnvironment.PubSub, "--data", workspace.SidecarData];
        var resiliency = Path.Combine(Workspace.Repository, "deploy", "local", "resiliency.yaml");
        if (File.Exists(resiliency))
        {
            words.AddRange(["--resiliency", resiliency]);
        }

        return () => new(Projects.DotNet, words)
        {
            WorkingDirectory = workspace.Root,
            Environment = new Dictionary<string, string?>
            {
                ["DAPR_API_TOKEN"] = secrets.DaprApiToken,
                ["APP_API_TOKEN"] = secrets.AppApiToken,
                ["Logging__Console__FormatterOptions__SingleLine"] = "true",
            },
        };
    }

    /// <summary>Whether an app's sidecar takes what the app publishes; it does so before the app itself is up.</summary>
    public static async Task<bool> IsHealthyAsync(int httpPort, CancellationToken cancellation = default) =>
        (await Health.GetAsync($"http://127.0.0.1:{httpPort}/v1.0/healthz/outbound", HttpVersion.Version11, cancellation)).Status == 204;

    private sealed record App(string AppId, IReadOnlyList<int> AppPorts, string AppProtocol, int HttpPort, int GrpcPort);
}
