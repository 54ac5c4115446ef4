using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Market;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// Saves blocks: facts, market, checkpoint and journal rows in one transaction. The chain's row is the aggregate of its facts, so of two replicas that save the same
/// block one commits, and the other finds the checkpoint moved.
/// </summary>
internal sealed class FollowerStore(CommandRunner<WatcherDb> runner, IDbContextFactory<WatcherDb> contexts)
{
    private const string Aggregate = "chain";
    private static readonly JsonFormatter Json = JsonFormatter.Default;

    public async Task<ChainRow?> FindAsync(string chain, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.Chains.AsNoTracking().SingleOrDefaultAsync(c => c.Name == chain, stop);
    }

    /// <summary>Saves consecutive blocks that begin behind the checkpoint; the first ones of all make the row.</summary>
    /// <exception cref="CheckpointMovedException">Somebody else has saved blocks meanwhile.</exception>
    public Task SaveAsync(ChainRef chain, IReadOnlyList<ReadBlock> blocks, CancellationToken stop) => runner.RecordAsync(Actor.Desk, async scope =>
    {
        var row = await scope.Db.Chains.SingleOrDefaultAsync(c => c.Name == chain.Name, stop);
        if (row is null)
        {
            row = Begin(chain, blocks[0].Block, scope.Now);
            scope.Db.Chains.Add(row);
        }
        else if (row.BlockNumber + 1 != blocks[0].Block.Number || !row.BlockHash.AsSpan().SequenceEqual(blocks[0].Facts.Head.Parent.AsSpan()))
        {
            throw new CheckpointMovedException();
        }

        var messages = blocks.SelectMany(b => b.Facts.Facts).Select(f => (Fact: f, Message: FactMessages.Of(f))).ToList();
        foreach (var (fact, message) in messages)
        {
            scope.Db.Facts.Add(RowOf(row.Id, fact, message, scope.Now));
        }

        await NoteBalancesAsync(scope.Db, row.Id, [.. messages.Select(m => m.Fact).OfType<ChainFact.BalanceSeen>()], stop);
        var last = blocks[^1];
        (row.BlockNumber, row.BlockHash, row.BlockTime) = (last.Block.Number, last.Block.Hash.ToArray(), last.Facts.At);
        (row.RelayBlock, row.SpecName, row.SpecVersion) = (last.Facts.RelayBlock, last.SpecName, last.Facts.Head.SpecVersion);
        row.Facts += messages.Count;
        if (last.Market is { } market)
        {
            (row.Market, row.MarketProblem) = (market.State?.ToByteArray() ?? [], market.StateProblem);
            row.ListsProblem = market.ListsProblem ?? (market.Lists is null ? row.ListsProblem : null);
            if (market.Lists is { } lists)
            {
                await ReplaceAsync(scope.Db, row.Id, lists, stop);
            }
        }

        if (messages.Count > 0)
        {
            scope.Append(row, Aggregate, messages.Select(m => m.Message));
        }
        else
        {
            row.Version++; // The checkpoint alone is a change that only one replica may make. The journal has no row for this version.
        }

        return true;
    }, stop);

    /// <summary>Blocks with facts that were saved last: by them a node that is behind on another chain is found out before it gets to the checkpoint.</summary>
    public async Task<IReadOnlyList<BlockRef>> RecentAsync(Guid chain, int count, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var recent = await db.Facts.AsNoTracking().Where(f => f.ChainId == chain).OrderByDescending(f => f.BlockNumber)
            .Select(f => new { f.BlockNumber, f.BlockHash }).Take(count).ToListAsync(stop);
        return [.. recent.DistinctBy(b => b.BlockNumber).Select(b => new BlockRef((uint)b.BlockNumber, H256.FromBytes(b.BlockHash)))];
    }

    /// <summary>Notes why the follower stopped.</summary>
    /// <returns>False when nothing was read of the chain yet, so that there is nothing to note it in.</returns>
    public Task<bool> StopAsync(string chain, string reason, string message, CancellationToken stop) => runner.RecordAsync(Actor.Desk, async scope =>
    {
        var row = await scope.Db.Chains.SingleOrDefaultAsync(c => c.Name == chain, stop);
        if (row is not null)
        {
            (row.StopReason, row.StopMessage) = (reason, message);
            row.Version++;
        }

        return row is not null;
    }, stop);

    internal static FactRow RowOf(Guid chain, ChainFact fact, IMessage message, DateTimeOffset now)
    {
        var (accounts, tasks) = FactIndex.Of(message);
        return new()
        {
            Id = fact.Id,
            ChainId = chain,
            BlockNumber = fact.Origin.Block.Number,
            EventIndex = (int?)fact.Origin.EventIndex ?? -1,
            Type = fact.Name,
            Json = Json.Format(message),
            BlockHash = fact.Origin.Block.Hash.ToArray(),
            ExtrinsicIndex = (int?)fact.Origin.Extrinsic?.Index ?? -1,
            Accounts = accounts,
            Tasks = tasks,
            OccurredAt = fact.Origin.At,
            RecordedAt = now,
        };
    }

    /// <summary>What watched accounts hold after the blocks; the first word about an account makes its row, which is there once.</summary>
    private static async Task NoteBalancesAsync(WatcherDb db, Guid chain, IReadOnlyList<ChainFact.BalanceSeen> seen, CancellationToken stop)
    {
        var accounts = seen.Select(s => s.Account.ToString()).Distinct().ToList();
        var rows = seen.Count == 0 ? [] : await db.WatchedBalances.Where(b => b.ChainId == chain && accounts.Contains(b.Account)).ToDictionaryAsync(b => b.Account, stop);
        foreach (var fact in seen)
        {
            var (account, free) = ($"{fact.Account}", $"{fact.Free.Planck}");
            if (fact.FreeBefore is null)
            {
                rows.Add(account, db.WatchedBalances.Add(new() { ChainId = chain, Account = account, OpenedAtBlock = fact.Origin.Block.Number, Free = free }).Entity);
            }
            else
            {
                rows[account].Free = free;
            }
        }
    }

    private static ChainRow Begin(ChainRef chain, BlockRef first, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Name = chain.Name,
        Kind = chain.Kind,
        GenesisHash = chain.Genesis.ToArray(),
        FirstBlock = first.Number,
        BlockNumber = first.Number,
        BlockHash = first.Hash.ToArray(),
    };

    /// <summary>Makes the stored lists those that were read, row by row: most of them stay as they are.</summary>
    private static async Task ReplaceAsync(WatcherDb db, Guid chain, MarketLists lists, CancellationToken stop)
    {
        var regions = await db.Regions.Where(r => r.ChainId == chain).ToListAsync(stop);
        var renewals = await db.Renewals.Where(r => r.ChainId == chain).ToListAsync(stop);
        Reconcile(db, regions, [.. lists.Regions.Select(r => new RegionRow { ChainId = chain, Begin = r.Begin, Core = r.Core, Mask = r.Mask, End = r.End, Owner = r.Owner, Paid = r.Paid })], r => (r.Begin, r.Core, r.Mask));
        Reconcile(db, renewals, [.. lists.Renewals.Select(r => new RenewalRow { ChainId = chain, Core = r.Core, Begin = r.Begin, Price = r.Price, Tasks = r.Tasks, IsComplete = r.IsComplete, AutoRenewal = r.AutoRenewal })], r => (r.Core, r.Begin));
    }

    private static void Reconcile<TRow, TKey>(WatcherDb db, List<TRow> stored, List<TRow> read, Func<TRow, TKey> key)
        where TRow : class
        where TKey : notnull
    {
        var known = stored.ToDictionary(key);
        foreach (var row in read)
        {
            if (known.Remove(key(row), out var old))
            {
                db.Entry(old).CurrentValues.SetValues(row);
            }
            else
            {
                db.Add(row);
            }
        }

        db.RemoveRange(known.Values);
    }
}

/// <summary>Somebody else has saved blocks of this chain meanwhile: this replica reads the checkpoint again.</summary>
internal sealed class CheckpointMovedException() : Exception("The checkpoint of the chain has moved.");
