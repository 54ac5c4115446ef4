using System.Runtime.CompilerServices;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Backfill;

/// <summary>Starts and stops backfills, and tells how they go.</summary>
internal sealed class BackfillDesk(WatcherSettings settings, CommandRunner<WatcherDb> commands, IDbContextFactory<WatcherDb> contexts, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // A unary call has half a minute, and must say in that time that no node answers.
    private static readonly TimeSpan LookUpMax = TimeSpan.FromSeconds(10);

    public async Task<Outcome<StartBackfillResponse>> StartAsync(Command command, StartBackfillRequest request, CancellationToken stop)
    {
        if (settings.Refuse(request.Chain) is { } unknown)
        {
            return unknown;
        }

        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.Chains.AsNoTracking().SingleOrDefaultAsync(c => c.Name == request.Chain, stop) is not { } row)
        {
            return new Refusal(RefusalKind.Precondition, "NOTHING_READ", $"No block of '{request.Chain}' was read yet.");
        }

        var (from, refusal) = request.FromTime is { } instant ? await FirstAsync(row, instant.ToDateTimeOffset(), stop) : (request.FromBlock, null);
        return refusal ?? await commands.RunAsync<StartBackfillResponse>(command, scope => BeginAsync(scope, row, from, request.FromTime is null ? "from_block" : "from_time"), stop);
    }

    /// <summary>What was read stays; starting again from the same block goes on from there.</summary>
    public Task<Outcome<StopBackfillResponse>> StopAsync(Command command, string chain, CancellationToken stop) => commands.RunAsync<StopBackfillResponse>(command, async scope =>
    {
        if (settings.Refuse(chain) is { } unknown)
        {
            return unknown;
        }

        if (await scope.Db.Backfills.SingleOrDefaultAsync(b => scope.Db.Chains.Any(c => c.Id == b.ChainId && c.Name == chain) && !b.IsDone && b.StopMessage == null, scope.Stop) is not { } running)
        {
            return new Refusal(RefusalKind.Precondition, "NO_BACKFILL", $"No backfill of '{chain}' is running.");
        }

        running.StopMessage = $"Stopped by {scope.Actor.Name}.";
        running.Version++;
        return new StopBackfillResponse { Backfill = Message(chain, running) };
    }, stop);

    public async IAsyncEnumerable<V1.Backfill> WatchAsync(string chain, [EnumeratorCancellation] CancellationToken stop)
    {
        if (settings.Refuse(chain) is { } unknown)
        {
            throw new RefusedException(unknown);
        }

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

    private static async Task<Outcome<StartBackfillResponse>> BeginAsync(CommandScope<WatcherDb> scope, ChainRow chain, uint from, string field)
    {
        var all = await scope.Db.Backfills.AsNoTracking().Where(b => b.ChainId == chain.Id).ToListAsync(scope.Stop);
        if (all.FirstOrDefault(b => !b.IsDone && b.StopMessage == null) is { } running)
        {
            return new Refusal(RefusalKind.Precondition, "BACKFILL_RUNNING", $"A backfill of '{chain.Name}' is at block {running.AtBlock} of {running.FromBlock} to {running.ToBlock}.");
        }

        if (from >= chain.FirstBlock)
        {
            return Refusal.InvalidField(field, $"leads to block {from}; blocks from {chain.FirstBlock} on were read already. Give an earlier one.");
        }

        // A range that was read before is not read again: the new one ends where the earliest began, and begins where a stopped one got to.
        var to = Math.Min(all.Where(b => b.IsDone).Min(b => (long?)b.FromBlock) ?? chain.FirstBlock, chain.FirstBlock) - 1;
        var half = all.Where(b => !b.IsDone && b.AtHash.Length > 0 && b.FromBlock <= from && from <= b.AtBlock && b.AtBlock <= to).MaxBy(b => b.AtBlock);
        var backfill = new BackfillRow
        {
            Id = Guid.CreateVersion7(scope.Now),
            ChainId = chain.Id,
            FromBlock = from,
            ToBlock = Math.Max(to, from),
            AtBlock = half?.AtBlock ?? (long)from - 1,
            AtHash = half?.AtHash ?? [],
            AtTime = half?.AtTime,
            IsDone = to < from || half?.AtBlock == to,
            StartedAt = scope.Now,
        };
        scope.Db.Backfills.Add(backfill);
        return new StartBackfillResponse { Backfill = Message(chain.Name, backfill) };
    }

    /// <summary>The first block at or after an instant.</summary>
    private async Task<(uint From, Refusal? Refusal)> FirstAsync(ChainRow row, DateTimeOffset instant, CancellationToken stop)
    {
        var chain = settings.Chains.First(c => c.Name == row.Name);
        await using var client = new RpcClient(chain.FirstNodes(H256.FromBytes(row.GenesisHash), time, LookUpMax));
        var history = new History(new(client));
        try
        {
            var first = await history.FirstAtOrAfterAsync(instant, 1, (uint)row.FirstBlock, stop);
            if (first == row.FirstBlock && await history.TimeOfAsync(first, stop) is { } began && began <= instant)
            {
                return (0, Refusal.InvalidField("from_time", $"is {History.Words(instant)}; blocks from {first} ({History.Words(began)}) on were read already. Give an earlier time."));
            }

            return first == 1 || await history.TimeOfAsync(first - 1, stop) is not null
                ? (first, null)
                : (0, new(RefusalKind.Precondition, "HISTORY_MISSING", $"The node has forgotten blocks from before {first}, and what was at {History.Words(instant)} is among them. {await history.BeginningAsync(first, (uint)row.FirstBlock, stop)} Use an archive node, or begin later.")
                {
                    Facts = new Dictionary<string, string> { ["block"] = $"{first}" },
                });
        }
        catch (RpcException e)
        {
            return (0, new(RefusalKind.Precondition, "SOURCE_AWAY", $"The block of that time cannot be found: {e.Message}"));
        }
    }

    private static V1.Backfill Message(string chain, BackfillRow row) => new()
    {
        Chain = chain,
        FromBlock = (uint)row.FromBlock,
        ToBlock = (uint)row.ToBlock,
        AtBlock = (uint)Math.Max(row.AtBlock, 0),
        AtTime = row.AtTime is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Facts = (ulong)row.Facts,
        IsDone = row.IsDone,
        StopMessage = row.StopMessage ?? "",
        StartedAt = Timestamp.FromDateTimeOffset(row.StartedAt),
    };
}
