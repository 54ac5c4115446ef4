using System.Net;
using System.Reflection;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.LocalPostgres.Provisioning;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Tests.RealChains;

/// <summary>A consumer of the watcher's topic as any service of the desk is one: it notes each fact that takes effect, and nothing but its inbox keeps it from noting one twice.</summary>
internal sealed class Notebook : IAsyncDisposable
{
    private const string Service = "notebook";

    private readonly WebApplication _web;
    private readonly NpgsqlDataSource _database;
    private int _deliveries;

    private Notebook(WebApplication web, NpgsqlDataSource database) => (_web, _database) = (web, database);

    public int Port => new Uri(_web.Urls.Single()).Port;

    /// <summary>How often an event was brought, repetitions and all.</summary>
    public int Deliveries => _deliveries;

    public static async Task<Notebook> StartAsync(ProvisionedDatabase database)
    {
        var source = NpgsqlDataSource.Create(database.Of(Service));
        await using (var create = source.CreateCommand(JournalSchema.V1(Service) + JournalSchema.V2(Service) + "create table notebook.notes (ordinal bigint generated always as identity primary key, fact_id text not null, type text not null, json text not null);"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(source);
        builder.Services.AddJournal<NotebookDb>(new() { AppId = Service, Schema = Service, Sidecar = new("http://127.0.0.1:9") }, HandleAll);
        var notebook = new Notebook(builder.Build(), source);
        notebook._web.Use(async (call, next) =>
        {
            if (call.Request.Path.StartsWithSegments("/events"))
            {
                Interlocked.Increment(ref notebook._deliveries);
            }

            await next();
        });
        notebook._web.MapJournalEvents();
        await notebook._web.StartAsync();
        return notebook;
    }

    /// <summary>What took effect, in that order.</summary>
    public async Task<IReadOnlyList<(string FactId, string Type, string Json)>> NotesAsync()
    {
        await using var command = _database.CreateCommand("select fact_id, type, json from notebook.notes order by ordinal");
        await using var reader = await command.ExecuteReaderAsync();
        var notes = new List<(string, string, string)>();
        while (await reader.ReadAsync())
        {
            notes.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return notes;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Every message of the watcher's contract, also those that are added to it.</summary>
    private static void HandleAll(Subscriptions<NotebookDb> topics)
    {
        topics.To("chainwatcher", Ordering.PerAggregate);
        var on = typeof(Subscriptions<NotebookDb>).GetMethod(nameof(topics.On), BindingFlags.Public | BindingFlags.Instance)!;
        foreach (var message in EventsReflection.Descriptor.MessageTypes)
        {
            on.MakeGenericMethod(message.ClrType, typeof(Noting<>).MakeGenericType(message.ClrType)).Invoke(topics, ["chainwatcher"]);
        }
    }

    private sealed class Noting<TMessage> : IEventHandler<NotebookDb, TMessage>
        where TMessage : IMessage<TMessage>
    {
        public Task HandleAsync(TMessage message, CloudEvent envelope, CommandScope<NotebookDb> scope)
        {
            scope.Db.Notes.Add(new() { FactId = message.Origin().FactId, Type = message.Descriptor.Name, Json = JsonFormatter.Default.Format(message) });
            return Task.CompletedTask;
        }
    }

    private sealed class Note
    {
        public long Ordinal { get; init; }
        public required string FactId { get; init; }
        public required string Type { get; init; }
        public required string Json { get; init; }
    }

    private sealed class NotebookDb(DbContextOptions<NotebookDb> options) : JournalDbContext(options, Service)
    {
        public DbSet<Note> Notes => Set<Note>();

        protected override void MapState(ModelBuilder model) => model.Entity<Note>(note =>
        {
            note.ToTable("notes").HasKey(n => n.Ordinal);
            note.Property(n => n.Ordinal).UseIdentityAlwaysColumn();
        });
    }
}
