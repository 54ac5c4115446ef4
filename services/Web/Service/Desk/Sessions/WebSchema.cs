using Npgsql;

namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>The two tables of the pages: who is signed in, and the keys that seal it.</summary>
internal static class WebSchema
{
    public static async Task CreateAsync(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var command = new NpgsqlCommand(
            """
            select pg_advisory_xact_lock(hashtext('coretimedesk.web'));
            create table if not exists sessions (
              key text primary key check (key ~ '^[0-9a-f]{64}$'),
              sealed bytea not null,
              expires_at timestamptz not null,
              opened_at timestamptz not null
            );
            comment on table sessions is 'Who is signed in by a browser. The key is the SHA-256 of a secret that only the browser has.';
            create index if not exists sessions_by_end on sessions (expires_at);
            create table if not exists data_protection_keys (
              name text primary key,
              xml text not null,
              added timestamptz not null default clock_timestamp()
            );
            comment on table data_protection_keys is 'Keys that seal sessions, forms and circuits; all replicas share them.';
            """,
            connection,
            transaction);
        await command.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }
}
