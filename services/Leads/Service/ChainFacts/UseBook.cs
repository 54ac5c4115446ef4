using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Writes down what customers have and spend on the chain. The inbox takes each fact once, so each is here once.</summary>
internal static class UseBook
{
    // What a source says about a time further off than that is nonsense, and must not stop the facts behind it.
    private static readonly TimeSpan FurthestOff = TimeSpan.FromDays(3650);

    /// <summary>An account has parts of a core for some time.</summary>
    public static void NoteCore(CommandScope<LeadsDb> scope, Guid account, UseKind kind, Sighting seen, uint relayBlock, uint core, CoreMask mask, uint begin, uint timeslices) =>
        scope.Db.CoreUses.Add(new()
        {
            Id = Guid.CreateVersion7(scope.Now),
            AccountId = account,
            Kind = kind,
            FactId = seen.FactId,
            Chain = seen.Chain,
            Core = checked((int)core),
            Mask = $"{mask}",
            Begin = begin,
            Timeslices = timeslices,
            ObtainedAt = seen.OccurredAt,
            BeginsAt = BeginsAt(seen.OccurredAt, relayBlock, begin),
        });

    /// <summary>An account spent something on on-demand blockspace.</summary>
    public static async Task NoteOnDemandAsync(CommandScope<LeadsDb> scope, Guid account, Sighting seen, Planck spent)
    {
        var (network, on) = (seen.Network, DateOnly.FromDateTime(seen.OccurredAt.UtcDateTime));
        await scope.LockAsync($"on-demand {account} {network} {on:O}");
        if (await scope.Db.OnDemandUses.Where(u => u.AccountId == account && u.Network == network && u.On == on).OrderBy(u => u.Id).FirstOrDefaultAsync(scope.Stop) is not { } day)
        {
            day = new()
            {
                Id = Guid.CreateVersion7(scope.Now), AccountId = account, Network = network, On = on,
                FirstAt = seen.OccurredAt, FirstFactId = seen.FactId, LastFactId = seen.FactId,
            };
            scope.Db.OnDemandUses.Add(day);
        }
        else if (seen.OccurredAt < day.FirstAt)
        {
            (day.FirstAt, day.FirstFactId) = (seen.OccurredAt, seen.FactId);
        }
        else
        {
            day.LastFactId = seen.FactId;
        }

        (day.Spent, day.Facts) = (checked(day.Spent + spent.Value), day.Facts + 1);
    }

    private static DateTimeOffset BeginsAt(DateTimeOffset occurredAt, uint relayBlock, uint begin)
    {
        var blocks = ((long)begin * Timeslice.Period) - relayBlock;
        var most = FurthestOff.Ticks / RelayClock.NominalBlockTime.Ticks;
        return occurredAt.AddTicks(Math.Clamp(blocks, -most, most) * RelayClock.NominalBlockTime.Ticks);
    }
}
