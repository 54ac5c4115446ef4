using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>
/// Makes touches that are due, asks people about sendings that left no result, and puts overdue tasks into team queues. Any number of
/// replicas may run at once: each thing is decided on its own row.
/// </summary>
public sealed class CadenceRunner(
    CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, TouchMaker maker, CadenceSettings settings, TimeProvider time, ILogger<CadenceRunner> log) : BackgroundService
{
    private const int Batch = 200;

    /// <summary>Runs until nothing is due any more.</summary>
    /// <returns>How many touches were begun.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var lost = now - settings.SendingLease;
        await EachAsync((db, after) => db.Touches.Where(t => t.State == TouchState.Sending && t.BegunAt < lost && t.EnrolmentId > after).OrderBy(t => t.EnrolmentId).Select(t => t.EnrolmentId), async id =>
        {
            await using var db = await contexts.CreateDbContextAsync(stop);
            foreach (var slot in await db.Touches.AsNoTracking().Where(t => t.EnrolmentId == id && t.State == TouchState.Sending).Select(t => t.Slot).ToListAsync(stop))
            {
                await maker.GiveUpAsync(id, slot, stop);
            }

            return false;
        }, stop);
        var made = await EachAsync((db, after) => db.Enrolments.Where(e => e.NextAt <= now && e.Id > after).OrderBy(e => e.Id).Select(e => e.Id), id => maker.MakeAsync(id, stop), stop);
        var late = now - TaskRules.EscalatesAfter;
        await EachAsync((db, after) => db.Tasks.Where(t => t.State == TaskState.Open && t.EscalatedAt == null && t.DueAt <= late && t.Id > after).OrderBy(t => t.Id).Select(t => t.Id), async id =>
        {
            await commands.RecordAsync(Actor.Desk, async scope =>
            {
                await TaskBook.EscalateAsync(scope, id);
                return true;
            }, stop);
            return false;
        }, stop);
        return made;
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
                    await RunAsync(stoppingToken);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
                {
                    log.LogDebug(e, "Could not look at cadences this time.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task<int> EachAsync(Func<LeadsDb, Guid, IQueryable<Guid>> which, Func<Guid, Task<bool>> work, CancellationToken stop)
    {
        // By id: one that fails is passed over, and does not stand in the way of the rest.
        for (var (made, after) = (0, Guid.Empty); ;)
        {
            List<Guid> ids;
            await using (var db = await contexts.CreateDbContextAsync(stop))
            {
                ids = await which(db, after).Take(Batch).ToListAsync(stop);
            }

            foreach (var id in ids)
            {
                try
                {
                    made += await work(id) ? 1 : 0;
                }
                catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException)
                {
                    log.LogError(e, "{Id} could not be looked at; the others go on.", id);
                }
            }

            if (ids.Count < Batch)
            {
                return made;
            }

            after = ids[^1];
        }
    }
}
