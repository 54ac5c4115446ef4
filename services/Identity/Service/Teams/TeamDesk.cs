using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Team = CoretimeDesk.Identity.Data.Team;

namespace CoretimeDesk.Identity.Teams;

/// <summary>Commands and questions about teams.</summary>
internal sealed class TeamDesk(CommandRunner<IdentityDb> commands, IDbContextFactory<IdentityDb> contexts, RevocationList revocations)
{
    private const string Aggregate = "team";

    /// <summary>Creates a team.</summary>
    public async Task<CreateTeamResponse> CreateAsync(Command command, string name, Guid? leadId, CancellationToken stop)
    {
        Data.Person? joined = null;
        var outcome = await commands.RunAsync<CreateTeamResponse>(command, async scope =>
        {
            var team = new Team { Id = Guid.CreateVersion7(scope.Now), Name = name, NormalizedName = Normalize(name), CreatedAt = scope.Now };
            if (await TakenAsync(scope, team) is { } taken)
            {
                return taken;
            }

            scope.Db.Teams.Add(team);
            (var refusal, joined) = await SetLeadAsync(scope, team, leadId);
            if (refusal is not null)
            {
                return refusal;
            }

            scope.Append(team, Aggregate, [new TeamCreated { TeamId = team.Id.ToString(), Name = name, LeadId = leadId?.ToString() ?? "" }]);
            return new CreateTeamResponse { Team = team.ToMessage(leadId is null ? 0 : 1) };
        }, stop);
        TakeEffect(outcome.IsRepeat || outcome.Refusal is not null ? null : joined);
        return outcome.OrThrow();
    }

    /// <summary>Renames a team.</summary>
    public async Task<RenameTeamResponse> RenameAsync(Command command, Guid id, string name, CancellationToken stop) =>
        (await commands.RunAsync<RenameTeamResponse>(command, async scope =>
        {
            if (await scope.Db.Teams.SingleOrDefaultAsync(t => t.Id == id, scope.Stop) is not { } team)
            {
                return Refusal.NotFound("team", id);
            }

            if (team.Name != name)
            {
                (team.Name, team.NormalizedName) = (name, Normalize(name));
                if (await TakenAsync(scope, team) is { } taken)
                {
                    return taken;
                }

                scope.Append(team, Aggregate, [new TeamRenamed { TeamId = id.ToString(), Name = name }]);
            }

            return new RenameTeamResponse { Team = team.ToMessage(await MembersAsync(scope.Db, id, scope.Stop)) };
        }, stop)).OrThrow();

    /// <summary>Gives a team its lead, or takes it away.</summary>
    public async Task<SetTeamLeadResponse> SetLeadAsync(Command command, Guid id, Guid? leadId, CancellationToken stop)
    {
        Data.Person? joined = null;
        var outcome = await commands.RunAsync<SetTeamLeadResponse>(command, async scope =>
        {
            joined = null;
            if (await scope.Db.Teams.SingleOrDefaultAsync(t => t.Id == id, scope.Stop) is not { } team)
            {
                return Refusal.NotFound("team", id);
            }

            if (team.LeadId != leadId)
            {
                (var refusal, joined) = await SetLeadAsync(scope, team, leadId);
                if (refusal is not null)
                {
                    return refusal;
                }

                scope.Append(team, Aggregate, [new TeamLeadChanged { TeamId = id.ToString(), LeadId = leadId?.ToString() ?? "" }]);
            }

            return new SetTeamLeadResponse { Team = team.ToMessage(await MembersAsync(scope.Db, id, scope.Stop) + (joined is null ? 0 : 1)) };
        }, stop);
        TakeEffect(outcome.IsRepeat || outcome.Refusal is not null ? null : joined);
        return outcome.OrThrow();
    }

    /// <summary>A page of teams, newest first.</summary>
    public async Task<ListTeamsResponse> ListAsync(Page page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.Teams.AsNoTracking();
        if (page.Before is { } before)
        {
            found = found.Where(t => t.Id < before);
        }

        var rows = await found.OrderByDescending(t => t.Id).Take(page.Size + 1)
            .Select(t => new { Team = t, Members = db.People.Count(p => p.Teams.Contains(t.Id)) })
            .ToListAsync(stop);
        return new() { Teams = { rows.Take(page.Size).Select(r => r.Team.ToMessage(r.Members)) }, NextPageToken = page.NextToken(rows, r => r.Team.Id) };
    }

    /// <summary>The person who became a member of the team by leading it, or null.</summary>
    private static async Task<(Refusal? Refusal, Data.Person? Joined)> SetLeadAsync(CommandScope<IdentityDb> scope, Team team, Guid? leadId)
    {
        team.LeadId = leadId;
        if (leadId is not { } id)
        {
            return (null, null);
        }

        if (await scope.Db.People.SingleOrDefaultAsync(p => p.Id == id, scope.Stop) is not { } lead)
        {
            return (Refusal.NotFound("person", id), null);
        }

        if (TeamRules.WhyNotLead(lead.State) is { } refusal)
        {
            return (refusal, null);
        }

        var joins = PersonRules.SetTeams(lead.State, lead.State.Teams.Add(team.Id), []);
        await scope.ApplyAsync(lead, joins.Events);
        return (null, joins.Events.Count == 0 ? null : lead);
    }

    private static async Task<Refusal?> TakenAsync(CommandScope<IdentityDb> scope, Team team) =>
        await scope.Db.Teams.AnyAsync(t => t.NormalizedName == team.NormalizedName && t.Id != team.Id, scope.Stop)
            ? new(RefusalKind.AlreadyExists, "TEAM_NAME_TAKEN", "Another team has this name.")
            : null;

    private static Task<int> MembersAsync(IdentityDb db, Guid id, CancellationToken stop) => db.People.CountAsync(p => p.Teams.Contains(id), stop);

    private static string Normalize(string name) => name.ToUpperInvariant();

    private void TakeEffect(Data.Person? joined)
    {
        if (joined is not null)
        {
            revocations.RevokePerson(joined.Id, joined.TokensRevokedBefore);
        }
    }
}
