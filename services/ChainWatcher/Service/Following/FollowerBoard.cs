using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>What all followers of this replica are doing, and who waits to hear of a new block.</summary>
internal sealed class FollowerBoard
{
    private readonly Counter<long> _blocks;
    private readonly Counter<long> _facts;
    private readonly ConcurrentDictionary<string, FollowerStatus> _states = new();
    private readonly ConcurrentDictionary<Guid, (string Chain, Action Tell)> _watchers = new();

    public FollowerBoard(IMeterFactory meters)
    {
        var meter = meters.Create("Desk.ChainWatcher");
        _blocks = meter.CreateCounter<long>("desk.chainwatcher.blocks", "{block}", "Blocks whose facts were saved.");
        _facts = meter.CreateCounter<long>("desk.chainwatcher.facts", "{fact}", "Facts that were saved.");
        meter.CreateObservableGauge(
            "desk.chainwatcher.state", () => _states.Select(s => new Measurement<int>((int)s.Value.Mode, new KeyValuePair<string, object?>("chain", s.Key))), null, "1 standing by, 2 connecting, 3 catching up, 4 live, 5 stopped.");
    }

    public FollowerStatus Of(string chain) => _states.GetValueOrDefault(chain) ?? new(FollowerMode.Standby);

    public void Set(string chain, FollowerStatus status) => _states[chain] = status;

    public void Change(string chain, Func<FollowerStatus, FollowerStatus> change) => _states.AddOrUpdate(chain, _ => change(new(FollowerMode.Standby)), (_, old) => change(old));

    /// <summary>What the follower of a chain is waiting for a second node to do; empty when it is not.</summary>
    public void WaitForWitness(string chain, string what) => Change(chain, s => s with { Witness = what });

    /// <summary>Blocks of a chain were saved.</summary>
    public void Saved(string chain, int blocks, int facts)
    {
        var tag = new KeyValuePair<string, object?>("chain", chain);
        _blocks.Add(blocks, tag);
        _facts.Add(facts, tag);
        foreach (var (_, watcher) in _watchers)
        {
            if (watcher.Chain == chain)
            {
                watcher.Tell();
            }
        }
    }

    /// <summary>Calls <paramref name="tell"/> whenever blocks of the chain were saved, until disposed.</summary>
    public IDisposable Watch(string chain, Action tell)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        _watchers[id] = (chain, tell);
        return new Leaving(this, id);
    }

    private sealed class Leaving(FollowerBoard board, Guid id) : IDisposable
    {
        public void Dispose() => board._watchers.TryRemove(id, out _);
    }
}
