using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;
using TaskState = CoretimeDesk.Leads.Tasks.TaskState;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>What people decide about sizes under review.</summary>
public sealed class SizeReviewDesk(CommandRunner<LeadsDb> commands, ActivityBook activities)
{
    /// <summary>Keeps the stated tier, or states another size, in one transaction with what follows from it.</summary>
    public Task<Outcome<CloseSizeReviewResponse>> CloseAsync(Command command, Guid id, SizeDecision decision, CancellationToken stop) =>
        commands.RunAsync<CloseSizeReviewResponse>(command, async scope =>
        {
            var whose = await scope.Db.SizeReviews.AsNoTracking().Where(r => r.Id == id).Select(r => (Guid?)r.AccountId).SingleOrDefaultAsync(scope.Stop);
            if (whose is not { } accountId)
            {
                return Refusal.NotFound("size review", id);
            }

            await scope.LockAsync(SizeBook.LockOf(accountId));
            var row = await scope.Db.SizeReviews.Include(r => r.Account).SingleAsync(r => r.Id == id, scope.Stop);
            var owner = await CustomerCare.AskedAsync(scope.Db, row.AccountId, CareException.SizeReview, scope.Stop);
            var teams = owner is null ? null : await scope.Db.KnownPeople.Where(p => p.Id == owner.Id).Select(p => p.TeamIds).SingleOrDefaultAsync(scope.Stop);
            var decided = SizeReviewRules.Close(row.ToReview(), owner, Authority.Of(scope.Actor, teams ?? []), decision, scope.Now);
            if (decided.Refusal is { } refusal)
            {
                return refusal;
            }

            var closed = (SizeReviewEvent.Closed)decided.Events.Single();
            row.Become(closed);
            scope.Append(row, "size_review", [closed.ToEvent(row)]);
            if (decision.AnnualCorePeriods is { } restated)
            {
                var (account, gone) = await AccountBook.OpenAsync(scope.Db, row.AccountId, 0, scope.Stop);
                if (gone is not null)
                {
                    return gone;
                }

                await AccountBook.ChangeAsync(scope, account!, AccountRules.Edit(account!.ToState(), new(null, null, restated, null, null, null)).Events);
            }

            await activities.EnterAsync(scope, new(
                row.AccountId, ActivityKind.Note, ActivitySource.Desk,
                closed.As == SizeReviewState.Kept
                    ? $"{row.Number} is closed: {closed.By.Name} keeps tier {row.StatedTier}. {closed.Reason}"
                    : $"{row.Number} is closed: {closed.By.Name} states {closed.AnnualCorePeriods} core-periods a year, tier {SizeTiers.Of(closed.AnnualCorePeriods)} instead of {row.StatedTier}. {closed.Reason}",
                scope.Now, Reference: $"{SizeSweeper.ReferenceOf(row.Id)} closed"));
            var asked = CadenceReactions.ReferenceOf(ActivityKind.SizeReview, SizeSweeper.ReferenceOf(row.Id));
            foreach (var task in await scope.Db.Tasks.Where(t => t.Reference.StartsWith(asked) && t.State == TaskState.Open).ToListAsync(scope.Stop))
            {
                TaskBook.Record(scope, task, TaskRules.Cancel(task.ToTask(), $"{closed.By.Name} has decided.", scope.Now).Events);
            }

            return new CloseSizeReviewResponse { Review = row.ToMessage() };
        }, stop);
}
