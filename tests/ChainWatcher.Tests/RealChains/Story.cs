using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Testing;
using Google.Protobuf;

namespace CoretimeDesk.ChainWatcher.Tests.RealChains;

/// <summary>
/// <see cref="StoryText"/>, told once for all tests of a class, while two replicas of the watcher follow and <see cref="Mischief"/> is done to them. What came of it is
/// for the tests to look at; none changes it.
/// </summary>
public sealed class Story : IAsyncDisposable
{
    private const string SeedSetting = "DESK_STORY_SEED";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly LabFixture _fixture = new();
    private readonly List<Played> _played = [];
    private readonly Lazy<Task> _told;
    private SidecarProcess? _sidecar;

    public Story() => _told = new(TellOnceAsync);

    internal WatcherWorld World { get; private set; } = null!;

    internal Notebook Notebook { get; private set; } = null!;

    internal IReadOnlyList<Played> Steps => _played;

    /// <summary>The newest block of each chain, which is final.</summary>
    internal IReadOnlyDictionary<string, LabHead> Heads { get; private set; } = null!;

    /// <summary>How high each chain was before the first step.</summary>
    internal IReadOnlyDictionary<string, uint> Beginning { get; private set; } = null!;

    /// <summary>What the watcher has recorded, oldest first, chain by chain.</summary>
    internal IReadOnlyList<IMessage> Facts { get; private set; } = null!;

    /// <summary>The account whose transfers are facts.</summary>
    internal string Desk { get; private set; } = "";

    /// <summary>The seed, and what was done by it.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Tells the story, if it was not told yet. Skips the calling test where no lab can run.</summary>
    public async Task<Story> ToldAsync()
    {
        await _fixture.LabAsync();
        await _told.Value;
        TestContext.Current.TestOutputHelper?.WriteLine(Summary);
        return this;
    }

    internal IEnumerable<T> Of<T>() => Facts.OfType<T>();

    /// <summary>The facts of one step, in the order of blocks and events; of the first step with that line.</summary>
    internal IReadOnlyList<IMessage> FactsOf(string line) => FactsOf(_played.First(p => p.Step.Line.StartsWith(line, StringComparison.Ordinal)));

    internal IReadOnlyList<IMessage> FactsOf(Played played) => [.. played.Blocks.SelectMany(b => Facts.Where(f => f.Origin().BlockHash == b.Hash))];

    public async ValueTask DisposeAsync()
    {
        if (World is not null)
        {
            await World.DisposeAsync();
        }

        if (Notebook is not null)
        {
            await Notebook.DisposeAsync();
        }

        if (_sidecar is not null)
        {
            await _sidecar.DisposeAsync();
        }

        await _fixture.DisposeAsync();
    }

    private async Task TellOnceAsync()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedSetting), out var asked) ? asked : Environment.TickCount & 0xFFFF;
        Summary = $"seed {seed} ({SeedSetting} repeats it)";
        await BeginAsync(seed);
        var mischief = new Mischief(World, seed, StoryText.Steps.Count);
        try
        {
            foreach (var step in StoryText.Steps)
            {
                var scenario = World.Lab.RunAsync(step.Scenario, step.Parameters);
                await mischief.DuringAsync(_played.Count, scenario);
                var run = await scenario;
                _played.Add(new(step, [.. run.Blocks.Where(b => b.Role != "orphaned")], [.. run.Blocks.Where(b => b.Role == "orphaned")]));
            }

            await mischief.SettleAsync();
            Heads = await World.SeesAllAsync();
            Facts = [.. (await World.FactsAsync("lab-coretime")).Concat(await World.FactsAsync("lab-relay")).Select(FactText.Parse)];
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The story ended at step {_played.Count}; {Summary}; {mischief.Summary}: {e.Message}", e);
        }

        Summary = $"{Summary}; {mischief.Summary}";
    }

    private async Task BeginAsync(int seed)
    {
        var info = await (await _fixture.LabAsync()).InfoAsync();
        Beginning = new Dictionary<string, uint> { ["lab-coretime"] = info.Coretime!.Head, ["lab-relay"] = info.Relay!.Head };
        Desk = info.Accounts["desk"].Hex;
        var ports = SidecarProcess.Reserve("chainwatcher", "notebook");
        World = await WatcherWorld.StartAsync(_fixture, replicas: 2, ("DAPR_HTTP_PORT", $"{ports["chainwatcher"].Http}"), ("Watcher__WatchedAccounts__0", Desk));
        Notebook = await Notebook.StartAsync(await World.DatabaseAsync("notebook"));
        _sidecar = await SidecarProcess.StartAsync(
            ports, [("chainwatcher", [World.Replica(0).Port, World.Replica(1).Port]), ("notebook", [Notebook.Port])], "--duplicate-share", "0.2", "--reorder", "--seed", $"{seed}");
    }

    /// <summary>Waits until everything that the watcher has published has taken effect.</summary>
    internal async Task<IReadOnlyList<(string FactId, string Type, string Json)>> NotesAsync()
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            var notes = await Notebook.NotesAsync();
            var waiting = await World.ScalarAsync<long>("select count(*) from chainwatcher.journal where published_at is null and sequence is not null");
            if (waiting == 0 && notes.Count >= Facts.Count)
            {
                return notes;
            }

            Assert.True(DateTime.UtcNow < until, $"{waiting} events wait to be published, {notes.Count} of {Facts.Count} facts took effect; {Summary}");
            await Task.Delay(100);
        }
    }
}
