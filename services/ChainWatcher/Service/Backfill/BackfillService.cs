using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Backfill;

/// <summary>Runs backfills, one replica each, and goes on from where the last one was ended.</summary>
internal sealed class BackfillService(
    WatcherSettings settings, CommandRunner<WatcherDb> runner, IDbContextFactory<WatcherDb> contexts, NpgsqlDataSource database, TimeProvider time, ILogger<BackfillService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(settings.Chains.Select(chain => Task.Run(() => RunAsync(chain, stoppingToken), stoppingToken)));

    private async Task RunAsync(ChainSettings chain, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await FindAsync(chain, stop) is not null)
                {
                    await using var lease = await ChainLease.AcquireAsync(database, $"{chain.Name}/backfill", time, stop);
                    if (await FindAsync(chain, stop) is { } found)
                    {
                        await ReadAsync(chain, found.Chain, found.Backfill, lease.Held);
                    }
                }

                await Task.Delay(Pause, time, stop);
            }
            catch (OperationCanceledException)
            {
                // Stopping, or the lease is lost; the loop tells which.
            }
            catch (Exception e) when (e is NpgsqlException or DbUpdateException or RpcException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
            {
                logger.LogWarning("{Chain}: backfill: {Problem}; trying again", chain.Name, e.Message);
                await Task.Delay(Pause, time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async Task<(ChainRow Chain, BackfillRow Backfill)?> FindAsync(ChainSettings chain, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.Chains.AsNoTracking().SingleOrDefaultAsync(c => c.Name == chain.Name, stop) is { } row
            && await db.Backfills.AsNoTracking().FirstOrDefaultAsync(b => b.ChainId == row.Id && !b.IsDone && b.StopMessage == null, stop) is { } backfill ? (row, backfill) : null;
    }

    private async Task ReadAsync(ChainSettings chain, ChainRow row, BackfillRow backfill, CancellationToken stop)
    {
        await using var client = chain.Connect(chain.Endpoints, row, time);
        var profile = new ChainProfile(chain.ToChain(H256.FromBytes(row.GenesisHash)));
        var source = new ChainSource(profile, chain, new(client), settings.ToWatchList());
        var loop = new FollowerLoop(source, null, chain, isLive: false, blocks => SaveAsync(backfill.Id, row.Id, blocks, stop));
        var last = await source.Rpc.GetBlockHashAsync((uint)backfill.ToBlock, stop) is { } hash ? await source.HeaderAsync(hash, stop) : null;
        if (last is not { } head)
        {
            await EndAsync(backfill.Id, $"the node does not have block {backfill.ToBlock}", stop);
            return;
        }

        StartPoint start = backfill.AtHash.Length > 0
            ? new StartPoint.After(new((uint)backfill.AtBlock, H256.FromBytes(backfill.AtHash)))
            : new StartPoint.At((uint)backfill.FromBlock);
        loop.Tell(new FollowerInput.HeadFinalized(head));
        try
        {
            await loop.RunAsync(FollowerState.Begin(start, chain.Prefetch, (uint)backfill.ToBlock), _ => { }, stop);
        }
        catch (SourceFaultException e)
        {
            logger.LogError("{Chain}: backfill stopped, {Reason}: {Problem}", chain.Name, e.Reason, e.Message);
            await EndAsync(backfill.Id, e.Message, stop);
        }
    }

    private Task<bool> SaveAsync(Guid id, Guid chain, IReadOnlyList<ReadBlock> blocks, CancellationToken stop) => runner.RecordAsync(Actor.Desk, async scope =>
    {
        var row = await scope.Db.Backfills.SingleAsync(b => b.Id == id, stop);
        if (row.AtBlock + 1 != blocks[0].Block.Number)
        {
            throw new CheckpointMovedException();
        }

        var messages = blocks.SelectMany(b => b.Facts.Facts).Select(f => (Fact: f, Message: FactMessages.Of(f))).ToList();
        foreach (var (fact, message) in messages)
        {
            scope.Db.Facts.Add(FollowerStore.RowOf(chain, fact, message, scope.Now));
        }

        var last = blocks[^1].Block;
        (row.AtBlock, row.AtHash, row.IsDone) = (last.Number, last.Hash.ToArray(), last.Number >= row.ToBlock);
        row.Facts += messages.Count;
        if (messages.Count > 0)
        {
            scope.Append(row, "backfill", messages.Select(m => m.Message));
        }
        else
        {
            row.Version++;
        }

        return true;
    }, stop);

    private Task<bool> EndAsync(Guid id, string message, CancellationToken stop) => runner.RecordAsync(Actor.Desk, async scope =>
    {
        var row = await scope.Db.Backfills.SingleAsync(b => b.Id == id, stop);
        row.StopMessage = message;
        row.Version++;
        return true;
    }, stop);
}
