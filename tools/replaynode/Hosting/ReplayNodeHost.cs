using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.ReplayNode.Control;
using CoretimeDesk.ReplayNode.Rpc;
using CoretimeDesk.Substrate;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.ReplayNode;

/// <summary>A running replay node: a process has one, a test any number.</summary>
public sealed class ReplayNodeHost : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ControlPort _control;
    private readonly AutoAdvance _auto;
    private readonly RpcServer _server;
    private readonly Report _report;
    private readonly TaskCompletionSource _shutdown;

    private ReplayNodeHost(WebApplication web, ControlPort control, AutoAdvance auto, RpcServer server, Report report, TaskCompletionSource shutdown) =>
        (_web, _control, _auto, _server, _report, _shutdown) = (web, control, auto, server, report, shutdown);

    /// <summary>Where the node answers.</summary>
    public Uri Rpc { get; private set; } = null!;

    /// <summary>Where it takes orders.</summary>
    public Uri Control { get; private set; } = null!;

    /// <summary>Completes when somebody ordered it to shut down.</summary>
    public Task ShutdownRequested => _shutdown.Task;

    /// <summary>Starts a node.</summary>
    /// <exception cref="ReplayNodeStartException">The message names the switch or file, and what to do.</exception>
    public static async Task<ReplayNodeHost> StartAsync(ReplayNodeOptions options, ILoggerFactory? logs = null)
    {
        logs ??= NullLoggerFactory.Instance;
        if (new[] { options.Port, options.ControlPort }.FirstOrDefault(p => p is < 0 or > 65535, -1) is var wrong and not -1)
        {
            throw new ReplayNodeStartException($"{wrong} is no port");
        }

        var (recording, runtimes, source) = Sources.Open(options);
        var start = options.StartAt ?? (options.Every is null ? source.Last : source.First);
        if (start < source.First || start > source.Last)
        {
            throw new ReplayNodeStartException($"--start-at: {start} is not between {source.First} and {source.Last}, the blocks that there are");
        }

        start = options.KeepHeight is { } file ? KeptHeight.Read(file, source.First, source.Last) ?? start : start;
        var host = Wire(options, recording, runtimes, source, start, logs);
        await host.StartAsync(options);
        return host;
    }

    /// <summary>Gives an order, as the control port does.</summary>
    /// <param name="method">Its name: <c>advance</c>.</param>
    /// <param name="fields">Its fields, as an object that serializes to them.</param>
    /// <exception cref="InvalidOperationException">It cannot be carried out; the message names the field.</exception>
    public async Task<JsonNode?> OrderAsync(string method, object? fields = null)
    {
        try
        {
            var answer = await _control.RunAsync(method, fields is null ? null : JsonSerializer.SerializeToElement(fields));
            return answer is null ? null : JsonNode.Parse(answer.ToJsonString()); // As it comes over the port: numbers are numbers.
        }
        catch (OrderException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }

    /// <summary>One line of JSON for whoever started the process.</summary>
    public string Describe()
    {
        var state = _report.Everything();
        return new JsonObject
        {
            ["ready"] = true,
            ["rpc"] = Rpc.OriginalString,
            ["control"] = Control.OriginalString,
            ["pid"] = Environment.ProcessId,
            ["chain"] = state["chain"]!.DeepClone(),
            ["mode"] = state["mode"]!.DeepClone(),
            ["first"] = state["first"]!.DeepClone(),
            ["last"] = state["last"]!.DeepClone(),
            ["best"] = state["best"]!.DeepClone(),
        }.ToJsonString();
    }

    /// <summary>Says goodbye to clients and closes the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        await _auto.DisposeAsync();
        _server.IsRefusing = true;
        _server.DropAll(politely: true);
        using var quick = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _web.StopAsync(quick.Token);
        await _web.DisposeAsync();
        _control.Dispose();
    }

    private static ReplayNodeHost Wire(ReplayNodeOptions options, Recording recording, ServedRuntimes runtimes, IBlockSource source, ulong start, ILoggerFactory logs)
    {
        var counters = new Counters();
        var mischief = new Mischief(counters);
        var hub = new HeadHub(counters);
        var log = logs.CreateLogger("CoretimeDesk.ReplayNode");
        IHeadListener listener = options.KeepHeight is { } file ? new KeptHeight(file, hub, log) : hub;
        var chain = new ReplayChain(source, runtimes, Sources.GenesisOf(options, recording), start, options.Lag, listener);
        var (state, methods) = (new StateReader(chain, mischief, counters), new Methods());
        SystemMethods.Add(methods, recording.Index.Chain, recording.Index.Properties, chain);
        ChainMethods.Add(methods, chain, hub);
        StateMethods.Add(methods, chain, hub, state);
        ArchiveMethods.Add(methods, chain, hub, state);

        var server = new RpcServer(chain, hub, methods, mischief, counters, options.Time);
        var auto = new AutoAdvance(chain, options.Time, log);
        var report = new Report(chain, recording.Index.Chain, server, hub, mischief, counters, auto);
        var shutdown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var control = new ControlPort(new(chain, server, mischief, counters, auto, report, recording.Folder, shutdown));

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null; // A reader that takes its time is what tests are about.
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, options.ControlPort, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(logs);
        var web = builder.Build();
        var host = new ReplayNodeHost(web, control, auto, server, report, shutdown);
        web.UseWebSockets();
        web.Run(context => context.Connection.LocalPort == host.Control.Port ? control.ServeAsync(context) : server.ServeAsync(context));
        return host;
    }

    private async Task StartAsync(ReplayNodeOptions options)
    {
        try
        {
            await _web.StartAsync();
        }
        catch (IOException e)
        {
            await _web.DisposeAsync();
            throw new ReplayNodeStartException($"port {options.Port} (RPC) or {options.ControlPort} (control) cannot be opened on 127.0.0.1: {e.Message}", e);
        }

        var ports = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port).ToList();
        Rpc = new($"ws://127.0.0.1:{ports[0]}");
        Control = new($"http://127.0.0.1:{ports[1]}");
        await _auto.SetAsync(options.Every, 1);
    }
}
