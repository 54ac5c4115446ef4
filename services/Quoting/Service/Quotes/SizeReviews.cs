using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Matching;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Reviews of customers' sizes, of which Leads tells. Begin and end come in any order.</summary>
internal static class SizeReviews
{
    /// <summary>
    /// Something is being reviewed: nothing new is conceded to the account, nor to any that is one with it by now. A quote keeps the account that it was made for, and a
    /// review is of the one that the customer was when it began.
    /// </summary>
    public static Task<bool> IsOpenAsync(QuotingDb db, Guid accountId, CancellationToken stop)
    {
        var customer = CustomerMap.Family(db, accountId);
        return db.SizeReviews.AnyAsync(r => r.OpenedAt != null && r.ClosedAt == null && customer.Contains(r.AccountId!.Value), stop);
    }

    /// <summary>A review was opened.</summary>
    public static async Task OpenedAsync(CommandScope<QuotingDb> scope, Guid reviewId, Guid accountId, DateTimeOffset at)
    {
        var row = await RowAsync(scope, reviewId);
        (row.AccountId, row.OpenedAt) = (accountId, at);
    }

    /// <summary>A review was closed.</summary>
    public static async Task ClosedAsync(CommandScope<QuotingDb> scope, Guid reviewId, DateTimeOffset at) => (await RowAsync(scope, reviewId)).ClosedAt = at;

    private static async Task<SizeReviewRow> RowAsync(CommandScope<QuotingDb> scope, Guid reviewId)
    {
        await scope.LockAsync($"size review {reviewId}");
        if (await scope.Db.SizeReviews.FindAsync([reviewId], scope.Stop) is { } known)
        {
            return known;
        }

        var row = new SizeReviewRow { ReviewId = reviewId };
        scope.Db.SizeReviews.Add(row);
        return row;
    }
}
