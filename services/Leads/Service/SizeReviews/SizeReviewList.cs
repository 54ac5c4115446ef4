using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>Questions about sizes.</summary>
public sealed class SizeReviewList(IDbContextFactory<LeadsDb> contexts, TimeProvider time)
{
    /// <summary>One verification with what was counted.</summary>
    public async Task<Outcome<GetSizeReviewResponse>> GetAsync(Guid? id, string number, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.SizeReviews.AsNoTracking().Include(r => r.Account).SingleOrDefaultAsync(r => id != null ? r.Id == id : r.Number == number, stop) is { } row)
        {
            return new GetSizeReviewResponse { Review = row.ToMessage(), Evidence = SizeReviewMessages.Read(row.Evidence) };
        }

        return id is { } known ? Refusal.NotFound("size review", known) : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no size review with number {number}.");
    }

    /// <summary>A page of verifications, newest first.</summary>
    public async Task<ListSizeReviewsResponse> ListAsync(Page page, Guid? account, SizeReviewState? state, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.SizeReviews.AsNoTracking().Include(r => r.Account).AsQueryable();
        if (account is { } named)
        {
            var live = await AccountBook.LiveIdAsync(db, named, stop);
            found = found.Where(r => r.AccountId == live);
        }

        if (state is { } s)
        {
            found = found.Where(r => r.State == s);
        }

        if (page.Before is { } before)
        {
            found = found.Where(r => r.Id < before);
        }

        var rows = await found.OrderByDescending(r => r.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Reviews = { rows.Take(page.Size).Select(r => r.ToMessage()) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    /// <summary>When the account's size is verified, and what the chain shows until now.</summary>
    public async Task<Outcome<GetSizeCheckResponse>> CheckAsync(Guid accountId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == live, stop);
        var size = await SizeBook.OfAsync(db, account, stop);
        var (stated, now) = (size.Stated, time.GetUtcNow());
        var response = new GetSizeCheckResponse
        {
            AccountId = $"{account.Id}",
            AccountNumber = account.Number,
            AccountName = account.Name,
            StatedTier = (V1.SizeTier)stated.Tier,
            StatedCorePeriods = stated.AnnualCorePeriods,
            StatedAt = stated.At.ToTimestamp(),
            FirstUseAt = size.FirstUseAt?.ToTimestamp(),
            DueAt = size.DueAt?.ToTimestamp(),
            Verified = (await db.SizeReviews.AsNoTracking().Include(r => r.Account).Where(r => r.AccountId == live && r.StatedAt == stated.At).OrderByDescending(r => r.Id).FirstOrDefaultAsync(stop))?.ToMessage(),
        };
        if (size.DueAt is { } due && size.Window(due < now ? due : now) is { } window && size.Shown(window) is { } shown)
        {
            (response.ShownTier, response.ShownCorePeriods, response.Basis) = ((V1.SizeTier)shown.Tier, shown.AnnualCorePeriods, (V1.SizeBasis)shown.Basis);
            (response.MeasuredFrom, response.MeasuredUntil) = (window.From.ToTimestamp(), window.Until.ToTimestamp());
            response.Evidence = SizeReviewMessages.Evidence(size, window);
        }

        return response;
    }
}
