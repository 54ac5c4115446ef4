using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>
/// Records what the clock has done to registrations and hand-overs. Any number of replicas may sweep at once: each thing is
/// decided on its own row, and whoever comes second finds nothing to do.
/// </summary>
public sealed class OwnershipSweeper(
    CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, RegistrationBook book, HandOverBook handOvers, SweepSettings settings, TimeProvider time, ILogger<OwnershipSweeper> log)
    : BackgroundService
{
    private const int Batch = 200;

    /// <summary>Sweeps until nothing is due any more.</summary>
    /// <returns>How many registrations and hand-overs the clock has changed.</returns>
    public async Task<int> SweepAsync(CancellationToken stop)
    {
        var registrations = await SweepAsync(
            (db, now, after) => db.Registrations.Where(r => r.NextDueAt <= now && r.Id > after).OrderBy(r => r.Id).Select(r => r.Id),
            (scope, id) => book.FindAsync(scope, id),
            stop);
        return registrations + await SweepAsync(
            (db, now, after) => db.HandOvers.Where(h => h.DueAt <= now && h.Id > after).OrderBy(h => h.Id).Select(h => h.Id),
            (scope, id) => handOvers.FindAsync(scope, id),
            stop);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Interval, time);
        try
        {
            do
            {
                try
                {
                    if (await SweepAsync(stoppingToken) is > 0 and var changed)
                    {
                        log.LogInformation("The clock changed {Changed} registrations and hand-overs.", changed);
                    }
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
                {
                    log.LogDebug(e, "Could not sweep this time.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task<int> SweepAsync(
        Func<LeadsDb, DateTimeOffset, Guid, IQueryable<Guid>> due, Func<CommandScope<LeadsDb>, Guid, Task> catchUp, CancellationToken stop)
    {
        // By id, not by due time: one that cannot be changed now is passed over, and does not stand in the way of the rest.
        var (changed, after) = (0, Guid.Empty);
        while (true)
        {
            List<Guid> ids;
            await using (var db = await contexts.CreateDbContextAsync(stop))
            {
                ids = await due(db, time.GetUtcNow(), after).Take(Batch).ToListAsync(stop);
            }

            foreach (var id in ids)
            {
                try
                {
                    changed += await commands.RecordAsync(Actor.Desk, async scope =>
                    {
                        await catchUp(scope, id);
                        return scope.Db.ChangeTracker.HasChanges() ? 1 : 0;
                    }, stop);
                }
                catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException)
                {
                    log.LogError(e, "The clock's doing could not be recorded for {Id}; the others go on.", id);
                }
            }

            if (ids.Count < Batch)
            {
                return changed;
            }

            after = ids[^1];
        }
    }
}

/// <summary>How often the clock is looked at; nothing but the promptness of notices depends on it.</summary>
/// <param name="Interval">Between two looks.</param>
public sealed record SweepSettings(TimeSpan Interval);
