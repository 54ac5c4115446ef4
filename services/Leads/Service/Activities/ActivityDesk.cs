using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Which entries to list; null or empty means any.</summary>
public sealed record ActivityFilter(IReadOnlyCollection<ActivityKind> Kinds, IReadOnlyCollection<ActivitySource> Sources, Guid? ContactId, Guid? LeadId, DateTimeOffset? From, DateTimeOffset? Before);

/// <summary>What people enter in streams by hand, and questions about streams.</summary>
public sealed class ActivityDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, ActivityBook book)
{
    /// <summary>Enters what a person did. <paramref name="at"/> null means now.</summary>
    public Task<Outcome<LogActivityResponse>> LogAsync(
        Command command, Guid accountId, ActivityKind kind, string summary, DateTimeOffset? at, Guid? contactId, Guid? leadId, CancellationToken stop) =>
        commands.RunAsync<LogActivityResponse>(command, async scope =>
        {
            if (await AccountBook.LiveIdAsync(scope.Db, accountId, scope.Stop) is not { } live)
            {
                return Refusal.NotFound("account", accountId);
            }

            var occurred = at is { } given ? new DateTimeOffset(given.UtcTicks - (given.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero) : scope.Now;
            var refusal = RegistrationClock.WhyNot(occurred, scope.Now) ?? ActivityRules.WhyNotLogged(kind, summary, contactId) ?? await WhyNotOfAsync(scope, live, contactId, leadId);
            if (refusal is not null)
            {
                return refusal;
            }

            var row = await book.RecordAsync(scope, new(live, kind, ActivitySource.Person, summary, occurred, contactId, leadId));
            return new LogActivityResponse { ActivityId = row!.Id.ToString(), AccountId = live.ToString(), OccurredAt = row.OccurredAt.ToTimestamp(), RecordedAt = row.RecordedAt.ToTimestamp() };
        }, stop);

    /// <summary>Says what is wrong with an entry.</summary>
    public Task<Outcome<CorrectActivityResponse>> CorrectAsync(Command command, Guid id, string reason, string summary, bool withdrawn, CancellationToken stop) =>
        commands.RunAsync<CorrectActivityResponse>(command, async scope =>
        {
            if (await scope.Db.Activities.Include(a => a.Corrections).SingleOrDefaultAsync(a => a.Id == id, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("activity", id);
            }

            if (ActivityRules.WhyNotCorrected(row.Kind, row.Source, row.ActorId, row.Corrections.Count, scope.Actor, reason, summary, withdrawn) is { } refusal)
            {
                return refusal;
            }

            // Added through the context: its key is known beforehand, and an entry found by navigation would be taken for one that is there.
            scope.Db.ActivityCorrections.Add(new()
            {
                ActivityId = id,
                Number = row.Corrections.Count + 1,
                Reason = reason,
                Summary = summary,
                Withdrawn = withdrawn,
                CorrectedAt = scope.Now,
                CorrectedById = scope.Actor.Id,
                CorrectedBy = scope.Actor.Name,
            });
            scope.Append(row, "activity", [new ActivityCorrected { ActivityId = id.ToString(), AccountId = row.AccountId.ToString(), Withdrawn = withdrawn }]);
            return new CorrectActivityResponse { ActivityId = id.ToString(), Corrections = row.Corrections.Count };
        }, stop);

    /// <summary>A page of an account's stream, newest first.</summary>
    public async Task<Outcome<ListActivitiesResponse>> ListAsync(KeysetPage page, Guid accountId, ActivityFilter filter, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var found = Apply(db.Activities.AsNoTracking().Include(a => a.Contact).Include(a => a.Lead).Include(a => a.Corrections).AsSplitQuery().Where(a => a.AccountId == live && a.DuplicateOfId == null), filter);
        if (PlaceOf(page.Key) is { } last)
        {
            found = found.Where(a => a.OccurredAt < last.At || (a.OccurredAt == last.At && a.RecordedOrder < last.Order));
        }

        var rows = await found.OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.RecordedOrder).Take(page.Size + 1).ToListAsync(stop);
        return new ListActivitiesResponse
        {
            Activities = { rows.Take(page.Size).Select(r => r.ToMessage()) },
            NextPageToken = page.NextToken(rows, r => string.Create(CultureInfo.InvariantCulture, $"{r.OccurredAt.UtcTicks}.{r.RecordedOrder}"), r => r.Id),
        };
    }

    /// <summary>Can this key of a page come from a stream?</summary>
    public static bool IsKey(string key) => PlaceOf(key) is not null;

    private static (DateTimeOffset At, long Order)? PlaceOf(string key) =>
        key.Split('.') is [var ticks, var order]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (new DateTimeOffset(at, TimeSpan.Zero), place)
            : null;

    private static IQueryable<ActivityRow> Apply(IQueryable<ActivityRow> found, ActivityFilter filter)
    {
        if (filter.Kinds.Count > 0)
        {
            var kinds = filter.Kinds.ToArray();
            found = found.Where(a => kinds.Contains(a.Kind));
        }

        if (filter.Sources.Count > 0)
        {
            var sources = filter.Sources.ToArray();
            found = found.Where(a => sources.Contains(a.Source));
        }

        if (filter.ContactId is { } contact)
        {
            found = found.Where(a => a.ContactId == contact);
        }

        if (filter.LeadId is { } lead)
        {
            found = found.Where(a => a.LeadId == lead);
        }

        if (filter.From is { } from)
        {
            found = found.Where(a => a.OccurredAt >= from);
        }

        if (filter.Before is { } before)
        {
            found = found.Where(a => a.OccurredAt < before);
        }

        return found;
    }

    private static async Task<Refusal?> WhyNotOfAsync(CommandScope<LeadsDb> scope, Guid account, Guid? contactId, Guid? leadId)
    {
        if (contactId is { } contact && !await scope.Db.Contacts.AnyAsync(c => c.Id == contact && c.AccountId == account && c.ForgottenAt == null, scope.Stop))
        {
            return Refusal.InvalidField("contact_id", "is no contact of this account.");
        }

        return leadId is { } lead && !await scope.Db.Leads.AnyAsync(l => l.Id == lead && l.AccountId == account, scope.Stop)
            ? Refusal.InvalidField("lead_id", "is no lead of this account.")
            : null;
    }
}
