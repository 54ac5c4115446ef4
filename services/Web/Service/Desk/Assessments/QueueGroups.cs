using CoretimeDesk.Leads.V1;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Assessments;

/// <summary>What waits for an assessment, by when it is due.</summary>
public sealed record QueueGroups(IReadOnlyList<AssessmentWork> Overdue, IReadOnlyList<AssessmentWork> Soon, IReadOnlyList<AssessmentWork> Later)
{
    /// <summary>Due so soon that it is looked at this week.</summary>
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static QueueGroups Of(IEnumerable<AssessmentWork> works, DateTimeOffset now)
    {
        var due = works.OrderBy(At).ThenBy(w => w.AccountId, StringComparer.Ordinal).ToList();
        return new([.. due.Where(w => At(w) < now)], [.. due.Where(w => At(w) >= now && At(w) < now + Week)], [.. due.Where(w => At(w) >= now + Week)]);
    }

    /// <summary>The page's title: a finding.</summary>
    public string Title => (Overdue.Count, Overdue.Count + Soon.Count + Later.Count) switch
    {
        (_, 0) => "Queue: nothing waits",
        (0, var all) => $"Queue: {(all == 1 ? "1 waits" : $"{all} wait")}, none overdue",
        var (overdue, all) => $"Queue: {overdue} overdue, {(all == 1 ? "1 waits" : $"{all} wait")}",
    };

    /// <summary>Why it waits, in a few words.</summary>
    public static string Why(AssessmentWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Need switch
        {
            AssessmentNeed.Asked => $"{work.AskedBy} asks: {work.AskedWhy}",
            AssessmentNeed.Missing => $"no assessment yet; without one no quote of tier {Words.Tier(work.SizeTier)} goes out",
            AssessmentNeed.RunsOut => "its assessment runs out",
            AssessmentNeed.RanOut => "its assessment counts no more",
            _ => "taken before anybody asked",
        };
    }

    private static DateTimeOffset At(AssessmentWork work) => work.DueAt?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue;
}
