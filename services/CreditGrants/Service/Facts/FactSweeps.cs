using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>How often the clocks are looked at; nothing but promptness depends on it.</summary>
/// <param name="Interval">Between two looks; zero for never.</param>
internal sealed record SweepSettings(TimeSpan Interval);

/// <summary>Lets both sweepers look at their clocks, again and again.</summary>
internal sealed class FactSweeps(UseSweeper uses, GrantSweeper grants, SweepSettings settings, TimeProvider time, ILogger<FactSweeps> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Interval, time);
        try
        {
            do
            {
                // By itself each: a chain watcher that is away must not keep grants from ending.
                await TryAsync(grants.SweepAsync, "grants and programmes", stoppingToken);
                await TryAsync(uses.SweepAsync, "cores", stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task<int>> sweep, string what, CancellationToken stop)
    {
        try
        {
            if (await sweep(stop) is > 0 and var changed)
            {
                log.LogInformation("The clock changed {Changed} {What}.", changed, what);
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            // The database is away, or a peer's address is missing: the next look finds what this one did not.
            log.LogWarning(e, "Could not look at {What} this time.", what);
        }
    }
}
