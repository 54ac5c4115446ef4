using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>Seals from time to time, so that a change of an old row is found even if nobody ever asked for a proof.</summary>
internal sealed class Sealer(SealDesk desk, JournalOptions options, TimeProvider time, ILogger<Sealer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SealEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await desk.SealAsync(stoppingToken);
                }
                catch (SealException e)
                {
                    log.LogError("Not sealed: {Why}", e.Message);
                }
                catch (NpgsqlException e)
                {
                    log.LogWarning(e, "Could not seal the journal this time.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
