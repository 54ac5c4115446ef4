using System.Diagnostics;
using System.Text;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>The inbox: an event's effect and its id are saved in one transaction.</summary>
internal sealed class EventInbox<TDb>(
    IDbContextFactory<TDb> contexts, Subscriptions<TDb> subscriptions, EventCatalog catalog, DeadLetters deadLetters, JournalOptions options, JournalBell bell,
    IServiceScopeFactory scopes, TimeProvider time, ILogger<EventInbox<TDb>> log) : IEventInbox, IDisposable
    where TDb : JournalDbContext
{
    // As many as a sidecar brings singly of one topic: what comes many at once, of a topic of which some is applied alone, is not to take all connections.
    private const int AloneMost = 10;

    private readonly TogetherInbox<TDb> _together = new(contexts, subscriptions, catalog, options, bell, scopes, time, log);
    private readonly SemaphoreSlim _alone = new(AloneMost);

    public IReadOnlyDictionary<string, Ordering> Topics => subscriptions.Topics;

    public bool IsTogether(string topic) => subscriptions.IsTogether(topic);

    public async Task<DeliveryResult> ReceiveAsync(string topic, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        var result = await TryReceiveAsync(topic, body, stop);
        JournalTelemetry.Received.Add(1, new TagList { { "topic", topic }, { "delivery", result.Delivery.ToString() } });
        return result;
    }

    public async Task<DeliveryResult> KeepDeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        // A topic bears its publisher's name, so the event's source says where it came from.
        var topic = CloudEvent.Describe(body).Source;
        var reason = Read(topic, body, out _, out _, out var why) ? "the sidecar gave up after its retries" : why;
        try
        {
            await deadLetters.KeepAsync(topic, body, reason, stop);
            log.LogError("Dead letter kept: {Reason}", reason);
            return new(Delivery.Success);
        }
        catch (Exception e) when (IsOutside(e))
        {
            return new(Delivery.Retry, "the database is away");
        }
    }

    public void Dispose() => _alone.Dispose();

    private bool Read(string topic, ReadOnlyMemory<byte> body, out CloudEvent envelope, out IMessage message, out string reason)
    {
        (envelope, message, reason) = (null!, null!, "");
        try
        {
            envelope = CloudEvent.Parse(body);
            if (envelope.Source != topic)
            {
                reason = $"topic {topic} carries events of {topic} only, this one says it is from \"{envelope.Source}\"";
                return false;
            }

            if (!catalog.TryFind(envelope.Type, out var type))
            {
                reason = catalog.WhyUnknown(envelope.Type);
                return false;
            }

            message = EventCatalog.Parse(type, envelope.DataJson);
            return true;
        }
        catch (Exception e) when (e is MalformedEventException or InvalidProtocolBufferException or InvalidJsonException)
        {
            reason = e.Message;
            return false;
        }
    }

    private async Task<DeliveryResult> TryReceiveAsync(string topic, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        if (!Topics.TryGetValue(topic, out var ordering))
        {
            return new(Delivery.Drop, $"this service does not listen to topic \"{topic}\"");
        }

        if (!Read(topic, body, out var envelope, out var message, out var reason))
        {
            log.LogError("Event refused for good: {Reason}", reason);
            return new(Delivery.Drop, reason);
        }

        // What nobody here handles, and whose order nobody needs, is done without being noted: a service hears much that is not for it.
        if (ordering == Ordering.AnyOrder && !subscriptions.IsHandled(topic, message))
        {
            return new(Delivery.Success);
        }

        using var activity = StartActivity(envelope);
        try
        {
            if (subscriptions.IsTogether(topic, message))
            {
                await _together.ReceiveAsync(topic, message, envelope, stop);
            }
            else if (await ApplyAloneAsync(topic, ordering, envelope, message, body, stop))
            {
                bell.Ring();
            }

            return new(Delivery.Success);
        }
        catch (Exception e) when (!stop.IsCancellationRequested || e is not OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            log.LogWarning(e, "Event {EventId} of {Source}, type {Type}, was not applied; it will come again.", envelope.Id, envelope.Source, envelope.Type);
            return new(Delivery.Retry, IsOutside(e) ? "the database is away" : "a handler failed");
        }
    }

    private async Task<bool> ApplyAloneAsync(string topic, Ordering ordering, CloudEvent envelope, IMessage message, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        if (!subscriptions.IsTogether(topic))
        {
            return await ApplyAsync(topic, ordering, envelope, message, body, stop); // The sidecar brings these one by one.
        }

        await _alone.WaitAsync(stop);
        try
        {
            return await ApplyAsync(topic, ordering, envelope, message, body, stop);
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task<bool> ApplyAsync(string topic, Ordering ordering, CloudEvent envelope, IMessage message, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var sql = new InboxSql(db, options.Schema);
        var publicEvents = false;
        if (ordering != Ordering.AnyOrder)
        {
            var last = await sql.LockProgressAsync(envelope, stop);
            if (last == 0 && ordering == Ordering.PerAggregateFromFirstSeen)
            {
                // Nothing was applied yet: this is where we join. A replica with another first event waits for the row, and then sees where we began.
                await sql.SaveBeginningAsync(envelope, stop);
                last = envelope.Sequence - 1;
            }

            if (envelope.Sequence > last + 1)
            {
                await sql.ParkAsync(topic, envelope, Encoding.UTF8.GetString(body.Span), time.GetUtcNow(), stop);
                await transaction.CommitAsync(stop);
                log.LogInformation("Event {EventId} of {Source} came early: sequence {Sequence}, applied so far {Last}.", envelope.Id, envelope.Source, envelope.Sequence, last);
                return false;
            }

            if (envelope.Sequence == last + 1)
            {
                publicEvents |= await ApplyOnceAsync(db, sql, topic, envelope, message, stop);
                last = envelope.Sequence;
                while (await sql.UnparkAsync(envelope, last + 1, stop) is { } parked)
                {
                    var bytes = Encoding.UTF8.GetBytes(parked);
                    if (!Read(topic, bytes, out var next, out var nextMessage, out var reason))
                    {
                        throw new InvalidOperationException($"A parked event cannot be read any more: {reason}");
                    }

                    publicEvents |= await ApplyOnceAsync(db, sql, topic, next, nextMessage, stop);
                    last++;
                }

                await sql.SaveProgressAsync(envelope, last, stop);
            }
            else if (ordering == Ordering.PerAggregateFromFirstSeen && envelope.Sequence < await sql.BeginningAsync(envelope, stop))
            {
                publicEvents = await ApplyOnceAsync(db, sql, topic, envelope, message, stop);
            }
        }
        else
        {
            publicEvents = await ApplyOnceAsync(db, sql, topic, envelope, message, stop);
        }

        await transaction.CommitAsync(stop);
        return publicEvents;
    }

    private async Task<bool> ApplyOnceAsync(TDb db, InboxSql sql, string topic, CloudEvent envelope, IMessage message, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (!await sql.RememberAsync(envelope, now, stop))
        {
            return false;
        }

        var actor = new Actor(envelope.ActorId, envelope.ActorName);
        var scope = new CommandScope<TDb>(db, actor, null, time, catalog, stop);
        await using var services = scopes.CreateAsyncScope();
        foreach (var apply in subscriptions.HandlersOf(topic, message))
        {
            await apply(services.ServiceProvider, message, envelope, scope);
        }

        await db.SaveChangesAsync(stop);
        return scope.HasPublicEvents;
    }

    private static Activity? StartActivity(CloudEvent envelope)
    {
        // The delivery's own span is the parent where the sidecar sent one; the envelope's trace is linked, or continued.
        _ = ActivityContext.TryParse(envelope.Traceparent, null, true, out var cause);
        var current = Activity.Current;
        var activity = current is not null && current.TraceId == cause.TraceId
            ? JournalTelemetry.Source.StartActivity("receive", ActivityKind.Consumer)
            : JournalTelemetry.Source.StartActivity("receive", ActivityKind.Consumer, cause);
        activity?.SetTag("messaging.message.id", envelope.Id);
        activity?.SetTag("desk.event.type", envelope.Type);
        return activity;
    }

    private static bool IsOutside(Exception e) => e is NpgsqlException or TimeoutException or DbUpdateException { InnerException: NpgsqlException } || e.InnerException is NpgsqlException or TimeoutException;
}
