using System.Diagnostics;
using CoretimeDesk.ChainWatcher.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Reading what lies before the follower's first block.</summary>
internal sealed partial class ReplayWorld
{
    /// <summary>Starts a backfill from a block, or where that is 0 from an instant.</summary>
    public async Task<V1.Backfill> BackfillAsync(uint fromBlock, DateTimeOffset? from = null) => (await Watcher.StartBackfillAsync(
        new() { RequestId = NewId(), Chain = Name, FromBlock = fromBlock, FromTime = from is { } at ? Timestamp.FromDateTimeOffset(at) : null }, await AsAdaAsync())).Backfill;

    /// <summary>Watches the backfill to its end.</summary>
    public async Task<IReadOnlyList<V1.Backfill>> ProgressAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var call = Watcher.WatchBackfill(new() { Chain = Name }, await AsAdaAsync(), cancellationToken: patience.Token);
        var progress = new List<V1.Backfill>();
        await foreach (var step in call.ResponseStream.ReadAllAsync(patience.Token))
        {
            progress.Add(step.Backfill);
        }

        return progress;
    }

    /// <summary>Waits until a backfill has read up to a block at least.</summary>
    public async Task BackfillReachesAsync(uint block)
    {
        var watch = Stopwatch.StartNew();
        while (await ScalarAsync<long>("select at_block from chainwatcher.backfills order by id desc limit 1") is var at && at < block)
        {
            Assert.True(watch.Elapsed < Patience, $"the backfill is at {at} and should reach {block}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>All facts of a range are there, and of one block beside it; each once, and published once.</summary>
    public async Task HasAllFactsAsync(uint from, uint to, uint? also = null)
    {
        var (facts, all) = (await FactsAsync(), await UndisturbedAsync());
        var expected = all.From(from).UpTo(to).Rows.Concat(also is { } one ? all.From(one).UpTo(one).Rows : []).ToList();
        Assert.Equal(expected, facts.Rows);
        var published = await FactTable.LinesAsync(Database, "select payload::jsonb->'origin'->>'factId' from chainwatcher.journal");
        Assert.Equal(facts.Rows.Select(r => r.Split('|')[3]).Order(), published.Order());
    }
}
