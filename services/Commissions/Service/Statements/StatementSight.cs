using CoretimeDesk.Commissions.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>Who sees whose statements: a participant their own, a team lead the team's, finance all.</summary>
/// <param name="All">Everything.</param>
/// <param name="Participants">Otherwise whose.</param>
internal sealed record StatementSight(bool All, IReadOnlySet<string> Participants)
{
    /// <summary>May see what a participant gets.</summary>
    public bool Sees(string participant) => All || Participants.Contains(participant);

    /// <summary>What somebody may see.</summary>
    public static async Task<StatementSight> OfAsync(CommissionsDb db, Actor viewer, CancellationToken stop)
    {
        if (viewer.Is(Role.BudgetHolder, Role.Leadership, Role.HeadOfSales))
        {
            return new(true, new HashSet<string>());
        }

        var own = new HashSet<string>(StringComparer.Ordinal) { $"{viewer.Id}" };
        if (viewer.Is(Role.TeamLead) && viewer.Teams.Count > 0)
        {
            var teams = viewer.Teams.ToArray();
            own.UnionWith((await db.People.AsNoTracking().Where(p => p.TeamIds.Any(t => teams.Contains(t))).Select(p => p.Id).ToListAsync(stop)).Select(id => $"{id}"));
        }

        return new(false, own);
    }

    /// <summary>Names by id, as far as they are known.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> NamesAsync(CommissionsDb db, CancellationToken stop) =>
        await db.People.AsNoTracking().ToDictionaryAsync(p => $"{p.Id}", p => p.Name, StringComparer.Ordinal, stop);
}
