using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Reads and writes registrations inside a command. What the clock has done meanwhile is recorded before anything is decided.</summary>
public sealed class RegistrationBook(RulesBook rulebook)
{
    private const string Aggregate = "registration";

    /// <summary>Held by whoever may make a registration active: of all that happens to an account's product line, one thing at a time.</summary>
    public static string LockOf(Guid accountId, ProductLine line) => $"registration {accountId} {line}";

    /// <summary>
    /// Now, but not before anything that the row tells of: this machine's clock may be behind the one that wrote it, and nothing
    /// may end before it began.
    /// </summary>
    public static DateTimeOffset NowFor(RegistrationRow row, DateTimeOffset now) => Later(row.ChangedAt, now);

    /// <summary>
    /// Now, but not before anything that happened on this line: to its registrations, or to those that a merge took away, of which
    /// its chain of claims tells. What follows begins then, or later.
    /// </summary>
    public static async Task<DateTimeOffset> NowForAsync(CommandScope<LeadsDb> scope, Guid accountId, ProductLine line)
    {
        var changed = await scope.Db.Registrations.Where(r => r.AccountId == accountId && r.Line == line).MaxAsync(r => r.ChangedAt, scope.Stop);
        var linked = await scope.Db.ClaimLinks.Where(l => l.AccountId == accountId && l.Line == line).MaxAsync(l => (DateTimeOffset?)l.At, scope.Stop);
        return Later(linked, Later(changed, scope.Now));
    }

    /// <summary>The registration, as of now; null when there is none with this id.</summary>
    public async Task<RegistrationRow?> FindAsync(CommandScope<LeadsDb> scope, Guid id)
    {
        var row = await Whole(scope.Db).SingleOrDefaultAsync(r => r.Id == id, scope.Stop);
        if (row is not null)
        {
            await CatchUpAsync(scope, row, scope.Now);
        }

        return row;
    }

    /// <summary>
    /// The account's active registration for a line, null for none, and the instant of that answer: now, but not before anything that happened on the line. The
    /// line must be locked.
    /// </summary>
    public async Task<(RegistrationRow? Active, DateTimeOffset At)> ActiveAsync(CommandScope<LeadsDb> scope, Guid accountId, ProductLine line)
    {
        var at = await NowForAsync(scope, accountId, line);
        var row = await Whole(scope.Db).SingleOrDefaultAsync(r => r.AccountId == accountId && r.Line == line && Active.Contains(r.State), scope.Stop);
        if (row is not null && (await CatchUpAsync(scope, row, at)).IsActive)
        {
            return (row, NowFor(row, at));
        }

        if (row is not null)
        {
            // What comes next may take the place that this one leaves, and the database checks each row as it comes.
            await scope.Db.SaveChangesAsync(scope.Stop);
        }

        // Whoever ends a registration holds no lock on its line: it may have been ended between the two looks, by a clock that is ahead of this one.
        return (null, Later(at, await NowForAsync(scope, accountId, line)));
    }

    /// <summary>The account's active registrations, as of now, in the order of their claims.</summary>
    public async Task<List<RegistrationRow>> ActiveOfAsync(CommandScope<LeadsDb> scope, Guid accountId)
    {
        var rows = await Whole(scope.Db).Where(r => r.AccountId == accountId && Active.Contains(r.State)).OrderBy(r => r.ClaimedAt).ToListAsync(scope.Stop);
        foreach (var row in rows)
        {
            await CatchUpAsync(scope, row, scope.Now);
        }

        rows.RemoveAll(r => !Active.Contains(r.State));
        return rows;
    }

    /// <summary>A registration that begins with this event.</summary>
    public async Task<RegistrationRow> BeginAsync(CommandScope<LeadsDb> scope, AccountRow account, RegistrationEvent first, IEnumerable<Guid> teams, OwnershipRules rules)
    {
        var registration = Registration.Evolve(null, first);
        var row = new RegistrationRow
        {
            Id = registration.Id,
            Number = await scope.Db.NextNumberAsync('R', scope.Now, scope.Stop),
            AccountId = account.Id,
            Line = registration.Line,
            OwnerId = registration.Owner.Id,
            OwnerName = registration.Owner.Name,
            TeamIds = [.. teams.Order()],
            Contact = "",
            EvidenceNote = "",
            NextStep = "",
            NextStepReason = "",
            RulesNumber = rules.Number,
            CreatedAt = scope.Now,
            Account = account,
        };
        scope.Db.Registrations.Add(row);
        Write(scope, row, registration, first, rules);
        return row;
    }

    /// <summary>Records what happened to a registration.</summary>
    public async Task RecordAsync(CommandScope<LeadsDb> scope, RegistrationRow row, params IEnumerable<RegistrationEvent> events)
    {
        var rules = await rulebook.OfAsync(scope.Db, row.RulesNumber, scope.Stop);
        foreach (var happened in events)
        {
            Write(scope, row, Registration.Evolve(row.ToRegistration(), happened), happened, rules);
        }
    }

    /// <summary>Records what the clock has done by an instant.</summary>
    public async Task<Registration> CatchUpAsync(CommandScope<LeadsDb> scope, RegistrationRow row, DateTimeOffset at)
    {
        if (row.NextDueAt <= at)
        {
            var rules = await rulebook.OfAsync(scope.Db, row.RulesNumber, scope.Stop);
            await RecordAsync(scope, row, RegistrationDue.By(at, row.ToRegistration(), rules));
        }

        return row.ToRegistration();
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private static readonly RegistrationState[] Active = [RegistrationState.Pending, RegistrationState.Approved];

    private static IQueryable<RegistrationRow> Whole(LeadsDb db) => db.Registrations.Include(r => r.Account).Include(r => r.Extensions);

    private static void Write(CommandScope<LeadsDb> scope, RegistrationRow row, Registration registration, RegistrationEvent happened, OwnershipRules rules)
    {
        row.Become(registration);
        row.ChangedAt = happened.Instant is { } instant ? Later(row.ChangedAt, instant) : row.ChangedAt;
        switch (happened)
        {
            case RegistrationEvent.Claimed claimed:
                row.Form = claimed.Form;
                row.RulesNumber = rules.Number;
                break;
            case RegistrationEvent.Approved approved:
                row.ApprovedByName = approved.By?.Name;
                break;
            case RegistrationEvent.MovedByCustomer or RegistrationEvent.NamedByCustomer or RegistrationEvent.TakenByHouse:
                row.ApprovedByName = scope.Actor.Name;
                break;
            case RegistrationEvent.Ended ended:
                row.EndReason = ended.Reason;
                break;
        }

        row.NextDueAt = RegistrationDue.NextAt(registration, rules);
        scope.Append(row, Aggregate, RegistrationMessages.Of(happened, row, scope.Actor.Id), rules.ToString());
        RegistrationNotices.Tell(scope, row, happened);
    }
}
