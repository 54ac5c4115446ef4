using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Enters what happened in an account's stream. The one way in, for people, cadences, quotes and chain facts alike.</summary>
public sealed class ActivityBook(RegistrationClock clock, IEnumerable<IReactsToActivity> parts)
{
    /// <summary>Enters one activity, keeps the account's registrations alive with it, and lets every other part react, all in the caller's transaction.</summary>
    /// <param name="scope">The command in whose transaction it happens.</param>
    /// <param name="activity">Of a live account: whoever calls has followed merges (<c>AccountBook.LiveIdAsync</c>).</param>
    /// <returns>False when an entry with this reference is there already; then nothing is changed.</returns>
    public async Task<bool> EnterAsync(CommandScope<LeadsDb> scope, Activity activity) => await RecordAsync(scope, activity) is not null;

    /// <summary>As <see cref="EnterAsync"/>, and gives the entry.</summary>
    /// <returns>Null when an entry with this reference is there already; then nothing is changed.</returns>
    internal async Task<ActivityRow?> RecordAsync(CommandScope<LeadsDb> scope, Activity activity)
    {
        if (await IsThereAsync(scope, activity))
        {
            return null;
        }

        var row = new ActivityRow
        {
            Id = Guid.CreateVersion7(scope.Now),
            AccountId = activity.AccountId,
            Kind = activity.Kind,
            Source = activity.Source,
            Summary = activity.Summary,
            OccurredAt = activity.OccurredAt,
            RecordedAt = scope.Now,
            Reference = activity.Reference,
            ContactId = activity.ContactId,
            LeadId = activity.LeadId,
            ActorId = scope.Actor.Id,
            ActorName = scope.Actor.Name,
        };
        scope.Db.Activities.Add(row);
        scope.Append(row, "activity", [row.ToEvent()]);
        if (ActivityRules.KeepsAlive(activity.Kind, activity.Source))
        {
            await clock.TouchAsync(scope, activity.AccountId, activity.OccurredAt);
        }

        foreach (var part in parts)
        {
            await part.ReactAsync(scope, activity);
        }

        return row;
    }

    // Two commands at the same instant both find nothing; the unique index lets one of them through, and the other is decided again.
    private static async Task<bool> IsThereAsync(CommandScope<LeadsDb> scope, Activity activity) =>
        activity.Reference.Length > 0
        && (scope.Db.Activities.Local.Any(a => a.AccountId == activity.AccountId && a.Reference == activity.Reference)
            || await scope.Db.Activities.AnyAsync(a => a.AccountId == activity.AccountId && a.Reference == activity.Reference, scope.Stop));
}
