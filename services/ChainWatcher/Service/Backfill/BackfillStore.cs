using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Backfill;

/// <summary>Saves what a backfill reads: facts, its own checkpoint and journal rows in one transaction.</summary>
internal sealed class BackfillStore(CommandRunner<WatcherDb> runner, IDbContextFactory<WatcherDb> contexts)
{
    /// <summary>The backfill of a chain that is to be read, if there is one.</summary>
    public async Task<(ChainRow Chain, BackfillRow Backfill)?> FindAsync(string chain, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.Chains.AsNoTracking().SingleOrDefaultAsync(c => c.Name == chain, stop) is { } row
            && await db.Backfills.AsNoTracking().FirstOrDefaultAsync(b => b.ChainId == row.Id && !b.IsDone && b.StopMessage == null, stop) is { } backfill ? (row, backfill) : null;
    }

    /// <summary>Saves consecutive blocks behind the checkpoint. Facts that an earlier backfill of some of the blocks has saved are not saved, or published, again.</summary>
    /// <exception cref="CheckpointMovedException">Another replica has read on.</exception>
    /// <exception cref="BackfillEndedException">Somebody has stopped it.</exception>
    public Task<bool> SaveAsync(Guid id, Guid chain, IReadOnlyList<ReadBlock> blocks, CancellationToken stop) => runner.RecordAsync(Actor.Desk, async scope =>
    {
        var row = await scope.Db.Backfills.SingleAsync(b => b.Id == id, stop);
        if (row.StopMessage is not null)
        {
            throw new BackfillEndedException();
        }

        if (row.AtBlock + 1 != blocks[0].Block.Number)
        {
            throw new CheckpointMovedException();
        }

        var found = blocks.SelectMany(b => b.Facts.Facts).ToList();
        var ids = found.Select(f => f.Id).ToList();
        var known = found.Count == 0 ? [] : await scope.Db.Facts.Where(f => ids.Contains(f.Id)).Select(f => f.Id).ToHashSetAsync(stop);
        var messages = found.Where(f => !known.Contains(f.Id)).Select(f => (Fact: f, Message: FactMessages.Of(f))).ToList();
        foreach (var (fact, message) in messages)
        {
            scope.Db.Facts.Add(FollowerStore.RowOf(chain, fact, message, scope.Now));
        }

        var last = blocks[^1];
        (row.AtBlock, row.AtHash, row.AtTime, row.IsDone) = (last.Block.Number, last.Block.Hash.ToArray(), last.Facts.At, last.Block.Number >= row.ToBlock);
        row.Facts += messages.Count;
        if (messages.Count > 0)
        {
            scope.Append(row, "backfill", messages.Select(m => m.Message));
        }
        else
        {
            row.Version++; // As for a chain: the checkpoint alone is a change, too.
        }

        return true;
    }, stop);

    /// <summary>Ends it before its end, for everyone to see why.</summary>
    public Task<bool> EndAsync(Guid id, string message, CancellationToken stop) => runner.RecordAsync(Actor.Desk, async scope =>
    {
        var row = await scope.Db.Backfills.SingleAsync(b => b.Id == id, stop);
        if (row.StopMessage is null && !row.IsDone)
        {
            row.StopMessage = message;
            row.Version++;
        }

        return true;
    }, stop);
}

/// <summary>Somebody has stopped the backfill.</summary>
internal sealed class BackfillEndedException() : Exception("The backfill was stopped.");
