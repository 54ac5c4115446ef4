using System.Globalization;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Assessments;

/// <summary>Which accounts wait for an assessment.</summary>
public sealed class AssessmentQueue(IDbContextFactory<LeadsDb> contexts, TimeProvider time)
{
    /// <summary>A page, the one that is due first first. What waits is judged account by account: deals that are worked are as many as reps can work.</summary>
    /// <param name="page">Which page; keys are ticks.</param>
    /// <param name="holder">Only what this person works on; the nil UUID for only what nobody does; null for all.</param>
    /// <param name="stop">Cancels with the call.</param>
    public async Task<ListAssessmentQueueResponse> ListAsync(KeysetPage page, Guid? holder, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();

        // From what is worked to the accounts, and not the other way round: most of a hundred thousand accounts are worked by nobody.
        var asked = db.AssessmentWorks.Where(w => w.AskedAt != null || w.TakenById != null).Select(w => w.AccountId);
        var worked = db.Leads.Where(l => l.ClosedAt == null && l.OwnerId != null && db.Accounts.Any(a => a.Id == l.AccountId && a.SizeTier >= AssessmentNeed.TierMin)).Select(l => l.AccountId);
        var waiting = db.Accounts.Where(a => a.MergedIntoId == null && asked.Union(worked).Contains(a.Id));
        var works = (await ReadAsync(db, waiting, now, stop))
            .Where(w => (w.Need != V1.AssessmentNeed.Unspecified || w.TakenById.Length > 0) && (holder is not { } only || w.TakenById == (only == Guid.Empty ? "" : $"{only}")))
            .Select(w => (Work: w, Key: (DueOf(w), Guid.Parse(w.AccountId))))
            .OrderBy(w => w.Key)
            .ToList();
        if (page.Id is { } last)
        {
            var after = (long.Parse(page.Key, CultureInfo.InvariantCulture), last);
            works.RemoveAll(w => w.Key.CompareTo(after) <= 0);
        }

        return new()
        {
            Works = { works.Take(page.Size).Select(w => w.Work) },
            NextPageToken = page.NextToken(works, w => w.Key.Item1.ToString(CultureInfo.InvariantCulture), w => w.Key.Item2),
        };
    }

    /// <summary>How it stands at one live account.</summary>
    internal static async Task<AssessmentWork> OfAsync(LeadsDb db, Guid account, DateTimeOffset now, CancellationToken stop) =>
        (await ReadAsync(db, db.Accounts.Where(a => a.Id == account), now, stop)).Single();

    // What is taken and waits for nothing has no date: it comes last.
    private static long DueOf(AssessmentWork work) => (work.DueAt?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue).UtcTicks;

    private static async Task<List<AssessmentWork>> ReadAsync(LeadsDb db, IQueryable<AccountRow> accounts, DateTimeOffset now, CancellationToken stop)
    {
        var rows = await accounts.AsNoTracking().Select(a => new
        {
            Account = a,
            Work = db.AssessmentWorks.SingleOrDefault(w => w.AccountId == a.Id),
            WorkedSince = db.Leads.Where(l => l.AccountId == a.Id && l.ClosedAt == null && l.OwnerId != null).Min(l => l.ClaimedAt),
        }).ToListAsync(stop);
        var ids = rows.Select(r => r.Account.Id).ToArray();
        var owners = await AccountOwners.OfAsync(db, ids, stop);

        // Only newest versions can count; one that was withdrawn stopped to count then.
        var ends = await db.Assessments.AsNoTracking()
            .Where(a => ids.Contains(a.AccountId) && !db.Assessments.Any(n => n.Number == a.Number && n.Revision > a.Revision))
            .Select(a => new { a.AccountId, End = a.WithdrawnAt ?? a.ValidUntil })
            .GroupBy(a => a.AccountId).Select(g => new { g.Key, End = g.Max(a => a.End) })
            .ToDictionaryAsync(g => g.Key, g => g.End, stop);
        return [.. rows.Select(r =>
        {
            DateTimeOffset? end = ends.TryGetValue(r.Account.Id, out var found) ? found : null;
            var need = AssessmentNeed.Of(new(r.Account.SizeTier, r.WorkedSince, r.Work?.AskedAt, r.Work?.AskedDueAt, end), now);
            return ToMessage(r.Account, r.Work, need, owners.TryGetValue(r.Account.Id, out var owner) ? owner.Name : "");
        })];
    }

    private static AssessmentWork ToMessage(AccountRow account, AssessmentWorkRow? work, AssessmentNeed? need, string owner) => new()
    {
        AccountId = $"{account.Id}",
        AccountNumber = account.Number,
        AccountName = account.Name,
        Segment = (V1.Segment)account.Segment,
        SizeTier = (V1.SizeTier)account.SizeTier,
        AnnualCorePeriods = account.AnnualCorePeriods,
        Need = need is null ? V1.AssessmentNeed.Unspecified : (V1.AssessmentNeed)need.Kind,
        Since = need?.Since.ToTimestamp(),
        DueAt = need?.DueAt.ToTimestamp(),
        AskedBy = work?.AskedBy ?? "",
        AskedWhy = work?.AskedWhy ?? "",
        AskedAt = work?.AskedAt?.ToTimestamp(),
        TakenById = work?.TakenById?.ToString() ?? "",
        TakenBy = work?.TakenBy ?? "",
        TakenAt = work?.TakenAt?.ToTimestamp(),
        OwnerName = owner,
        HasDraft = work?.Draft is not null,
        DraftSavedAt = work?.DraftSavedAt?.ToTimestamp(),
    };
}
