using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Token = CoretimeDesk.Market.Token;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.PriceWatches;

/// <summary>Tells a customer's stream when the price has come down to what they wait for. Any number of replicas may look at once: each watch is told once.</summary>
public sealed class PriceWatcher(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, ActivityBook activities, TimeProvider time, ILogger<PriceWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Looks at every open watch.</summary>
    /// <returns>How many were reached.</returns>
    public async Task<int> LookAsync(CancellationToken stop)
    {
        var reached = 0;
        await using var db = await contexts.CreateDbContextAsync(stop);
        var open = await db.PriceWatches.AsNoTracking().Where(w => w.ReachedAt == null && w.DroppedAt == null).OrderBy(w => w.Id).ToListAsync(stop);
        foreach (var chain in open.GroupBy(w => w.Chain))
        {
            if (await PriceWatchDesk.CurrentAsync(db, chain.Key, stop) is not { } sale)
            {
                continue;
            }

            foreach (var watch in chain.Where(w => PriceWatchDesk.ExpectedAt(w, sale) <= time.GetUtcNow()))
            {
                reached += await ReachAsync(watch.Id, sale, stop);
            }
        }

        return reached;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException or RefusedException or InvalidOperationException { InnerException: NpgsqlException })
                {
                    log.LogDebug(e, "Could not look at prices this time.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private Task<int> ReachAsync(Guid id, SaleRow sale, CancellationToken stop) => commands.RecordAsync(Actor.Desk, async scope =>
    {
        var row = await scope.Db.PriceWatches.SingleAsync(w => w.Id == id, scope.Stop);
        if (row.ReachedAt is not null || row.DroppedAt is not null)
        {
            return 0;
        }

        row.ReachedAt = scope.Now;
        scope.Append(row, "price_watch", [new PriceReached { WatchId = $"{row.Id}", AccountId = $"{row.AccountId}", ReachedAt = scope.Now.ToTimestamp(), SaleFactId = sale.FactId }]);
        await activities.EnterAsync(scope, new(
            row.AccountId, ActivityKind.PriceTarget, ActivitySource.Chain,
            $"A core of {row.Chain} costs no more than {new Token(row.Symbol, row.Decimals).Format(new Planck(row.Price))} since about {PriceWatchDesk.ExpectedAt(row, sale):d MMMM yyyy HH:mm} UTC, as {row.SetBy} asked to be told.",
            scope.Now, Reference: $"price-watch {row.Id}"));
        return 1;
    }, stop);
}
