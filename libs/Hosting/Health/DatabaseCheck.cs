using Npgsql;

namespace CoretimeDesk.Hosting;

/// <summary>The database answers.</summary>
internal sealed class DatabaseCheck(string name, NpgsqlDataSource database) : IReadinessCheck
{
    public string Name => name;

    public async Task<ReadinessResult> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellation);
            return ReadinessResult.Ok();
        }
        catch (PostgresException e)
        {
            return ReadinessResult.Failed($"PostgreSQL refuses: {e.SqlState}.");
        }
        catch (NpgsqlException)
        {
            return ReadinessResult.Failed("PostgreSQL does not answer.");
        }
    }
}
