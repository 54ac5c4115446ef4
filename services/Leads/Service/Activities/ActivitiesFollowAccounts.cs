using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Streams go with their account. Where both tell of the same thing (a fact that was matched to both), it is shown once.</summary>
internal sealed class ActivitiesFollowAccounts : RowsFollowAccounts<ActivityRow>
{
    public override string What => "activities";

    protected override string LabelOf(ActivityRow row) => $"{row.Kind} of {row.OccurredAt:d MMMM yyyy}";

    protected override async Task MovingAsync(CommandScope<LeadsDb> scope, IReadOnlyList<ActivityRow> rows, Guid to)
    {
        var references = rows.Where(r => r.Reference.Length > 0).Select(r => r.Reference).Distinct().ToArray();
        var there = await scope.Db.Activities.AsNoTracking().Where(a => a.AccountId == to && a.DuplicateOfId == null && references.Contains(a.Reference))
            .ToDictionaryAsync(a => a.Reference, a => a.Id, scope.Stop);
        foreach (var row in rows.Where(r => r.DuplicateOfId is null && there.ContainsKey(r.Reference)))
        {
            row.DuplicateOfId = there[row.Reference];
        }
    }

    protected override void MovingBack(IReadOnlyList<ActivityRow> rows, IReadOnlySet<Guid> items)
    {
        // What it repeats stays behind, unless that came over with it.
        foreach (var row in rows.Where(r => r.DuplicateOfId is { } other && !items.Contains(other)))
        {
            row.DuplicateOfId = null;
        }
    }
}
