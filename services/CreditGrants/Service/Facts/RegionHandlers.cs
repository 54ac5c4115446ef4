using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>What becomes of regions. A purchase may be told after it, so all of it is kept: they are few.</summary>
internal sealed class RegionHandlers(FactBook book) :
    IEventHandler<CreditGrantsDb, Assigned>,
    IEventHandler<CreditGrantsDb, AssignmentRemoved>,
    IEventHandler<CreditGrantsDb, Pooled>,
    IEventHandler<CreditGrantsDb, Interlaced>,
    IEventHandler<CreditGrantsDb, Transferred>
{
    public Task HandleAsync(Assigned message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeepAsync(scope, message, message.Origin, message.Region);

    public Task HandleAsync(AssignmentRemoved message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeepAsync(scope, message, message.Origin, message.Region);

    public Task HandleAsync(Pooled message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeepAsync(scope, message, message.Origin, message.Region);

    public Task HandleAsync(Interlaced message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeepAsync(scope, message, message.Origin, message.Old);

    public Task HandleAsync(Transferred message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) => KeepAsync(scope, message, message.Origin, message.Region);

    /// <summary>What is known of the region that was paid, or of parts of it.</summary>
    public static IQueryable<RegionFactRow> OfCore(CreditGrantsDb db, PaidCoreRow core)
    {
        var end = core.Begin + core.Duration;
        return db.RegionFacts.Where(f => f.Chain == core.Chain && f.Core == core.Core && f.Begin >= core.Begin && f.Begin < end);
    }

    /// <summary>For what a core is assigned, as its last fact says; null when it is for nothing.</summary>
    public static async Task<(AssignedRegion? Assigned, FactOrigin? Origin)> AssignmentAsync(CreditGrantsDb db, PaidCoreRow core, CancellationToken stop)
    {
        var rows = core.IsRegion ? await OfCore(db, core).AsNoTracking().Where(f => f.Type != nameof(Transferred)).ToListAsync(stop) : [];
        var (last, origin) = rows.Select(RailFacts.Of).OrderBy(f => f.Origin.BlockNumber).ThenBy(f => f.Origin.EventIndex).LastOrDefault();
        return last is AssignedRegion assigned ? (assigned, origin) : (null, null);
    }

    private async Task KeepAsync(CommandScope<CreditGrantsDb> scope, IMessage message, FactOrigin origin, ChainWatcher.V1.RegionId region)
    {
        if (!await FactBook.GivesOnAsync(scope, origin.Chain))
        {
            return;
        }

        await FactBook.LockAsync(scope, origin.Chain);
        if (await scope.Db.RegionFacts.AnyAsync(f => f.FactId == origin.FactId, scope.Stop))
        {
            return;
        }

        var row = new RegionFactRow
        {
            FactId = origin.FactId,
            Chain = origin.Chain,
            Core = checked((int)region.Core),
            Begin = region.Begin,
            Type = message.Descriptor.Name,
            OccurredAt = RailFacts.At(origin),
            Body = FactBook.Bytes(message),
        };
        scope.Db.RegionFacts.Add(row);
        var cores = await scope.Db.PaidCores.AsNoTracking()
            .Where(c => c.IsRegion && c.Chain == origin.Chain && c.Core == row.Core && c.Begin <= row.Begin && row.Begin < c.Begin + c.Duration).ToListAsync(scope.Stop);
        foreach (var ofOne in cores.GroupBy(c => c.ProgrammeId).OrderBy(g => g.Key))
        {
            var open = await book.OpenAsync(scope, ofOne.Key);
            var world = await FactBook.WorldAsync(scope, open, ofOne);
            await FactBook.RaiseAsync(scope, open, RailReader.Read(world, RailFacts.Of(row).Fact).Alarms, RailFacts.Ref(origin));
        }
    }
}
