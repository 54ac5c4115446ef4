using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>Sessions in PostgreSQL, so that replicas share them and a restart signs nobody out. Tokens are sealed by the key ring beside them.</summary>
internal sealed class SessionTable(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _seal = protection.CreateProtector("CoretimeDesk.Web.Sessions.v1");

    public async Task<WebSession?> FindAsync(string key, CancellationToken stop)
    {
        await using var command = database.CreateCommand("select sealed from sessions where key = $1 and expires_at > $2");
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(time.GetUtcNow());
        return await command.ExecuteScalarAsync(stop) is byte[] bytes ? Open(bytes) : null;
    }

    public async Task AddAsync(WebSession session, CancellationToken stop)
    {
        // Whoever signs in also sweeps: nothing else needs to know that some have run out.
        await using var command = database.CreateCommand("with swept as (delete from sessions where expires_at <= $4) insert into sessions (key, sealed, expires_at, opened_at) values ($1, $2, $3, $4)");
        command.Parameters.AddWithValue(session.Key);
        command.Parameters.AddWithValue(Close(session));
        command.Parameters.AddWithValue(session.RefreshExpiresAt);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task RemoveAsync(string key, CancellationToken stop)
    {
        await using var command = database.CreateCommand("delete from sessions where key = $1");
        command.Parameters.AddWithValue(key);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>
    /// Replaces a session while no other replica can: a refresh token works once, and whoever uses it a second time ends the session.
    /// </summary>
    /// <param name="key">Which.</param>
    /// <param name="change">Gets the session as it is now; gives what it is from now on.</param>
    /// <param name="stop">Ends the wait for the row.</param>
    /// <returns>The session after it; null when it is gone.</returns>
    public async Task<WebSession?> ChangeAsync(string key, Func<WebSession, Task<WebSession>> change, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var select = new NpgsqlCommand("select sealed from sessions where key = $1 for update", connection, transaction) { Parameters = { new() { Value = key } } };
        if (await select.ExecuteScalarAsync(stop) is not byte[] bytes || Open(bytes) is not { } before)
        {
            return null;
        }

        var after = await change(before);
        if (!ReferenceEquals(after, before))
        {
            // Not stopped from here on: the old refresh token is used up.
            await using var update = new NpgsqlCommand("update sessions set sealed = $2, expires_at = $3 where key = $1", connection, transaction)
            {
                Parameters = { new() { Value = key }, new() { Value = Close(after) }, new() { Value = after.RefreshExpiresAt } },
            };
            await update.ExecuteNonQueryAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return after;
    }

    private byte[] Close(WebSession session) => _seal.Protect(JsonSerializer.SerializeToUtf8Bytes(session));

    private WebSession? Open(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<WebSession>(_seal.Unprotect(bytes));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null; // Its key is gone: whoever it was signs in again.
        }
    }
}
