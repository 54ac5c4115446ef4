using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.Assessments;

/// <summary>Commands and questions about work on assessments: asked for, taken, drafted.</summary>
public sealed class AssessmentWorkDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, ActivityBook activities, TimeProvider time)
{
    private const string Aggregate = "assessment_work";

    /// <summary>Puts an account in the queue.</summary>
    public Task<Outcome<AskForAssessmentResponse>> AskAsync(Command command, Guid accountId, string reason, DateOnly due, CancellationToken stop) =>
        ChangeAsync<AskForAssessmentResponse>(command, accountId, async (scope, row) =>
        {
            if (AssessmentWorkRules.WhyNotDue(due, scope.Now) is { } refusal)
            {
                return refusal;
            }

            // The end of the day: whoever needs it on a day has it that evening.
            var at = new DateTimeOffset(due.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            (row.AskedById, row.AskedBy, row.AskedWhy, row.AskedAt, row.AskedDueAt) = (scope.Actor.Id, scope.Actor.Name, reason, row.AskedAt ?? scope.Now, at);
            scope.Append(row, Aggregate, [new AssessmentAsked { AccountId = $"{row.AccountId}", DueAt = at.ToTimestamp() }]);
            await activities.EnterAsync(scope, new(row.AccountId, ActivityKind.Note, ActivitySource.Person, $"Asked for a technical assessment by {due:d MMMM yyyy}: {reason}", scope.Now));
            return null;
        }, work => new() { Work = work }, stop);

    /// <summary>The caller works on it. Again changes nothing.</summary>
    public Task<Outcome<TakeAssessmentResponse>> TakeAsync(Command command, Guid accountId, bool takeOver, CancellationToken stop) =>
        ChangeAsync<TakeAssessmentResponse>(command, accountId, (scope, row) =>
        {
            if (!takeOver && AssessmentWorkRules.WhyNotYours(row.Holder, row.TakenAt, scope.Actor.Id) is { } refusal)
            {
                return Task.FromResult<Refusal?>(refusal);
            }

            Take(scope, row);
            return Task.FromResult<Refusal?>(null);
        }, work => new() { Work = work }, stop);

    /// <summary>Others may take it. Again changes nothing.</summary>
    public Task<Outcome<GiveBackAssessmentResponse>> GiveBackAsync(Command command, Guid accountId, CancellationToken stop) =>
        ChangeAsync<GiveBackAssessmentResponse>(command, accountId, (scope, row) =>
        {
            if (AssessmentWorkRules.WhyNotYours(row.Holder, row.TakenAt, scope.Actor.Id) is { } refusal)
            {
                return Task.FromResult<Refusal?>(refusal);
            }

            if (row.Holder is not null)
            {
                (row.TakenById, row.TakenBy, row.TakenAt) = (null, null, null);
                scope.Append(row, Aggregate, [new AssessmentGivenBack { AccountId = $"{row.AccountId}" }]);
            }

            return Task.FromResult<Refusal?>(null);
        }, work => new() { Work = work }, stop);

    /// <summary>Keeps what is written so far. Drafts are no facts: the journal does not know them, and only the newest is kept.</summary>
    public async Task<Outcome<SaveAssessmentDraftResponse>> SaveAsync(Command command, Guid accountId, long expected, AssessmentDraft draft, CancellationToken stop)
    {
        AssessmentWorkRow? saved = null;
        return await ChangeAsync<SaveAssessmentDraftResponse>(command, accountId, (scope, row) =>
        {
            var refusal = AssessmentWorkRules.WhyNotYours(row.Holder, row.TakenAt, scope.Actor.Id) ?? AssessmentWorkRules.WhyNotSaved(expected, row.DraftVersion, row.DraftSavedBy);
            if (refusal is null)
            {
                Take(scope, row);
                (row.Draft, row.DraftSavedAt, row.DraftSavedBy) = (JsonFormatter.Default.Format(draft), scope.Now, scope.Actor.Name);
                row.DraftVersion++;
                saved = row;
            }

            return Task.FromResult(refusal);
        }, _ => new() { Version = saved!.DraftVersion, SavedAt = saved.DraftSavedAt!.Value.ToTimestamp() }, stop);
    }

    /// <summary>How it stands at one account.</summary>
    /// <param name="accountId">Also one that is part of another by now.</param>
    /// <param name="withDraft">Whether the caller writes assessments.</param>
    /// <param name="stop">Cancels with the call.</param>
    public async Task<Outcome<GetAssessmentWorkResponse>> GetAsync(Guid accountId, bool withDraft, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var answer = new GetAssessmentWorkResponse { Work = await AssessmentQueue.OfAsync(db, live, time.GetUtcNow(), stop) };
        if (withDraft && await db.AssessmentWorks.AsNoTracking().SingleOrDefaultAsync(w => w.AccountId == live, stop) is { } row)
        {
            (answer.Version, answer.SavedBy) = (row.DraftVersion, row.DraftSavedBy);
            answer.Draft = row.Draft is { } text ? AssessmentDraft.Parser.ParseJson(text) : null;
        }

        return answer;
    }

    /// <summary>An assessment of the account was written: nobody waits for one or works on one any more.</summary>
    internal static async Task FinishAsync(CommandScope<LeadsDb> scope, Guid account)
    {
        await scope.LockAsync(LockOf(account)); // A draft that is saved at this moment is saved before, or refused.
        if (await scope.Db.AssessmentWorks.SingleOrDefaultAsync(w => w.AccountId == account, scope.Stop) is { } row)
        {
            row.Finish(scope.Actor.Name);
        }
    }

    private static string LockOf(Guid account) => $"assessment work {account}";

    private static void Take(CommandScope<LeadsDb> scope, AssessmentWorkRow row)
    {
        if (row.TakenById == scope.Actor.Id)
        {
            return;
        }

        scope.Append(row, Aggregate, [new AssessmentTaken { AccountId = $"{row.AccountId}", FromId = $"{row.TakenById}" }]);
        (row.TakenById, row.TakenBy, row.TakenAt) = (scope.Actor.Id, scope.Actor.Name, scope.Now);
    }

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid accountId, Func<CommandScope<LeadsDb>, AssessmentWorkRow, Task<Refusal?>> change, Func<AssessmentWork, TResponse> answer, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() =>
        commands.RunAsync<TResponse>(command, async scope =>
        {
            if (await AccountBook.LiveIdAsync(scope.Db, accountId, scope.Stop) is not { } live)
            {
                return Refusal.NotFound("account", accountId);
            }

            await scope.LockAsync(LockOf(live));
            if (await scope.Db.AssessmentWorks.SingleOrDefaultAsync(w => w.AccountId == live, scope.Stop) is not { } row)
            {
                row = new() { Id = Guid.CreateVersion7(scope.Now), AccountId = live };
                scope.Db.AssessmentWorks.Add(row);
            }

            if (await change(scope, row) is { } refusal)
            {
                return refusal;
            }

            await scope.Db.SaveChangesAsync(scope.Stop);
            return answer(await AssessmentQueue.OfAsync(scope.Db, live, scope.Now, scope.Stop));
        }, stop);
}
