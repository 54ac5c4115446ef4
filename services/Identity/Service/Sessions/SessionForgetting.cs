using CoretimeDesk.Identity.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>Forgets sessions a month after their end and tries to sign in after a year, a little at a time. The journal keeps who signed in and when.</summary>
internal sealed class SessionForgetting(IDbContextFactory<IdentityDb> contexts, TimeProvider time, ILogger<SessionForgetting> log) : BackgroundService
{
    private const int RowsPerStep = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);
    private static readonly TimeSpan SignInMemory = TimeSpan.FromDays(366);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await ForgetAsync(stoppingToken);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    log.LogDebug(e, "Could not forget old sessions this time.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Deletes what is old enough. A session that somebody could still refresh is never among it.</summary>
    internal async Task ForgetAsync(CancellationToken stop)
    {
        var before = time.GetUtcNow() - Memory;
        int forgotten;
        do
        {
            await using var db = await contexts.CreateDbContextAsync(stop);
            forgotten = await db.Sessions.Where(s => db.Sessions.Where(o => o.ExpiresAt < before || o.EndedAt < before).OrderBy(o => o.ExpiresAt).Take(RowsPerStep).Select(o => o.Id).Contains(s.Id))
                .ExecuteDeleteAsync(stop);
        }
        while (forgotten == RowsPerStep);
        var (now, signInsBefore) = (time.GetUtcNow(), time.GetUtcNow() - SignInMemory);
        do
        {
            await using var db = await contexts.CreateDbContextAsync(stop);
            forgotten = await db.SignIns.Where(s => db.SignIns.Where(o => o.At < signInsBefore).OrderBy(o => o.At).Take(RowsPerStep).Select(o => o.Id).Contains(s.Id)).ExecuteDeleteAsync(stop)
                + await db.UsedCeremonies.Where(c => c.ExpiresAt < now).ExecuteDeleteAsync(stop);
        }
        while (forgotten >= RowsPerStep);
    }
}
