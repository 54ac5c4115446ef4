using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Testing;
using Grpc.Core;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Tests;

/// <summary>A real Coretime chain and relay chain, and the watcher as a process that follows what a node would show of them. Skips where the lab cannot run.</summary>
public sealed class WatcherWorld : IAsyncDisposable
{
    /// <summary>The lab's chains, as the watcher calls them.</summary>
    public static readonly IReadOnlyList<(LabNetwork Network, string Chain)> Networks = [(LabNetwork.Coretime, "lab-coretime"), (LabNetwork.Relay, "lab-relay")];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly PostgresFixture _postgres;
    private readonly List<ServiceProcess> _replicas = [];
    private readonly (string, string)[] _settings;

    private WatcherWorld(PostgresFixture postgres, LabChain lab, (string, string)[] settings) => (_postgres, Lab, _settings) = (postgres, lab, settings);

    public LabChain Lab { get; }

    public NpgsqlDataSource Database { get; private set; } = null!;

    public Staff Staff { get; private set; } = null!;

    public Actor Ada { get; } = Staff.Person("Ada Administrator", Role.Administrator);

    public ServiceProcess Replica(int n = 0) => _replicas[n];

    public ChainWatcherService.ChainWatcherServiceClient Watcher(int n = 0) => new(Replica(n).Channel);

    /// <summary>A database for another service than the watcher.</summary>
    public Task<ProvisionedDatabase> DatabaseAsync(string service) => _postgres.CreateAsync(service);

    public static async Task<WatcherWorld> StartAsync(LabFixture fixture, int replicas = 1, params (string, string)[] further)
    {
        var lab = await fixture.LabAsync();
        var world = new WatcherWorld(new(), lab, [.. Chain(0, "lab-coretime", ChainKind.Coretime, "coretime-paseo", lab.CoretimeNode), .. Chain(1, "lab-relay", ChainKind.Relay, "paseo", lab.RelayNode), .. further]);
        await world.BeginAsync(replicas);
        return world;
    }

    /// <summary>Waits until the watcher has saved a chain's block.</summary>
    public async Task SeesAsync(string chain, uint block, int replica = 0)
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            var follower = (await Watcher(replica).ListFollowersAsync(new(), Staff.As(Ada))).Followers.Single(f => f.Chain == chain);
            if (follower.BlockNumber >= block)
            {
                return;
            }

            Assert.True(follower.StopReason.Length == 0, $"{chain} has stopped: {follower}");

            Assert.True(DateTime.UtcNow < until, $"{chain} is at {follower.BlockNumber} and should reach {block}: {follower}");
            await Task.Delay(100);
        }
    }

    /// <summary>Makes everything that happened so far final, and waits until it is saved.</summary>
    /// <returns>The newest block of each chain.</returns>
    public async Task<IReadOnlyDictionary<string, LabHead>> SeesAllAsync()
    {
        var heads = new Dictionary<string, LabHead>();
        foreach (var (network, chain) in Networks)
        {
            heads[chain] = await FinalizeAsync(network);
            await SeesAsync(chain, heads[chain].Number);
        }

        return heads;
    }

    /// <summary>Makes a chain's best block final.</summary>
    public async Task<LabHead> FinalizeAsync(LabNetwork network)
    {
        var info = await Lab.InfoAsync();
        var best = (network == LabNetwork.Coretime ? info.Coretime : info.Relay)!;
        while (true)
        {
            // The lab's node view hears of a block a moment after it was built.
            if (await Lab.FinalizeAsync(chain: network) is var final && final.Number >= best.Head)
            {
                return final;
            }

            await Task.Delay(20);
        }
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetFieldValue<T>(0));
        }

        return values;
    }

    /// <summary>All facts of a chain, oldest first.</summary>
    public async Task<IReadOnlyList<Fact>> FactsAsync(string chain, int replica = 0, params string[] types)
    {
        var facts = new List<Fact>();
        var token = "";
        do
        {
            var page = await Watcher(replica).ListFactsAsync(new() { Chain = chain, Types_ = { types }, PageSize = 200, PageToken = token }, Staff.As(Ada));
            facts.AddRange(page.Facts);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        facts.Reverse();
        return facts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
            await Staff.DisposeAsync();
        }

        await _postgres.DisposeAsync();
    }

    private async Task BeginAsync(int replicas)
    {
        var database = await _postgres.CreateAsync("chainwatcher");
        Staff = await Staff.AtAsync(database);
        Database = NpgsqlDataSource.Create(database.Of("chainwatcher"));
        for (var i = 0; i < replicas; i++)
        {
            _replicas.Add(await ServiceProcess.StartAsync("chainwatcher", "CoretimeDesk.ChainWatcher.dll", database, [("Limits__CallsPerSecond", "0"), .. _settings]));
        }
    }

    private static IEnumerable<(string, string)> Chain(int index, string name, ChainKind kind, string spec, Uri node) =>
    [
        ($"Watcher__Chains__{index}__Name", name),
        ($"Watcher__Chains__{index}__Kind", $"{kind}"),
        ($"Watcher__Chains__{index}__SpecName", spec),
        ($"Watcher__Chains__{index}__Endpoints__0", $"{node}"),
        ($"Watcher__Chains__{index}__Token", "PAS"),
        ($"Watcher__Chains__{index}__Decimals", "10"),
        ($"Watcher__Chains__{index}__Start", "1"),
    ];
}
