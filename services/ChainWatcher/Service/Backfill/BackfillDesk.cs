using System.Runtime.CompilerServices;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate.Rpc;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Backfill;

/// <summary>Starts backfills and tells how they go.</summary>
internal sealed class BackfillDesk(WatcherSettings settings, CommandRunner<WatcherDb> commands, IDbContextFactory<WatcherDb> contexts, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<Outcome<StartBackfillResponse>> StartAsync(Command command, StartBackfillRequest request, CancellationToken stop)
    {
        if (settings.Chains.FirstOrDefault(c => c.Name == request.Chain) is not { } chain)
        {
            return Refusal.InvalidField("chain", $"is '{request.Chain}'; followed are {string.Join(", ", settings.Chains.Select(c => c.Name))}.");
        }

        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.Chains.AsNoTracking().SingleOrDefaultAsync(c => c.Name == chain.Name, stop) is not { } row)
        {
            return new Refusal(RefusalKind.Precondition, "NOTHING_READ", $"No block of '{chain.Name}' was read yet.");
        }

        uint from;
        try
        {
            from = request.FromTime is { } instant ? await FirstAsync(chain, row, instant.ToDateTimeOffset(), stop) : request.FromBlock;
        }
        catch (RpcException e)
        {
            return new Refusal(RefusalKind.Precondition, "SOURCE_AWAY", $"The block of that time cannot be found: {e.Message}");
        }

        return await commands.RunAsync<StartBackfillResponse>(command, async scope =>
        {
            if (await scope.Db.Backfills.AsNoTracking().FirstOrDefaultAsync(b => b.ChainId == row.Id && !b.IsDone && b.StopMessage == null, scope.Stop) is { } running)
            {
                return new Refusal(RefusalKind.Precondition, "BACKFILL_RUNNING", $"A backfill of '{chain.Name}' is at block {running.AtBlock} of {running.FromBlock} to {running.ToBlock}.");
            }

            if (from >= row.FirstBlock)
            {
                return Refusal.InvalidField(request.FromTime is null ? "from_block" : "from_time", $"leads to block {from}; blocks from {row.FirstBlock} on were read already.");
            }

            // A range that was read before is not read again: the new one ends where the earliest began.
            var earliest = await scope.Db.Backfills.Where(b => b.ChainId == row.Id && b.IsDone).MinAsync(b => (long?)b.FromBlock, scope.Stop) ?? row.FirstBlock;
            var to = Math.Min(earliest, row.FirstBlock) - 1;
            var backfill = new BackfillRow
            {
                Id = Guid.CreateVersion7(scope.Now),
                ChainId = row.Id,
                FromBlock = from,
                ToBlock = Math.Max(to, from),
                AtBlock = (long)from - 1,
                AtHash = [],
                IsDone = to < from,
                StartedAt = scope.Now,
            };
            scope.Db.Backfills.Add(backfill);
            return new StartBackfillResponse { Backfill = Message(chain.Name, backfill) };
        }, stop);
    }

    public async IAsyncEnumerable<V1.Backfill> WatchAsync(string chain, [EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            BackfillRow? row;
            await using (var db = await contexts.CreateDbContextAsync(stop))
            {
                row = await db.Backfills.AsNoTracking().Where(b => db.Chains.Any(c => c.Id == b.ChainId && c.Name == chain)).OrderByDescending(b => b.Id).FirstOrDefaultAsync(stop);
            }

            if (row is null)
            {
                throw new RefusedException(new(RefusalKind.Precondition, "NO_BACKFILL", $"There was no backfill of '{chain}'."));
            }

            yield return Message(chain, row);
            if (row.IsDone || row.StopMessage is not null)
            {
                yield break;
            }

            await Task.Delay(Pause, time, stop);
        }
    }

    /// <summary>The first block at or after an instant, by halving. Block timestamps grow with the height.</summary>
    private async Task<uint> FirstAsync(ChainSettings chain, ChainRow row, DateTimeOffset instant, CancellationToken stop)
    {
        await using var client = chain.Connect(chain.Endpoints, row, time);
        var clock = new BlockTimes(new(client));
        var (low, high) = (1u, (uint)row.FirstBlock);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = await clock.AtAsync(middle, stop) >= instant ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static V1.Backfill Message(string chain, BackfillRow row) => new()
    {
        Chain = chain,
        FromBlock = (uint)row.FromBlock,
        ToBlock = (uint)row.ToBlock,
        AtBlock = (uint)Math.Max(row.AtBlock, 0),
        Facts = (ulong)row.Facts,
        IsDone = row.IsDone,
        StopMessage = row.StopMessage ?? "",
        StartedAt = Timestamp.FromDateTimeOffset(row.StartedAt),
    };
}
