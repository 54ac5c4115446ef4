using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Keeps registrations alive. Whatever records an activity calls it in the same transaction.</summary>
public sealed class RegistrationClock(RegistrationBook book)
{
    /// <summary>How late something may be told: what is older is history, not activity.</summary>
    public static readonly TimeSpan LatestEntry = TimeSpan.FromDays(7);

    /// <summary>Null when an activity of that instant can be entered now, else what is wrong with it.</summary>
    public static Refusal? WhyNot(DateTimeOffset at, DateTimeOffset now) =>
        at > now ? Refusal.InvalidField("occurred_at", "lies in the future; enter what has happened.")
        : now - at > LatestEntry ? Refusal.InvalidField("occurred_at", $"is more than {LatestEntry.Days} days ago; what is older does not keep a registration alive.")
        : null;

    /// <summary>Notes that something was done for the customer. A registration that has ended meanwhile stays ended.</summary>
    /// <param name="scope">The command in whose transaction it happens.</param>
    /// <param name="accountId">The customer.</param>
    /// <param name="at">When it happened.</param>
    /// <returns>The account's active registrations.</returns>
    public async Task<IReadOnlyList<RegistrationRow>> TouchAsync(CommandScope<LeadsDb> scope, Guid accountId, DateTimeOffset at)
    {
        var rows = await book.ActiveOfAsync(scope, accountId);
        foreach (var row in rows)
        {
            await book.RecordAsync(scope, row, RegistrationRules.NoteActivity(row.ToRegistration(), at, scope.Now).Events);
        }

        return rows;
    }
}
