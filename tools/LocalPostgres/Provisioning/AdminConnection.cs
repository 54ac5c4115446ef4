using Npgsql;

namespace CoretimeDesk.LocalPostgres.Provisioning;

/// <summary>An administrator's connection string as people write it.</summary>
public static class AdminConnection
{
    /// <summary>Completes it: without a database it means <c>postgres</c>, which every server has, and not one named after the user.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="origin">Where it was written, to be named when it is wrong.</param>
    /// <exception cref="PostgresUnavailableException">It is no connection string, or names no host.</exception>
    public static string Read(string text, string origin)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host))
            {
                throw new ArgumentException("Host is missing.");
            }

            builder.Database ??= "postgres";
            return builder.ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw new PostgresUnavailableException($"{origin}: {e.Message} Write it like 'Host=db.example;Username=postgres;Password=…'.", e);
        }
    }
}
