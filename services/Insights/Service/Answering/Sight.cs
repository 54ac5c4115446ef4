using CoretimeDesk.Insights.Shelf;

namespace CoretimeDesk.Insights.Answering;

/// <summary>
/// Whose figures somebody sees. Leadership, the head of sales and budget holders see all; a team lead the groups of the own teams and of their members, and a rep the own group. These
/// two see no totals, segments or tiers, from which others' terms could be worked out.
/// </summary>
/// <param name="All">Everything.</param>
/// <param name="People">Otherwise whose, by rep.</param>
/// <param name="Teams">Otherwise which teams', by team.</param>
internal sealed record Sight(bool All, IReadOnlySet<string> People, IReadOnlySet<string> Teams)
{
    /// <summary>What a caller sees.</summary>
    public static Sight Of(Actor viewer, Staff staff)
    {
        if (viewer.Is(Role.Leadership, Role.HeadOfSales, Role.BudgetHolder))
        {
            return new(true, new HashSet<string>(), new HashSet<string>());
        }

        var (people, teams) = (new HashSet<string>(StringComparer.Ordinal) { $"{viewer.Id}" }, new HashSet<string>(StringComparer.Ordinal));
        if (viewer.Is(Role.TeamLead))
        {
            teams.UnionWith(viewer.Teams.Select(t => $"{t}"));
            people.UnionWith(staff.MembersOf(teams));
        }

        return new(false, people, teams);
    }

    /// <summary>May see a group.</summary>
    public bool Sees(GroupBy by, string group) => All || (by == GroupBy.Rep ? People : by == GroupBy.Team ? Teams : new HashSet<string>()).Contains(group);

    /// <summary>Refuses what shows more than groups of one's own.</summary>
    public Refusal? RefusalOf(GroupBy? by) => All || by == GroupBy.Rep || (by == GroupBy.Team && Teams.Count > 0) ? null : NotYours;

    /// <summary>The "no" for a group that is not one's own.</summary>
    public static Refusal NotYours { get; } = new(
        RefusalKind.Forbidden, "NOT_YOUR_GROUP", "You see figures of your own group only: ask by rep, or, as a team lead, by rep or team. Totals, segments and tiers are for leadership, the head of sales and budget holders.");
}
