using CoretimeDesk.Leads.V1;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Day;

/// <summary>Tasks by when they are due, the first first.</summary>
public sealed record TaskGroups(IReadOnlyList<DeskTask> Overdue, IReadOnlyList<DeskTask> Today, IReadOnlyList<DeskTask> Later)
{
    public static TaskGroups Of(IEnumerable<DeskTask> tasks, DateTimeOffset now)
    {
        var due = tasks.OrderBy(t => t.DueAt).ThenBy(t => t.TaskId, StringComparer.Ordinal).ToList();
        var midnight = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return new(
            [.. due.Where(t => At(t) < now)],
            [.. due.Where(t => At(t) >= now && At(t) < midnight)],
            [.. due.Where(t => At(t) >= midnight)]);
    }

    /// <summary>The page's title: a finding.</summary>
    public string Title(DateTimeOffset now) => $"{Words.Weekday(now)}: " + ((Overdue.Count, Today.Count) switch
    {
        (0, 0) => "nothing due",
        (0, var today) => $"{today} due today",
        (var overdue, 0) => $"{overdue} overdue",
        var (overdue, today) => $"{overdue} overdue, {today} due today",
    });

    /// <summary>What comes after an empty day.</summary>
    public string Nothing => Later.Count == 0 ? "Nothing due. Tasks come from cadences, from the chain and from what you plan."
        : $"Nothing due. The next task is {Later[0].AccountName}, {Words.At(At(Later[0]))}.";

    private static DateTimeOffset At(DeskTask task) => task.DueAt.ToDateTimeOffset();
}
