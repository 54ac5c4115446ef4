using CoretimeDesk.Journal;
using CoretimeDesk.Sealing;
using Npgsql;

namespace CoretimeDesk.Hosting;

/// <summary>
/// The desk's keys for seals, table <c>keyring.seal_keys</c>: written by the issuer of tokens, read by every service that keeps a journal. The newest one
/// signs. Whoever can read the ring can sign as the desk; it guards nothing that the desk's database does not guard already, and no chain knows it.
/// </summary>
public sealed class PostgresSealKeys(NpgsqlDataSource database) : ISealKeys
{
    private SealKey? _current;

    /// <inheritdoc/>
    public async Task<SealKey?> CurrentAsync(CancellationToken stop)
    {
        if (await ReadAsync("select key_id, public_key, private_key from keyring.seal_keys order by added desc, key_id limit 1", stop) is not [var newest])
        {
            return null;
        }

        // Opened once, and again when there is a newer one. Two calls at once may open it twice; both are good.
        var current = Volatile.Read(ref _current);
        if (current?.Public.Id != newest.Id)
        {
            Volatile.Write(ref _current, current = SealKey.FromPkcs8(newest.Private));
        }

        return current;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SealPublicKey>> PublicAsync(CancellationToken stop)
    {
        var rows = await ReadAsync("select key_id, public_key, private_key from keyring.seal_keys order by added, key_id", stop);
        return [.. rows.Select(r => SealPublicKey.Of(r.Public)).OfType<SealPublicKey>()];
    }

    /// <summary>Creates the table and the first key if absent. Schema <c>keyring</c> must exist; only the issuer's database role may.</summary>
    public async Task CreateAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var table = new NpgsqlCommand(
            """
            do $$
            begin
              perform pg_advisory_xact_lock(hashtext('coretimedesk.keyring'));
              if to_regclass('keyring.seal_keys') is null then
                create table keyring.seal_keys (
                  key_id text primary key,
                  public_key bytea not null,
                  private_key bytea not null,
                  added timestamptz not null default clock_timestamp()
                );
                comment on table keyring.seal_keys is 'Keys that sign the seals of journals; the newest signs. Whoever reads this can sign as the desk.';
              end if;
            end $$
            """,
            connection,
            transaction))
        {
            await table.ExecuteNonQueryAsync(stop);
        }

        using var key = SealKey.Create();
        await using var first = new NpgsqlCommand(
            "insert into keyring.seal_keys (key_id, public_key, private_key) select $1, $2, $3 where not exists (select from keyring.seal_keys)", connection, transaction);
        first.Parameters.AddWithValue(key.Public.Id);
        first.Parameters.AddWithValue(key.Public.Info.ToArray());
        first.Parameters.AddWithValue(key.ExportPkcs8());
        await first.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private async Task<List<(string Id, byte[] Public, byte[] Private)>> ReadAsync(string sql, CancellationToken stop)
    {
        var rows = new List<(string, byte[], byte[])>();
        try
        {
            await using var command = database.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                rows.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)));
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // The issuer has not made the table yet; until then nothing is sealed.
        }

        return rows;
    }
}
