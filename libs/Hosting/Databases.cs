using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Hosting;

/// <summary>Opens connection pools from the configuration.</summary>
internal static class Databases
{
    private const int StatementsPrepared = 100;

    // All replicas of all services share a server that lets 100 in as it comes: who finds the pool empty waits a moment, who finds the server full is turned away.
    private const int ConnectionsMax = 25;

    /// <summary>A pool for <c>ConnectionStrings:NAME</c>; nothing connects yet.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing; the message says which.</exception>
    public static NpgsqlDataSource Open(IServiceProvider provider, string name)
    {
        var text = provider.GetRequiredService<IConfiguration>().GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InvalidOperationException($"The setting ConnectionStrings__{name} is missing: a PostgreSQL connection string.");
        }

        var builder = new NpgsqlDataSourceBuilder(text) { Name = name };
        if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0)
        {
            // A service sends the same few statements for ever; the server need not plan them anew each time.
            builder.ConnectionStringBuilder.MaxAutoPrepare = StatementsPrepared;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        }

        var given = new DbConnectionStringBuilder { ConnectionString = text };
        if (!given.ContainsKey("Maximum Pool Size") && !given.ContainsKey("MaxPoolSize"))
        {
            builder.ConnectionStringBuilder.MaxPoolSize = ConnectionsMax;
        }

        builder.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
        return builder.Build();
    }
}
