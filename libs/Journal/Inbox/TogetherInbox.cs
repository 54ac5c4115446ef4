using System.Runtime.ExceptionServices;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>The inbox of events that are applied many at once: their effects and their ids are saved in one transaction.</summary>
internal sealed class TogetherInbox<TDb>
    where TDb : JournalDbContext
{
    // Enough for all that sidecars have under way, and few enough that a transaction stays short.
    private const int Most = 200;

    private readonly IDbContextFactory<TDb> _contexts;
    private readonly Subscriptions<TDb> _subscriptions;
    private readonly EventCatalog _catalog;
    private readonly JournalOptions _options;
    private readonly JournalBell _bell;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Gathering<(string Topic, ReceivedEvent Event), Exception?> _gathering;

    public TogetherInbox(
        IDbContextFactory<TDb> contexts, Subscriptions<TDb> subscriptions, EventCatalog catalog, JournalOptions options, JournalBell bell, IServiceScopeFactory scopes, TimeProvider time, ILogger log)
    {
        (_contexts, _subscriptions, _catalog, _options, _bell, _scopes, _time, _log) = (contexts, subscriptions, catalog, options, bell, scopes, time, log);
        _gathering = new(ApplyAsync, Most);
    }

    /// <summary>Applies an event, together with others that wait. Once begun it is brought to its end: it is not the caller's alone.</summary>
    public async Task ReceiveAsync(string topic, IMessage message, CloudEvent envelope, CancellationToken stop)
    {
        if (await _gathering.AddAsync((topic, new(message, envelope))).WaitAsync(stop) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task<IReadOnlyList<Exception?>> ApplyAsync(IReadOnlyList<(string Topic, ReceivedEvent Event)> events)
    {
        try
        {
            await SaveAsync(events);
            return new Exception?[events.Count];
        }
        catch (Exception e) when (events.Count > 1 && !IsPassing(e))
        {
            _log.LogInformation(e, "{Count} events were not applied together; each is tried alone.", events.Count);
        }
        catch (Exception e)
        {
            return [.. Enumerable.Repeat(e, events.Count)];
        }

        List<Exception?> failures = [];
        foreach (var one in events)
        {
            failures.AddRange(await ApplyAsync([one]));
        }

        return failures;
    }

    // While the database is away, or two transactions are in each other's way, no event is to blame: all come again.
    private static bool IsPassing(Exception e) => (e as NpgsqlException ?? e.InnerException as NpgsqlException)?.IsTransient == true;

    private async Task SaveAsync(IReadOnlyList<(string Topic, ReceivedEvent Event)> events)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var fresh = await new InboxSql(db, _options.Schema).RememberAsync([.. events.Select(e => e.Event.Envelope)], _time.GetUtcNow(), CancellationToken.None);
        await using var services = _scopes.CreateAsyncScope();

        // Taken out as it is met: one that came twice in the same company is applied once.
        var hasPublicEvents = false;
        foreach (var some in events.Where(e => fresh.Remove((e.Event.Envelope.Source, e.Event.Envelope.Id))).GroupBy(e => _subscriptions.TogetherOf(e.Topic, e.Event.Message)))
        {
            if (some.Key is { } type)
            {
                var handler = (IEventsHandler<TDb>)ActivatorUtilities.GetServiceOrCreateInstance(services.ServiceProvider, type);
                await handler.HandleAsync([.. some.Select(e => e.Event)], db, CancellationToken.None);
                continue;
            }

            foreach (var (topic, one) in some)
            {
                hasPublicEvents |= await ApplyAsync(services.ServiceProvider, topic, one, db);
            }
        }

        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        if (hasPublicEvents)
        {
            _bell.Ring();
        }
    }

    private async Task<bool> ApplyAsync(IServiceProvider services, string topic, ReceivedEvent one, TDb db)
    {
        var scope = new CommandScope<TDb>(db, new(one.Envelope.ActorId, one.Envelope.ActorName), null, _time, _catalog, CancellationToken.None);
        foreach (var apply in _subscriptions.HandlersOf(topic, one.Message))
        {
            await apply(services, one.Message, one.Envelope, scope);
        }

        return scope.HasPublicEvents;
    }
}
