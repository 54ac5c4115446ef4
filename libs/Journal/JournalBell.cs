using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>
/// Wakes whoever waits for new journal rows: at once in this process, by NOTIFY in the others.
/// </summary>
/// <remarks>
/// NOTIFY inside the command's transaction would make commits queue for one lock of the whole database, so it is sent
/// after the commit, once for many commands. A lost one costs a poll interval, never an event.
/// </remarks>
public sealed class JournalBell(NpgsqlDataSource database, JournalOptions options, TimeProvider time, ILogger<JournalBell> log) : BackgroundService
{
    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly string _channel = $"journal_{options.Schema}";
    private TaskCompletionSource _next = NewSource();

    /// <summary>New rows are committed.</summary>
    public void Ring()
    {
        Wake();
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // One notification is already on its way; it covers this row too.
        }
    }

    /// <summary>A task that completes at the next ring. Take it before looking for rows, and await it after finding none.</summary>
    public Task NextRing => Volatile.Read(ref _next).Task;

    /// <summary>Waits for <paramref name="ring"/>, but no longer than <paramref name="longest"/>.</summary>
    public async Task WaitAsync(Task ring, TimeSpan longest, CancellationToken stop)
    {
        try
        {
            await ring.WaitAsync(longest, time, stop);
        }
        catch (TimeoutException)
        {
            // The poll that finds what a lost notification announced.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(NotifyAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task NotifyAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _rung.WaitAsync(stop);
                await using var command = database.CreateCommand($"notify {_channel}");
                await command.ExecuteNonQueryAsync(stop);
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
            {
                log.LogDebug(e, "Could not notify other processes; they will poll.");
                await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stop);
                connection.Notification += (_, _) => Wake();
                await using (var listen = new NpgsqlCommand($"listen {_channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stop);
                }

                while (true)
                {
                    await connection.WaitAsync(stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                log.LogDebug(e, "Not listening for new journal rows; polling until the database is back.");
                await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            }
        }
    }

    private void Wake() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rung.Dispose();
        base.Dispose();
    }
}
