using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Enters what happened in an account's stream. The one way in, for people, cadences, quotes and chain facts alike.</summary>
public sealed class ActivityBook(RegistrationClock clock, IEnumerable<IReactsToActivity> parts)
{
    /// <summary>Enters one activity, keeps the account's registrations alive with it, and lets every other part react, all in the caller's transaction.</summary>
    /// <param name="scope">The command in whose transaction it happens.</param>
    /// <param name="activity">Of a live account: whoever calls has followed merges (<c>AccountBook.LiveIdAsync</c>).</param>
    /// <returns>False when an entry with this reference is there already; then nothing is changed.</returns>
    public async Task<bool> EnterAsync(CommandScope<LeadsDb> scope, Activity activity)
    {
        // A note reaches nobody, and what the market does is no work of the rep's: neither keeps a registration alive.
        if (activity is { Kind: not ActivityKind.Note, Source: not ActivitySource.Chain } or { Kind: ActivityKind.Purchase or ActivityKind.Renewal })
        {
            await clock.TouchAsync(scope, activity.AccountId, activity.OccurredAt);
        }

        foreach (var part in parts)
        {
            await part.ReactAsync(scope, activity);
        }

        return true;
    }
}
