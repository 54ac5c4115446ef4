using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Which quotes to list; null means any.</summary>
public sealed record QuoteFilter(QuoteState? State, Guid? OwnerId, Guid? AccountId, Guid? TeamId);

/// <summary>Questions about quotes. Everybody gets as much of an answer as they may see.</summary>
public sealed class QuoteList(IDbContextFactory<QuotingDb> contexts, QuoteDesk desk, TimeProvider time)
{
    /// <summary>The quote by id or number, or a refusal.</summary>
    public async Task<Outcome<GetQuoteResponse>> GetAsync(Guid? id, string number, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var row = await QuoteBook.Whole(db.Quotes.AsNoTracking()).SingleOrDefaultAsync(q => id != null ? q.Id == id : q.Number == number, stop);
        var delegations = await DelegationBook.ToAsync(db, viewer, now, stop);
        return row is not null && QuoteSight.Of(row, viewer, delegations, now) is { } quote
            ? new GetQuoteResponse { Quote = quote }
            : id is { } known ? Refusal.NotFound("quote", known) : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no quote {number}.");
    }

    /// <summary>A page of quotes, newest first.</summary>
    public async Task<ListQuotesResponse> ListAsync(Page page, QuoteFilter filter, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var delegations = await DelegationBook.ToAsync(db, viewer, now, stop);
        var found = Visible(db.Quotes.AsNoTracking(), viewer, delegations);
        found = filter.OwnerId is { } owner ? found.Where(q => q.OwnerId == owner) : found;
        found = filter.AccountId is { } account ? found.Where(q => q.AccountId == account) : found;
        found = filter.TeamId is { } team ? found.Where(q => q.TeamIds.Contains(team)) : found;
        found = filter.State is { } state ? found.Where(InState(state, now)) : found;
        found = page.Before is { } before ? found.Where(q => q.Id < before) : found;
        var ids = await found.OrderByDescending(q => q.Id).Take(page.Size + 1).Select(q => q.Id).ToListAsync(stop);
        var shown = ids.Take(page.Size).ToList();
        var rows = await QuoteBook.Whole(db.Quotes.AsNoTracking()).Where(q => shown.Contains(q.Id)).ToListAsync(stop);
        return new()
        {
            Quotes = { rows.OrderByDescending(r => r.Id).Select(r => QuoteSight.Of(r, viewer, delegations, now)).OfType<V1.Quote>().Select(QuoteSight.NewestOnly) },
            NextPageToken = page.NextToken(ids, i => i),
        };
    }

    /// <summary>What a quote would be; nothing is saved.</summary>
    public async Task<Outcome<PreviewQuoteResponse>> PreviewAsync(Actor actor, string token, Guid accountId, Guid? leadId, QuoteAsk ask, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await desk.PreviewAsync(db, actor, token, accountId, leadId, ask, time.GetUtcNow(), stop);
    }

    /// <summary>The same as <see cref="QuoteAccess.SightOf"/>, for the database.</summary>
    private static IQueryable<QuoteRow> Visible(IQueryable<QuoteRow> quotes, Actor viewer, IReadOnlyList<Approvals.Delegation> delegations)
    {
        if (viewer.Is(Role.HeadOfSales, Role.Leadership, Role.BudgetHolder, Role.Service, Role.SolutionEngineer) || delegations.Any(d => d.TeamIds.Count == 0))
        {
            return quotes;
        }

        var own = viewer.Is(Role.Rep, Role.TeamLead) ? viewer.Teams.ToArray() : [];
        Guid[] teams = [.. delegations.SelectMany(d => d.TeamIds), .. own];
        return quotes.Where(q => q.OwnerId == viewer.Id || q.TeamIds.Any(t => teams.Contains(t)));
    }

    /// <summary>What the clock has done counts, whether it was recorded yet or not.</summary>
    private static System.Linq.Expressions.Expression<Func<QuoteRow, bool>> InState(QuoteState state, DateTimeOffset now) => state switch
    {
        QuoteState.Expired => q => q.State == QuoteState.Expired || (q.State == QuoteState.Sent && q.Revisions.Any(r => r.Number == q.Revision && r.ValidUntil <= now)),
        QuoteState.Sent => q => q.State == QuoteState.Sent && q.Revisions.Any(r => r.Number == q.Revision && r.ValidUntil > now),
        _ => q => q.State == state,
    };
}
