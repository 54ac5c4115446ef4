using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Tasks;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>What happens at an account stops cadences, uses up a contact's day, or asks for somebody's time.</summary>
internal sealed class CadenceReactions : IReactsToActivity
{
    public async Task ReactAsync(CommandScope<LeadsDb> scope, Activity activity)
    {
        if (activity.ContactId is { } touched && activity.Kind is ActivityKind.Call or ActivityKind.Email or ActivityKind.Message or ActivityKind.Meeting)
        {
            await NoteDayAsync(scope, touched, activity);
        }

        switch (activity.Kind)
        {
            case ActivityKind.Reply or ActivityKind.OptOut when activity.ContactId is { } contact:
                await EnrolmentBook.EndOfContactAsync(scope, contact, activity.Kind == ActivityKind.Reply ? EndCause.Reply : EndCause.OptOut);
                break;
            case ActivityKind.Meeting or ActivityKind.Purchase:
                await EnrolmentBook.EndOfAccountAsync(scope, activity.AccountId, activity.Kind == ActivityKind.Meeting ? EndCause.Meeting : EndCause.Purchase);
                break;
            case ActivityKind.RenewalWindow or ActivityKind.AutoRenewalFailed or ActivityKind.ProvisionalAssignment or ActivityKind.PriceTarget or ActivityKind.CoresNearlyGone or ActivityKind.UseDrop or ActivityKind.SizeReview:
                await AskAsync(scope, activity);
                break;
        }
    }

    /// <summary>How the reference of the task begins that an entry asked for; the account's id follows.</summary>
    public static string ReferenceOf(ActivityKind kind, string reference) => $"{kind} {reference} at ";

    // Made by hand or by a cadence: the contact had a touch on that day. What was planned becomes what happened.
    private static async Task NoteDayAsync(CommandScope<LeadsDb> scope, Guid contactId, Activity activity)
    {
        if (await scope.Db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == contactId, scope.Stop) is not { } contact)
        {
            return;
        }

        var day = LocalClock.DayOf(ContactZone.Of(contact.TimeZone, contact.Country).Zone, activity.OccurredAt);
        if (activity.Reference.Length > 0)
        {
            var planned = await scope.Db.ContactDays.SingleOrDefaultAsync(d => d.ContactId == contactId && d.Reference == activity.Reference, scope.Stop);
            if (planned?.Day == day)
            {
                return;
            }

            if (planned is not null)
            {
                scope.Db.ContactDays.Remove(planned);
            }
        }

        scope.Db.ContactDays.Add(new() { Id = Guid.CreateVersion7(scope.Now), ContactId = contactId, At = activity.OccurredAt, Day = day, ByCadence = false, Reference = activity.Reference });
    }

    private static async Task AskAsync(CommandScope<LeadsDb> scope, Activity activity)
    {
        var cause = (TaskCause)activity.Kind;
        var fact = ReferenceOf(activity.Kind, activity.Reference);
        if (activity.Reference.Length > 0 && await scope.Db.Tasks.AnyAsync(t => t.AccountId == activity.AccountId && t.Reference.StartsWith(fact), scope.Stop))
        {
            return;
        }

        CareException? exception = activity.Kind switch
        {
            ActivityKind.RenewalWindow => CareException.RenewalWindow,
            ActivityKind.AutoRenewalFailed => CareException.AutoRenewalFailed,
            ActivityKind.ProvisionalAssignment => CareException.ProvisionalAssignment,
            ActivityKind.UseDrop => CareException.UseDrop,
            ActivityKind.SizeReview => CareException.SizeReview,
            _ => null,
        };
        if (await CustomerCare.AskedAsync(scope.Db, activity.AccountId, exception, scope.Stop) is not { } owner)
        {
            return;
        }

        var id = Guid.CreateVersion7(scope.Now);
        TaskBook.Create(scope, new()
        {
            Id = id,
            Cause = cause,
            AccountId = activity.AccountId,
            Title = activity.Summary,
            Reference = activity.Reference.Length > 0 ? $"{fact}{activity.AccountId:N}" : $"task {id:N}",
            OwnerId = owner.Id,
            OwnerName = owner.Name,
            CreatedAt = scope.Now,
            DueAt = TaskRules.DueAt(cause, scope.Now),
        });
    }
}
