using Npgsql;

namespace CoretimeDesk.LocalPostgres.Provisioning;

/// <summary>Carries a <see cref="ProvisioningPlan"/> out.</summary>
public static class Provisioner
{
    // Any fixed number: two provisioners of one server must not alter the same role at once ("tuple concurrently updated").
    private const long LockKey = 0x6465736b;

    /// <param name="adminConnectionString">A superuser, or a role that may create roles and databases.</param>
    /// <param name="plan">What to make. What exists already stays as it is, apart from passwords.</param>
    /// <param name="password">Gives the password of each role.</param>
    /// <exception cref="NpgsqlException">The server refused or did not answer.</exception>
    public static async Task<ProvisionedDatabase> ProvisionAsync(
        string adminConnectionString, ProvisioningPlan plan, Func<string, string> password, CancellationToken cancellation = default)
    {
        var admin = new NpgsqlConnectionStringBuilder(adminConnectionString) { Pooling = false };
        await using var server = new NpgsqlConnection(admin.ConnectionString);
        await server.OpenAsync(cancellation);
        await RunAsync(server, $"select pg_advisory_lock({LockKey})", cancellation);
        foreach (var statement in plan.ServerStatements(password))
        {
            await RunAsync(server, statement, cancellation);
        }

        await using (var exists = new NpgsqlCommand(plan.DatabaseExists, server))
        {
            if (await exists.ExecuteScalarAsync(cancellation) is null)
            {
                await RunAsync(server, plan.CreateDatabase, cancellation);
            }
        }

        admin.Database = plan.Database;
        await using var database = new NpgsqlConnection(admin.ConnectionString);
        await database.OpenAsync(cancellation);
        foreach (var statement in plan.DatabaseStatements())
        {
            await RunAsync(database, statement, cancellation);
        }

        return new(plan, adminConnectionString, password);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
