using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Approvals;

/// <summary>What somebody may decide.</summary>
public sealed class ApprovalInbox(IDbContextFactory<QuotingDb> contexts, TimeProvider time)
{
    private const int OpenMost = 1_000;
    private static readonly TimeSpan LongOverdue = TimeSpan.FromDays(31);

    /// <summary>A page of open requests, the most urgent first.</summary>
    /// <remarks>
    /// Open requests are few: of all that name one of the caller's roles, those that the rules let them decide are picked here, so that the list and the
    /// decision cannot disagree.
    /// </remarks>
    public async Task<ListApprovalsResponse> ListAsync(int size, int skip, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var delegations = await DelegationBook.ToAsync(db, viewer, now, stop);
        string[] roles = [.. viewer.Roles.Select(r => r.ToName()).Concat(delegations.Select(d => d.Role)).Distinct()];

        // One that is overdue may have gone up to the viewer's role without anybody having recorded it yet.
        var open = await db.Approvals.AsNoTracking()
            .Where(a => a.State == ApprovalState.Asked && (a.DueAt <= now || a.Roles.Any(r => roles.Contains(r))))
            .OrderBy(a => a.DueAt).ThenBy(a => a.Id).Take(OpenMost).Select(a => new { a.Id, a.QuoteId }).ToListAsync(stop);
        var ids = open.Select(a => a.QuoteId).Distinct().ToList();
        var rows = await QuoteBook.Whole(db.Quotes.AsNoTracking()).Where(q => ids.Contains(q.Id)).ToDictionaryAsync(q => q.Id, stop);
        var items = new List<InboxItem>();
        foreach (var asked in open)
        {
            if (rows.TryGetValue(asked.QuoteId, out var row) && Item(row, asked.Id, viewer, delegations, now) is { } item)
            {
                items.Add(item);
            }
        }

        var answer = new ListApprovalsResponse { Items = { items.Skip(skip).Take(size) }, NextPageToken = items.Count > skip + size ? $"{skip + size}" : "" };
        if (items.Count == 0)
        {
            var waited = await AnswersAsync(db, viewer, now, stop);
            (answer.AnsweredThisMonth, answer.MedianAnswerSeconds) = ((uint)waited.Count, waited.Count == 0 ? 0 : (uint)waited[(waited.Count - 1) / 2].TotalSeconds);
        }

        return answer;
    }

    /// <summary>How long those waited whom the viewer answered this month, the shortest first. What was carried over from an earlier round was no answer.</summary>
    private static async Task<List<TimeSpan>> AnswersAsync(QuotingDb db, Actor viewer, DateTimeOffset now, CancellationToken stop)
    {
        var month = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var since = month - LongOverdue; // When and by whom it was decided stands in the body alone: when it was due says which to open.
        var (me, bodies) = ($"{viewer.Id}", await db.Approvals.AsNoTracking().Where(a => a.State != ApprovalState.Asked && a.DueAt >= since).Select(a => a.Body).ToListAsync(stop));
        return [.. bodies.Select(V1.Approval.Parser.ParseFrom)
            .Where(a => a.DecidedById == me && a.CarriedFromSha256.Length == 0 && a.DecidedAt is { } at && at.ToDateTimeOffset() >= month)
            .Select(a => a.DecidedAt.ToDateTimeOffset() - a.AskedAt.ToDateTimeOffset()).Order()];
    }

    private static InboxItem? Item(QuoteRow row, Guid approvalId, Actor viewer, IReadOnlyList<Delegation> delegations, DateTimeOffset now)
    {
        var quote = QuoteDue.By(now, QuoteBook.Read(row)).Aggregate(QuoteBook.Read(row), QuoteHistory.Evolve);
        var asked = quote.Newest.State == Quotes.QuoteState.Submitted ? quote.Newest.Round.FirstOrDefault(a => a.Id == approvalId && a.State == ApprovalState.Asked) : null;
        if (asked is null || ApprovalRules.StandingOf(quote, asked, viewer, delegations, now).Standing is null || QuoteSight.Of(row, viewer, delegations, now) is not { } seen)
        {
            return null;
        }

        return new()
        {
            Approval = asked.ToMessage(quote.Id),
            Quote = QuoteSight.NewestOnly(seen),
            Changes = { Changes(quote, asked) },
            Overdue = asked.DueAt <= now || asked.Escalations > 0,
        };
    }

    /// <summary>Against the last terms of the quote that somebody agreed to: an approver sees what is new, and not only what is.</summary>
    private static IEnumerable<string> Changes(Quotes.Quote quote, Approval asked)
    {
        var last = quote.Revisions.SelectMany(r => r.Approvals).Where(a => a.Decision?.ValidUntil is not null && a.TermsSha256 != asked.TermsSha256).MaxBy(a => a.Decision!.At);
        if (last is null)
        {
            yield break;
        }

        var token = quote.Newest.Terms!.Price.Token;
        foreach (var (name, before, after) in new (string, Planck, Planck)[]
        {
            ("List value", last.Scope.Total.List, asked.Scope.Total.List),
            ("Sponsor-paid", last.Scope.Total.Sponsored, asked.Scope.Total.Sponsored),
            ("Rebate", last.Scope.Total.Rebate, asked.Scope.Total.Rebate),
            ("Waived services", last.Scope.Total.Waived, asked.Scope.Total.Waived),
        })
        {
            if (before != after)
            {
                yield return $"{name}: {token.Format(after)}, {token.Format(before)} when {last.Decision!.By.Name} approved.";
            }
        }

        if (last.Scope.Settlement != asked.Scope.Settlement)
        {
            yield return "Who buys has changed.";
        }

        if (last.Scope.RegionBegin != asked.Scope.RegionBegin || last.Scope.Phase != asked.Scope.Phase)
        {
            yield return "It is another sale, or another phase of it.";
        }

        if (last.Scope.RuleVersion != asked.Scope.RuleVersion)
        {
            yield return $"Judged by rule version {asked.Scope.RuleVersion}, not {last.Scope.RuleVersion}.";
        }
    }
}
