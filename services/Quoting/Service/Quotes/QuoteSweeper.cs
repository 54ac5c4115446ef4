using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>How often the clock is looked at; nothing but the promptness of events depends on it.</summary>
/// <param name="Interval">Between two looks; zero for never.</param>
public sealed record QuoteSweepSettings(TimeSpan Interval);

/// <summary>
/// Records what the clock has done to quotes: expiry and escalation. Any number of replicas may sweep at once: each quote is decided on its own row, and
/// whoever comes second finds nothing to do.
/// </summary>
public sealed class QuoteSweeper(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts, QuoteBook book, QuoteSweepSettings settings, TimeProvider time, ILogger<QuoteSweeper> log)
    : BackgroundService
{
    private const int Batch = 200;

    /// <summary>Sweeps until nothing is due any more.</summary>
    /// <returns>How many quotes the clock has changed.</returns>
    public async Task<int> SweepAsync(CancellationToken stop)
    {
        // By id, not by due time: one that cannot be changed now is passed over, and does not stand in the way of the rest.
        var (changed, after) = (0, Guid.Empty);
        while (true)
        {
            List<Guid> ids;
            await using (var db = await contexts.CreateDbContextAsync(stop))
            {
                var now = time.GetUtcNow();
                ids = await db.Quotes.Where(q => q.NextDueAt <= now && q.Id > after).OrderBy(q => q.Id).Select(q => q.Id).Take(Batch).ToListAsync(stop);
            }

            foreach (var id in ids)
            {
                try
                {
                    changed += await commands.RecordAsync(Actor.Desk, async scope =>
                    {
                        await book.FindAsync(scope, id);
                        return scope.Db.ChangeTracker.HasChanges() ? 1 : 0;
                    }, stop);
                }
                catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException)
                {
                    log.LogError(e, "The clock's doing could not be recorded for quote {Id}; the others go on.", id);
                }
            }

            if (ids.Count < Batch)
            {
                return changed;
            }

            after = ids[^1];
        }
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
                        log.LogInformation("The clock changed {Changed} quotes.", changed);
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
}
