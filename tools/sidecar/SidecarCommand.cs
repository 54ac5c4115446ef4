using System.CommandLine;
using System.Text.Json;

namespace CoretimeDesk.Sidecar;

/// <summary>The command line.</summary>
internal static class SidecarCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private sealed record AppEntry(string AppId, int[]? AppPorts, string? AppProtocol, int HttpPort, int GrpcPort);

    public static RootCommand Create(Func<SidecarOptions, CancellationToken, Task<int>> run)
    {
        var apps = new Option<FileInfo?>("--apps") { Description = "JSON file with an array of {appId, appPorts, appProtocol, httpPort, grpcPort}: one process for several apps." };
        var appId = new Option<string?>("--app-id") { Description = "The app's name on the bus, for one app alone." };
        var appPort = new Option<int[]>("--app-port") { Description = "The app's port on 127.0.0.1; repeat it for replicas. Without one the app only publishes.", AllowMultipleArgumentsPerToken = true };
        var protocol = new Option<string>("--app-protocol") { Description = "What the app's port speaks.", DefaultValueFactory = _ => "http" };
        protocol.AcceptOnlyFromAmong("http", "h2c");
        var http = new Option<int>("--http-port") { Description = "Port of the HTTP API.", DefaultValueFactory = _ => 3500 };
        var grpc = new Option<int>("--grpc-port") { Description = "Port of the gRPC proxy.", DefaultValueFactory = _ => 50001 };
        var pubsub = new Option<string>("--pubsub") { Description = "Name of the pub/sub component.", Required = true };
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder that keeps accepted events; one process at a time.", Required = true };
        var resiliency = new Option<FileInfo?>("--resiliency") { Description = "Dapr Resiliency file: the inbound retry and timeout policy of the component." };
        var scopes = new Option<FileInfo?>("--scopes") { Description = "Component file whose publishing and subscription scopes apply." };
        var concurrency = new Option<int>("--concurrency") { Description = "Deliveries under way at a time, per app and topic; 1 keeps the order.", DefaultValueFactory = _ => 10 };
        var duplicate = Share("--duplicate-share", "Share of events delivered twice on purpose, 0 to 1.");
        var refuse = Share("--refuse-share", "Share of publish calls answered 500 on purpose, 0 to 1.");
        var delay = new Option<int>("--delay-ms") { Description = "Deliveries wait a random time up to this many milliseconds." };
        var reorder = new Option<bool>("--reorder") { Description = "Deliver out of order on purpose." };
        var seed = new Option<long>("--seed") { Description = "Makes duplicates, delays and disorder repeatable." };
        var maxBody = new Option<long>("--max-body-bytes") { Description = "Largest body of a publish call, in bytes.", DefaultValueFactory = _ => 4 * 1024 * 1024 };
        var redelivery = new Option<int>("--redelivery-ms") { Description = "When an event that failed and has no dead-letter topic is tried again.", DefaultValueFactory = _ => 5000 };
        var health = new Option<string?>("--app-health-check-path") { Description = "Pause deliveries while this path of the app does not answer 2xx." };

        var root = new RootCommand("Development stand-in for the Dapr sidecar: pub/sub and gRPC proxy for apps on this machine. Not for production. DAPR_API_TOKEN and APP_API_TOKEN are read from the environment.")
        {
            apps, appId, appPort, protocol, http, grpc, pubsub, data, resiliency, scopes, concurrency, duplicate, refuse, delay, reorder, seed, maxBody, redelivery, health,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(apps) is null == result.GetValue(appId) is null)
            {
                result.AddError("Give either --app-id (one app) or --apps FILE (several).");
            }
        });
        root.SetAction(async (r, cancel) =>
        {
            SidecarOptions options;
            try
            {
                options = new()
                {
                    Apps = r.GetValue(apps) is { } file
                        ? Read(file)
                        : [new(r.GetValue(appId)!, r.GetValue(appPort) ?? [], ProtocolOf(r.GetValue(protocol)!), r.GetValue(http), r.GetValue(grpc))],
                    PubSub = r.GetValue(pubsub)!,
                    DataDirectory = r.GetValue(data)!.FullName,
                    ResiliencyFile = r.GetValue(resiliency)?.FullName,
                    ScopesFile = r.GetValue(scopes)?.FullName,
                    Concurrency = r.GetValue(concurrency),
                    DuplicateShare = r.GetValue(duplicate),
                    RefuseShare = r.GetValue(refuse),
                    DelayMax = TimeSpan.FromMilliseconds(r.GetValue(delay)),
                    Reorder = r.GetValue(reorder),
                    Seed = r.GetValue(seed),
                    MaxBodyBytes = r.GetValue(maxBody),
                    Redelivery = TimeSpan.FromMilliseconds(r.GetValue(redelivery)),
                    HealthCheckPath = r.GetValue(health),
                    ApiToken = Token("DAPR_API_TOKEN"),
                    AppToken = Token("APP_API_TOKEN"),
                };
            }
            catch (SidecarStartException e)
            {
                await Console.Error.WriteLineAsync($"sidecar: {e.Message}");
                return 1;
            }

            return await run(options, cancel);
        });
        return root;
    }

    private static Option<double> Share(string name, string description)
    {
        var option = new Option<double>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 0 or > 1 or double.NaN)
            {
                result.AddError($"{name} must be between 0 and 1.");
            }
        });
        return option;
    }

    private static string? Token(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } token ? token : null;

    private static AppProtocol ProtocolOf(string? text) => text switch
    {
        null or "" or "http" => AppProtocol.Http,
        "h2c" => AppProtocol.H2c,
        _ => throw new SidecarStartException($"app protocol '{text}' is not http or h2c"),
    };

    private static List<SidecarApp> Read(FileInfo file)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<AppEntry[]>(File.ReadAllText(file.FullName), Json) ?? [];
            return [.. entries.Select(e => new SidecarApp(e.AppId ?? "", e.AppPorts ?? [], ProtocolOf(e.AppProtocol), e.HttpPort, e.GrpcPort))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SidecarStartException($"--apps: '{file.FullName}' cannot be read: {e.Message}", e);
        }
    }
}
