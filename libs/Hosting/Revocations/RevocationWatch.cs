using CoretimeDesk.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Fills the list of revocations from the service's table: all of it before the first call is answered, then what is new.
/// The bus gives an event to one replica only; the others learn of it here.
/// </summary>
internal sealed class RevocationWatch(NpgsqlDataSource database, JournalOptions options, RevocationList revocations, TimeProvider time, ILogger<RevocationWatch> log)
    : BackgroundService, IReadinessCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromMinutes(10);

    // A row is stamped before its transaction commits, so rows may appear behind the newest stamp seen: look back a little.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private DateTime? _newest;
    private long _loadedAt = long.MinValue;
    private long _prunedAt;

    /// <inheritdoc/>
    public string Name => "revocations";

    /// <inheritdoc/>
    public Task<ReadinessResult> CheckAsync(CancellationToken cancellation)
    {
        var loaded = Volatile.Read(ref _loadedAt);
        return Task.FromResult(
            loaded == long.MinValue ? ReadinessResult.Failed("the list of revoked tokens was not loaded yet")
            : time.GetElapsedTime(loaded) is var age && age > StaleAfter ? ReadinessResult.Degraded($"the list of revoked tokens is {age.TotalSeconds:0} s old")
            : ReadinessResult.Ok());
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The server starts to listen after this. Without its database the service could answer nothing anyway, so that
        // waiting for ever would only hide it from those who ask for its health.
        var start = time.GetTimestamp();
        _prunedAt = start;
        while (!await TryLoadAsync(cancellationToken) && time.GetElapsedTime(start) < StartPatience)
        {
            await Task.Delay(Interval, time, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryLoadAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken stop)
    {
        try
        {
            await LoadAsync(stop);
            if (time.GetElapsedTime(_prunedAt) > PruneInterval)
            {
                await PruneAsync(stop);
                _prunedAt = time.GetTimestamp();
            }

            Volatile.Write(ref _loadedAt, time.GetTimestamp());
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            log.LogDebug(e, "Could not read the revocations this time.");
            return false;
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand(RevocationsSchema.ReadNew(options.Schema));
        command.Parameters.Add(new() { Value = (object?)(_newest - Overlap) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var (subject, at) = (reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2));
            if (reader.GetString(0) == "person")
            {
                revocations.RevokePerson(subject, at);
            }
            else
            {
                revocations.RevokeSession(subject, at);
            }

            _newest = reader.GetFieldValue<DateTime>(3);
        }
    }

    private async Task PruneAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand(RevocationsSchema.Prune(options.Schema));
        command.Parameters.AddWithValue(time.GetUtcNow() - AccessTokens.LongestLifetime - TimeSpan.FromMinutes(1));
        await command.ExecuteNonQueryAsync(stop);
    }
}
