using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>Forgets old request ids and old inbox ids, a little at a time. The journal itself is never shortened.</summary>
internal sealed class Forgetting(NpgsqlDataSource database, JournalOptions options, TimeProvider time, ILogger<Forgetting> log) : BackgroundService
{
    private const int RowsPerStep = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await ForgetAsync("requests", "answered_at", stoppingToken);
                    await ForgetAsync("inbox", "received_at", stoppingToken);
                }
                catch (NpgsqlException e)
                {
                    log.LogDebug(e, "Could not forget old ids this time.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task ForgetAsync(string table, string age, CancellationToken stop)
    {
        int forgotten;
        do
        {
            await using var command = database.CreateCommand(
                $"delete from {options.Schema}.{table} where ctid = any(array(select ctid from {options.Schema}.{table} where {age} < $1 limit {RowsPerStep}))");
            command.Parameters.AddWithValue(time.GetUtcNow() - options.Memory);
            forgotten = await command.ExecuteNonQueryAsync(stop);
        }
        while (forgotten == RowsPerStep);
    }
}
