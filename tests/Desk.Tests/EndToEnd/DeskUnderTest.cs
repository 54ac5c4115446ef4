using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

/// <summary>A workspace with a tye.yaml of fixture services, and the command line as a process of its own.</summary>
internal sealed class DeskUnderTest : IAsyncDisposable
{
    private readonly ScratchFolder _scratch = new("a desk");
    private ProcessIdentity? _desk;

    public Workspace Workspace => Workspace.Of(new FileInfo(_scratch["tye.yaml"]));

    /// <summary>The build of the tests is the build that is started.</summary>
    private static string Configuration => AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    // As built for itself: the copy beside the tests lacks what the tests' own framework brings along.
    private static string Tool { get; } = Projects.Assembly(Path.Combine(Workspace.Repository, "tools", "desk", "CoretimeDesk.Desk.csproj"), Configuration);

    /// <summary>A server to use instead of a private one.</summary>
    public string? AdminConnectionString { get; set; }

    /// <summary>The longest pause before a part that dies again and again is started again; null for the usual one.</summary>
    public int? RestartSeconds { get; init; }

    public RunState State => RunState.Load(Workspace.RunFile) ?? throw new InvalidOperationException("There is no run.json.");

    /// <param name="services">Name, port, and lines of YAML to add at the service's level.</param>
    public void Describe(params (string Name, int Port, string More)[] services)
    {
        var project = Path.Combine(Workspace.Repository, "tests", "DeskFixture", "CoretimeDesk.DeskFixture.csproj");
        File.WriteAllText(_scratch["tye.yaml"], "services:\n" + string.Concat(services.Select(service =>
            $"  - name: {service.Name}\n    project: \"{project}\"\n    bindings: [{{port: {service.Port}}}]\n{service.More}")));
    }

    /// <summary>The services of the repository's own tye.yaml, at free ports.</summary>
    /// <param name="more">Lines of YAML to add at a service's level, by its name. With any, only the services that are named.</param>
    public void DescribeTheRealOne(params (string Service, string More)[] more)
    {
        var document = CoretimeDesk.Desk.Tye.TyeReader.Read(Path.Combine(Workspace.Repository, "tye.yaml"));
        File.WriteAllText(_scratch["tye.yaml"], "services:\n" + string.Concat(document.Services.Where(service => more.Length == 0 || more.Any(m => m.Service == service.Name)).Select(service =>
            $"  - name: {service.Name}\n    project: \"{service.Project}\"\n    bindings: [{{port: {FreePort.Next()}}}]\n{more.FirstOrDefault(m => m.Service == service.Name).More}")));
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(params string[] words) => RunAsync(TimeSpan.FromMinutes(8), words);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="longest">Only a hang reaches this: a busy machine takes its time.</param>
    /// <param name="words">The command.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(TimeSpan longest, params string[] words)
    {
        using var patience = new CancellationTokenSource(longest);
        var result = await ChildProcess.RunAsync(Command(words), patience.Token);
        _desk = RunState.Load(Workspace.RunFile)?.Desk ?? _desk;
        return result;
    }

    public Task<(int ExitCode, string Output)> UpAsync(params string[] more) =>
        RunAsync(["up", "--detach", "--no-build", "--configuration", Configuration, .. more]);

    /// <summary>Starts <c>up</c> in the foreground, as on a terminal.</summary>
    public Process StartUp(params string[] more) => Start(["up", "--no-build", "--configuration", Configuration, .. more]);

    /// <summary>Starts a command that goes on.</summary>
    public Process Start(params string[] words) => ChildProcess.Start(Command(words));

    /// <summary>Gives one of the desk's replay nodes an order.</summary>
    public async Task<JsonNode> OrderAsync(string node, string order, object? fields = null)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(State.Chains!.Nodes.Single(n => n.Name == node).Control, new { id = 1, method = order, @params = fields ?? new { } });
        var reply = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        return reply["result"] ?? throw new InvalidOperationException($"{order}: {reply}");
    }

    public async Task<JsonNode> StatusAsync() => JsonNode.Parse((await RunAsync("status", "--json")).Output)!;

    /// <summary>Asks a fixture service for one of its environment variables.</summary>
    public async Task<string> EnvironmentOfAsync(string service, string variable) =>
        (await Health.GetAsync($"{State.Services.First(s => s.Name == service).Address}/env/{variable}", HttpVersion.Version20)).Body;

    /// <summary>Waits for something that is about to come true.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what, int seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(seconds), $"Not within {seconds} s: {what}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (RunState.Load(Workspace.RunFile) is { } state)
        {
            await state.Desk.EndAsync(UnixSignal.Terminate, TimeSpan.FromSeconds(20));
            await state.EndLeftoversAsync();
        }

        if (_desk is not null)
        {
            await _desk.EndAsync(UnixSignal.Terminate, TimeSpan.FromSeconds(20));
        }

        if (PostgresCluster.ServerOf(Path.Combine(Workspace.State, "postgres", "data")) is { } server)
        {
            await server.EndAsync(UnixSignal.Quit, TimeSpan.FromSeconds(10));
        }

        _scratch.Dispose();
    }

    private ChildCommand Command(IReadOnlyList<string> words) =>
        new(Projects.DotNet, [Tool, .. words, "--file", Workspace.TyeFile])
        {
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string?> { ["DESK_REPOSITORY"] = Workspace.Repository, ["DESK_POSTGRES"] = AdminConnectionString, ["DESK_RESTART_SECONDS"] = $"{RestartSeconds}" },
        };
}
