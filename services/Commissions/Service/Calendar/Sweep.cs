using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Commissions.Calendar;

/// <summary>Looks again and again for what is to be done by the desk itself. Any number of replicas may look at once; what is done is done under a lock, so whoever comes second finds it done.</summary>
/// <param name="interval">Between two looks.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it says what it did.</param>
internal abstract class Sweep(TimeSpan interval, TimeProvider time, ILogger log) : BackgroundService
{
    /// <summary>Where it says what it did.</summary>
    protected ILogger Log => log;

    /// <summary>Looks once.</summary>
    protected abstract Task SweepAsync(CancellationToken stop);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
                {
                    log.LogDebug(e, "Could not look this time.");
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogError(e, "What was to be done could not be; it is tried again.");
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
