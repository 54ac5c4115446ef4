using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Assessments;

/// <summary>Reads assessments with what follows from all versions together.</summary>
public static class AssessmentBook
{
    /// <summary>Versions with their account and files.</summary>
    public static IQueryable<AssessmentRow> Whole(LeadsDb db) => db.Assessments.Include(a => a.Account).Include(a => a.Attachments).ThenInclude(l => l.Attachment).AsSplitQuery();

    /// <summary>For each number the newest revision.</summary>
    public static Task<Dictionary<string, int>> NewestAsync(LeadsDb db, IEnumerable<string> numbers, CancellationToken stop)
    {
        var asked = numbers.Distinct().ToArray();
        return db.Assessments.Where(a => asked.Contains(a.Number)).GroupBy(a => a.Number).Select(g => new { g.Key, Revision = g.Max(a => a.Revision) }).ToDictionaryAsync(g => g.Key, g => g.Revision, stop);
    }

    /// <summary>The version of this digest at an account (merged ones included, because their rows moved), for whoever refers to one; null when there is none, or it was withdrawn.</summary>
    public static Task<AssessmentRow?> FindAsync(LeadsDb db, Guid account, string sha256, CancellationToken stop) =>
        db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == account && a.Sha256 == sha256 && a.WithdrawnAt == null, stop);
}
