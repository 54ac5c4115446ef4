using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>Adds the journal to a service.</summary>
public static class JournalServices
{
    /// <summary>
    /// Registers context factory, commands, outbox, inbox and replay. The service's <see cref="NpgsqlDataSource"/> and
    /// <see cref="TimeProvider"/> must be registered too; map the routes with <see cref="EventEndpoints.MapJournalEvents"/>.
    /// </summary>
    public static IServiceCollection AddJournal<TDb>(this IServiceCollection services, JournalOptions options, Action<Subscriptions<TDb>>? subscribe = null)
        where TDb : JournalDbContext
    {
        var subscriptions = new Subscriptions<TDb>();
        subscribe?.Invoke(subscriptions);

        services.AddSingleton(options);
        services.AddSingleton(EventCatalog.Default);
        services.AddPooledDbContextFactory<TDb>((provider, db) => db
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.MigrationsHistoryTable("migrations", options.Schema))
            // One lost race or one repeated request id is ordinary here, and a log line of an error is not.
            .ConfigureWarnings(warnings => warnings.Log((Microsoft.EntityFrameworkCore.Diagnostics.CoreEventId.SaveChangesFailed, LogLevel.Debug), (Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandError, LogLevel.Debug), (Microsoft.EntityFrameworkCore.Diagnostics.CoreEventId.OptimisticConcurrencyException, LogLevel.Debug))));
        services.AddSingleton<CommandRunner<TDb>>();
        services.AddSingleton<JournalBell>();
        services.AddSingleton<JournalReader>();
        services.AddSingleton<JournalSearch>();
        services.AddSingleton<JournalGauge>();
        services.AddSingleton<SidecarPublisher>();
        services.AddSingleton(subscriptions);
        services.AddSingleton<IEventInbox, EventInbox<TDb>>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<JournalBell>());
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<Forgetting>();
        services.TryAddSingleton<ISealKeys, NoSealKeys>();
        services.AddSingleton<SealDesk>();
        services.AddSingleton<SealAudit>();
        services.AddHostedService<Sealer>();
        return services;
    }
}
