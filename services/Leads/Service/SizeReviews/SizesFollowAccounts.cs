using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>Cores go with their account.</summary>
internal sealed class CoreUsesFollowAccounts : RowsFollowAccounts<CoreUseRow>
{
    public override string What => "core uses";

    protected override string LabelOf(CoreUseRow row) => $"{row.Kind} of core {row.Core} on {row.ObtainedAt:d MMMM yyyy}";
}

/// <summary>On-demand spending goes with its account.</summary>
internal sealed class OnDemandUsesFollowAccounts : RowsFollowAccounts<OnDemandUseRow>
{
    public override string What => "on-demand uses";

    protected override string LabelOf(OnDemandUseRow row) => $"orders of {row.On:d MMMM yyyy} on {row.Network}";
}

/// <summary>
/// Verifications go with their account. An open one is settled first: a merge chooses the survivor's size, and would decide in passing what somebody has to decide.
/// After a merge, and after its undoing, the size counts as stated anew, and is verified by what the accounts use together, or apart.
/// </summary>
internal sealed class SizeReviewsFollowAccounts : IFollowsAccount
{
    private readonly Rows _rows = new();

    public string What => _rows.What;

    public IEnumerable<string> LocksOf(Guid one, Guid other) => [SizeBook.LockOf(one), SizeBook.LockOf(other)];

    public async Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop)
    {
        var found = await _rows.LookAsync(db, from, to, stop);
        var obstacles = new List<string>();
        foreach (var account in new[] { from, to })
        {
            if (await SizeBook.OpenOfAsync(db, account.Id, stop) is { } open)
            {
                obstacles.Add(Obstacle(open, account, "merged"));
            }
        }

        return found with { Obstacles = obstacles };
    }

    public Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items) => _rows.MoveAsync(scope, move, items);

    public async Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items) =>
        await SizeBook.OpenOfAsync(scope.Db, move.From.Id, scope.Stop) is { } open
            ? new(new(RefusalKind.Precondition, "SIZE_UNDER_REVIEW", Obstacle(open, move.From, "taken apart")), [])
            : await _rows.MoveBackAsync(scope, move, items);

    private static string Obstacle(SizeReviewRow open, AccountRow account, string what) => $"The size of {account.Number} {account.Name} is under review ({open.Number}): close that review before the accounts are {what}.";

    private sealed class Rows : RowsFollowAccounts<SizeReviewRow>
    {
        public override string What => "size reviews";

        protected override string LabelOf(SizeReviewRow row) => row.Number;
    }
}
