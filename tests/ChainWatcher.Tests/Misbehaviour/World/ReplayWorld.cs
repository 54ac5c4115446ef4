using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.ReplayNode;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Nodes that replay a recorded chain and do what they are told, and a watcher that follows them, on a database of its own.</summary>
internal sealed partial class ReplayWorld : IAsyncDisposable
{
    /// <summary>What the watcher calls the chain.</summary>
    public const string Name = "replay";

    /// <summary>What the watcher calls the relay chain.</summary>
    public const string RelayName = "replay-relay";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly ReplayFixture _fixture;
    private readonly WorldOptions _options;
    private readonly List<ReplayNodeHost> _nodes = [];
    private readonly List<ServiceProcess> _processes = [];
    private readonly ProvisionedDatabase _provisioned;
    private InProcessWatcher? _watcher;

    private ReplayWorld(ReplayFixture fixture, WorldOptions options, ProvisionedDatabase provisioned)
    {
        (_fixture, _options, _provisioned) = (fixture, options, provisioned);
        Database = NpgsqlDataSource.Create(provisioned.Of("chainwatcher"));
    }

    public NpgsqlDataSource Database { get; }

    public IReadOnlyList<ReplayNodeHost> Nodes => _nodes;

    public ReplayNodeHost Node => _nodes[0];

    public ReplayNodeHost Second => _nodes[1];

    /// <summary>The node of the relay chain.</summary>
    public ReplayNodeHost RelayNode { get; private set; } = null!;

    public IReadOnlyList<ServiceProcess> Processes => _processes;

    public InProcessWatcher InProcess => _watcher!;

    private GrpcChannel Channel => _watcher?.Channel ?? _processes[0].Channel;

    public ChainWatcherService.ChainWatcherServiceClient Watcher => new(Channel);

    public static async Task<ReplayWorld> StartAsync(ReplayFixture fixture, WorldOptions? options = null)
    {
        var world = new ReplayWorld(fixture, options ?? new(), await fixture.DatabaseAsync());
        foreach (var with in world._options.Nodes)
        {
            world._nodes.Add(await ReplayNodeHost.StartAsync(with(ReplayFixture.Serve(world._options.Recording) with { StartAt = world._options.At })));
        }

        if (world._options.WithRelay)
        {
            world.RelayNode = await ReplayNodeHost.StartAsync(ReplayFixture.Serve("relay"));
        }

        if (world._options.IsWatched)
        {
            await world.WatchAsync();
        }

        return world;
    }

    /// <summary>Headers of a signed-in administrator.</summary>
    public async Task<Metadata> AsAdaAsync() => (await _fixture.StaffAsync()).As(_fixture.Ada);

    /// <summary>A session of the database's administrator.</summary>
    public async Task<NpgsqlConnection> ConnectAsAdministratorAsync()
    {
        var connection = new NpgsqlConnection(_provisioned.Admin);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Does something to the database as its administrator.</summary>
    public async Task AdministerAsync(string sql)
    {
        await using var connection = await ConnectAsAdministratorAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts the watcher.</summary>
    public async Task WatchAsync(params (string Name, string Value)[] chain)
    {
        var settings = await SettingsAsync(chain);
        if (_options.Processes == 0)
        {
            _watcher = await InProcessWatcher.StartAsync([("urls", "http://127.0.0.1:0"), ("ConnectionStrings:Database", _provisioned.Of("chainwatcher")), ("DAPR_HTTP_PORT", "9"), .. settings]);
        }

        for (var i = _processes.Count; i < _options.Processes; i++)
        {
            _processes.Add(await ServiceProcess.StartAsync("chainwatcher", "CoretimeDesk.ChainWatcher.dll", _provisioned, [.. settings]));
        }
    }

    /// <summary>Stops the watcher as a deployment does.</summary>
    public async Task StopWatchingAsync()
    {
        await _watcher!.StopAsync();
        await _watcher.DisposeAsync();
        _watcher = null;
    }

    /// <summary>A node's death.</summary>
    public async Task KillNodeAsync(int index = 0) => await _nodes[index].DisposeAsync();

    /// <summary>A node is born at the same address, as soon as nobody else has that for a moment.</summary>
    public async Task ReviveNodeAsync(int index = 0, ulong? at = null, string? genesis = null)
    {
        var options = _options.Nodes[index](ReplayFixture.Serve(_options.Recording) with { StartAt = at ?? _options.At, GenesisHash = genesis, Port = _nodes[index].Rpc.Port });
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Pause))
        {
            try
            {
                _nodes[index] = await ReplayNodeHost.StartAsync(options);
                return;
            }
            catch (ReplayNodeStartException) when (watch.Elapsed < Patience)
            {
            }
        }
    }

    /// <summary>Gives the first node an order.</summary>
    public Task<JsonNode?> OrderAsync(string order, object? fields = null) => Node.OrderAsync(order, fields);

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.DisposeAsync();
        }

        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        foreach (var node in _nodes.Append(RelayNode).OfType<ReplayNodeHost>())
        {
            await node.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    private async Task<List<(string Name, string Value)>> SettingsAsync((string Name, string Value)[] further)
    {
        List<(string, string)> chain =
        [
            ("Name", Name),
            ("Kind", _options.Recording == "relay" ? "Relay" : "Coretime"),
            .. _nodes.Select((n, i) => ($"Endpoints__{i}", n.Rpc.OriginalString)),
            ("Token", "PAS"),
            ("Decimals", "10"),
            ("Start", _options.Start),
        ];
        foreach (var (name, value) in _options.Chain.Concat(further))
        {
            chain.RemoveAll(s => s.Item1 == name);
            chain.Add((name, value));
        }

        (string, string)[] relay = RelayNode is null ? [] :
            [("Name", RelayName), ("Kind", "Relay"), ("Endpoints__0", RelayNode.Rpc.OriginalString), ("Token", "PAS"), ("Decimals", "10"), ("Start", "3")];
        return
        [
            ("ConnectionStrings__KeyRing", await _fixture.KeyRingAsync()),
            ("Limits__CallsPerSecond", "0"),
            .. _options.Service,
            .. chain.Select(s => ($"Watcher__Chains__0__{s.Item1}", s.Item2)),
            .. relay.Select(s => ($"Watcher__Chains__1__{s.Item1}", s.Item2)),
        ];
    }
}
