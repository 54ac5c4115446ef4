using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Told;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Insights.Translating;

/// <summary>Keeps the facts of a subject as they follow from all that was told of it.</summary>
internal static class FactBook
{
    /// <summary>Works a subject out anew, with one more event. The caller holds the subject's lock, and saves.</summary>
    public static async Task FollowAsync(InsightsDb db, string subject, ObservationRow added, CancellationToken stop)
    {
        var rows = await db.Observations.AsNoTracking().Where(o => o.Subject == subject || o.Also == subject).ToListAsync(stop);
        rows.Add(added);
        await SaveAsync(db, subject, Translation.Of(new SubjectTold(subject, rows.Select(Observing.ToTold))), stop);
    }

    /// <summary>Makes the facts of a subject these.</summary>
    public static async Task SaveAsync(InsightsDb db, string subject, IReadOnlyList<FactRow> facts, CancellationToken stop)
    {
        var kept = await db.Facts.Where(f => f.Subject == subject).ToDictionaryAsync(f => f.Id, StringComparer.Ordinal, stop);
        foreach (var fact in facts)
        {
            if (!kept.Remove(fact.Id, out var row))
            {
                db.Facts.Add(fact);
            }
            else if (!row.Says(fact))
            {
                row.Become(fact);
            }
        }

        foreach (var gone in kept.Values)
        {
            gone.IsGone = true;
        }
    }
}
