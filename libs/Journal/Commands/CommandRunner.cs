using System.Diagnostics;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>
/// Runs mutating calls: the state row, the events and the answer to the request id are saved in one transaction. A repeat
/// gets the first answer, a lost race is decided again on the new state.
/// </summary>
/// <typeparam name="TDb">The service's context.</typeparam>
public sealed class CommandRunner<TDb>(IDbContextFactory<TDb> contexts, JournalBell bell, EventCatalog catalog, TimeProvider time)
    where TDb : JournalDbContext
{
    private const int AttemptsMax = 8;
    private const string RequestsKey = "requests_pkey";

    /// <summary>Runs <paramref name="handle"/> until its outcome is saved, or was saved before.</summary>
    /// <remarks>
    /// The handler may run several times, each time on a fresh context: it must have no effect but through its scope.
    /// A refusal is an answer like any other and is remembered too, so that a repeat never turns a no into a yes. What a refused
    /// handler changed is dropped, unless it asked for <see cref="CommandScope{TDb}.KeepDespiteRefusal"/>. A handler that must lock
    /// rows begins a transaction on its context; it ends with the answer, and what it locked is held till then.
    /// </remarks>
    public async Task<Outcome<TResponse>> RunAsync<TResponse>(Command command, Func<CommandScope<TDb>, Task<Outcome<TResponse>>> handle, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new()
    {
        using var activity = JournalTelemetry.Source.StartActivity("command");
        try
        {
            var (outcome, contended) = await DecideAsync(
                command.Actor,
                command.RequestId,
                handle,
                (scope, result) => result.Refusal is null || scope.KeepsChanges,
                (scope, result) => scope.Db.Requests.Add(Answer(command, result, scope.Now)),
                stop);
            if (contended is not null)
            {
                return contended;
            }

            JournalTelemetry.Commands.Add(1, new TagList { { "refused", outcome.Refusal is not null } });
            return outcome;
        }
        catch (DbUpdateException e) when (IsDuplicate(e, RequestsKey))
        {
            JournalTelemetry.Repeats.Add(1);
            return await FirstAnswerAsync<TResponse>(command, stop) with { IsRepeat = true };
        }
    }

    /// <summary>
    /// As <see cref="RunAsync"/>, for what no request id can make repeatable: a sign-in, whose answer must not be stored, or
    /// something that a clock causes. Whatever <paramref name="handle"/> changes is saved, also when its result is a "no".
    /// </summary>
    /// <exception cref="RefusedException">Others kept changing the same thing; nothing was changed.</exception>
    public async Task<TResult> RecordAsync<TResult>(Actor actor, Func<CommandScope<TDb>, Task<TResult>> handle, CancellationToken stop)
    {
        using var activity = JournalTelemetry.Source.StartActivity("record");
        var (result, contended) = await DecideAsync(actor, null, handle, (_, _) => true, (_, _) => { }, stop);
        return contended is null ? result! : throw new RefusedException(contended);
    }

    /// <summary>Decides and saves, again after every lost race.</summary>
    private async Task<(TResult? Result, Refusal? Contended)> DecideAsync<TResult>(
        Actor actor, Guid? requestId, Func<CommandScope<TDb>, Task<TResult>> handle, Func<CommandScope<TDb>, TResult, bool> keeps, Action<CommandScope<TDb>, TResult> answer, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await AttemptAsync(actor, requestId, handle, keeps, answer, stop), null);
            }
            catch (Exception e) when (IsLostRace(e))
            {
                // A unique key that somebody else has just taken is a lost race too: the next decision sees who has it.
                JournalTelemetry.Conflicts.Add(1);
                if (attempt == AttemptsMax)
                {
                    return (default, new(RefusalKind.Contended, "CONTENDED", "Others keep changing the same thing at this moment. Nothing was changed; try again."));
                }
            }

            // Spread the losers, so that they do not meet again.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 4 << attempt)), time, stop);
        }
    }

    private async Task<TResult> AttemptAsync<TResult>(
        Actor actor, Guid? requestId, Func<CommandScope<TDb>, Task<TResult>> handle, Func<CommandScope<TDb>, TResult, bool> keeps, Action<CommandScope<TDb>, TResult> answer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var scope = new CommandScope<TDb>(db, actor, requestId, time, catalog, stop);
        var result = await handle(scope);
        var kept = keeps(scope, result);
        if (!kept)
        {
            // Whatever the handler had begun to change is not saved, nor what it saved on the way.
            db.ChangeTracker.Clear();
            if (db.Database.CurrentTransaction is { } abandoned)
            {
                await abandoned.RollbackAsync(CancellationToken.None);
                await abandoned.DisposeAsync();
            }
        }

        answer(scope, result);

        // Once the decision is made the caller's cancellation comes too late: half of it must not be saved.
        await db.SaveChangesAsync(CancellationToken.None);
        if (db.Database.CurrentTransaction is { } held)
        {
            await held.CommitAsync(CancellationToken.None);
        }

        if (scope.HasPublicEvents && kept)
        {
            bell.Ring();
        }

        return result;
    }

    private static RequestRow Answer<TResponse>(Command command, Outcome<TResponse> outcome, DateTimeOffset now)
        where TResponse : class, IMessage<TResponse> => new()
        {
            ActorId = command.Actor.Id,
            RequestId = command.RequestId,
            Method = command.Method,
            Digest = command.Digest.ToArray(),
            Refused = outcome.Refusal is not null,
            Answer = outcome.Refusal is { } refusal ? StoredRefusal.Write(refusal) : outcome.Response!.ToByteArray(),
            AnsweredAt = now,
        };

    private async Task<Outcome<TResponse>> FirstAnswerAsync<TResponse>(Command command, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new()
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var first = await db.Requests.AsNoTracking().SingleAsync(r => r.ActorId == command.Actor.Id && r.RequestId == command.RequestId, stop);
        if (first.Method != command.Method || !first.Digest.AsSpan().SequenceEqual(command.Digest.Span))
        {
            return Refusal.InvalidField("request_id", $"was already used for another request ({first.Method}). Choose a new one for a new command.") with { Reason = "REQUEST_ID_REUSED" };
        }

        if (first.Refused)
        {
            return StoredRefusal.Read(first.Answer);
        }

        var response = new TResponse();
        response.MergeFrom(first.Answer);
        return response;
    }

    private static bool IsLostRace(Exception e) =>
        e is DbUpdateConcurrencyException
        || PostgresErrorOf(e) is { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
        || (e is DbUpdateException update && IsDuplicate(update) && !IsDuplicate(update, RequestsKey));

    private static bool IsDuplicate(DbUpdateException e, string? constraint = null) =>
        PostgresErrorOf(e) is { SqlState: PostgresErrorCodes.UniqueViolation } inner && (constraint is null || inner.ConstraintName == constraint);

    /// <summary>What the server said, however deep it is wrapped: EF puts an exception of its own around what could be tried again.</summary>
    private static PostgresException? PostgresErrorOf(Exception? e)
    {
        while (e is not null and not PostgresException)
        {
            e = e.InnerException;
        }

        return (PostgresException?)e;
    }
}
