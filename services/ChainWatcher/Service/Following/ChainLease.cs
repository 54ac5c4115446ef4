using System.Buffers.Binary;
using System.Text;
using CoretimeDesk.Substrate;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// The right to follow a chain: a lock of the database's session, so that of several replicas one writes and the others stand by. It ends with its connection,
/// also when the process is killed. It is not what keeps facts from being saved twice: that is the version of the chain's row.
/// </summary>
internal sealed class ChainLease : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _ends;
    private readonly Task _watching;

    private ChainLease(NpgsqlConnection connection, TimeProvider time, CancellationToken stop)
    {
        _connection = connection;
        _ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Held = _ends.Token;
        _watching = WatchAsync(time);
    }

    /// <summary>Ends when the lease does.</summary>
    public CancellationToken Held { get; }

    /// <summary>Waits until nobody else holds the chain.</summary>
    /// <param name="database">Where the lock is.</param>
    /// <param name="chain">Whose it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waits">Called whenever somebody else has it.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static async Task<ChainLease> AcquireAsync(NpgsqlDataSource database, string chain, TimeProvider time, Action waits, CancellationToken stop)
    {
        while (true)
        {
            var connection = await database.OpenConnectionAsync(stop);
            try
            {
                await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = KeyOf(chain) } } };
                if ((bool)(await command.ExecuteScalarAsync(stop))!)
                {
                    return new(connection, time, stop);
                }
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }

            await connection.DisposeAsync();
            waits();
            await Task.Delay(Between, time, stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _watching;
        _ends.Dispose();

        // A pooled connection would go on holding the lock.
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", _connection) { CommandTimeout = (int)Patience.TotalSeconds };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            NpgsqlConnection.ClearPool(_connection);
        }

        await _connection.DisposeAsync();
    }

    /// <summary>A connection that died has lost the lock, and the follower must know before it writes much more.</summary>
    private async Task WatchAsync(TimeProvider time)
    {
        try
        {
            while (!_ends.IsCancellationRequested)
            {
                await Task.Delay(Between, time, _ends.Token);
                await using var command = new NpgsqlCommand("select 1", _connection) { CommandTimeout = (int)Patience.TotalSeconds };
                await command.ExecuteScalarAsync(_ends.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            await _ends.CancelAsync();
        }
    }

    private static long KeyOf(string chain)
    {
        Span<byte> hash = stackalloc byte[16];
        Blake2b.Hash128(Encoding.UTF8.GetBytes($"coretime-desk/chain/{chain}"), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
