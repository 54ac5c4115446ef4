using System.Globalization;
using CoretimeDesk.Journal;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Hosting;

/// <summary>Gives a service its journal.</summary>
public static class JournalHosting
{
    /// <summary>
    /// Adds journal, outbox and inbox with the settings that every service shares: sidecar from <c>DAPR_HTTP_ENDPOINT</c> or
    /// <c>DAPR_HTTP_PORT</c>, tokens from <c>DAPR_API_TOKEN</c> and <c>APP_API_TOKEN</c>, component from <c>Desk__PubSub</c>.
    /// The schema bears the app id's name. Also: the database itself, its migrations, the event routes, the journal's RPCs,
    /// and the outbox at <c>/readyz</c>.
    /// </summary>
    public static DeskServiceBuilder AddJournal<TDb>(this DeskServiceBuilder desk, Action<Subscriptions<TDb>>? subscribe = null)
        where TDb : JournalDbContext
    {
        var settings = desk.Configuration;
        var options = new JournalOptions
        {
            AppId = desk.Identity.Name,
            Schema = desk.Identity.Name,
            PubSub = settings["Desk:PubSub"] ?? "desk-pubsub",
            Sidecar = new(settings["DAPR_HTTP_ENDPOINT"] ?? $"http://127.0.0.1:{settings["DAPR_HTTP_PORT"] ?? "3500"}"),
            SidecarToken = NullIfEmpty(settings["DAPR_API_TOKEN"]),
            AppToken = NullIfEmpty(settings["APP_API_TOKEN"]),
            SealEvery = SealEvery(settings["Desk:SealSeconds"]),
        };

        desk.AddDatabase();

        // A ring that is no database holds no keys for seals.
        desk.Services.AddSingleton<ISealKeys>(provider => provider.GetRequiredService<IXmlRepository>() is PostgresKeyRing ring ? new PostgresSealKeys(ring.Database) : new NoSealKeys());
        desk.Services.AddJournal(options, subscribe);
        desk.Services.AddSingleton<IOutboxGauge, OutboxGauge>();
        desk.AddReadinessCheck<OutboxCheck>();
        desk.Services.AddSingleton<IDatabaseMigration, DatabaseMigration<TDb>>();
        desk.AddGrpcService<JournalGrpcService>();
        return desk.OnMap(app => app.MapJournalEvents());
    }

    private static TimeSpan SealEvery(string? seconds) =>
        string.IsNullOrEmpty(seconds) ? TimeSpan.FromMinutes(10)
        : int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is >= 1 and <= 86_400 ? TimeSpan.FromSeconds(given)
        : throw new InvalidOperationException("The setting Desk__SealSeconds must be a whole number of seconds from 1 to 86400.");

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed class OutboxGauge(JournalGauge gauge) : IOutboxGauge
    {
        public async Task<OutboxLag> ReadAsync(CancellationToken cancellation)
        {
            var backlog = await gauge.MeasureAsync(cancellation);
            return new(backlog.Pending, backlog.Oldest);
        }
    }

    private sealed class DatabaseMigration<TDb>(IDbContextFactory<TDb> contexts) : IDatabaseMigration
        where TDb : DbContext
    {
        public string Name => typeof(TDb).Name;

        public async Task MigrateAsync(CancellationToken cancellation)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await db.Database.MigrateAsync(cancellation);
        }
    }

    /// <summary>What the service listens to, for a part of it that listens to more. Call it after <c>AddJournal</c>.</summary>
    /// <exception cref="InvalidOperationException">The service has no journal yet.</exception>
    public static Subscriptions<TDb> SubscriptionsOf<TDb>(this DeskServiceBuilder desk)
        where TDb : JournalDbContext =>
        desk.Services.LastOrDefault(s => s.ServiceType == typeof(Subscriptions<TDb>))?.ImplementationInstance as Subscriptions<TDb>
            ?? throw new InvalidOperationException($"Call AddJournal<{typeof(TDb).Name}>() before what listens to events.");
}
