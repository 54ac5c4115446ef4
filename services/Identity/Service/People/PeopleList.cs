using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;
using Microsoft.EntityFrameworkCore;
using Person = CoretimeDesk.Identity.Data.Person;

namespace CoretimeDesk.Identity.People;

/// <summary>What a list of people is narrowed to; null and empty narrow nothing.</summary>
internal sealed record PeopleFilter(Role? Role, Guid? Team, string Contains, bool IncludeDisabled);

/// <summary>Questions about people, each answered only as far as the caller may see.</summary>
internal sealed class PeopleList(IDbContextFactory<IdentityDb> contexts)
{
    /// <summary>The person; refused as not found for callers who may not see them.</summary>
    public async Task<V1.Person> GetAsync(Actor actor, Guid id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, stop);
        return person is not null && PersonRules.MaySee(actor, person.State, (await LedAsync(db, actor, stop)).ToHashSet())
            ? person.ToMessage()
            : throw new RefusedException(Refusal.NotFound("person", id));
    }

    /// <summary>The caller, and the key that they call with, if it is one.</summary>
    public async Task<(V1.Person Person, Guid? Key)> WhoAsync(CallContext call, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == call.Actor.Id, stop)
            ?? throw new RefusedException(Refusal.NotFound("person", call.Actor.Id));
        var isKey = await db.ApiKeys.AnyAsync(k => k.Id == call.SessionId, stop);
        return (person.ToMessage(), isKey ? call.SessionId : null);
    }

    /// <summary>A page of people, newest first.</summary>
    public async Task<ListPeopleResponse> ListAsync(Actor actor, Page page, PeopleFilter filter, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.People.AsNoTracking();
        if (!PersonRules.SeesEverybody(actor))
        {
            var led = await LedAsync(db, actor, stop);
            found = found.Where(p => p.Id == actor.Id || p.Teams.Any(t => led.Contains(t)));
        }

        if (!filter.IncludeDisabled)
        {
            found = found.Where(p => !p.Disabled);
        }

        if (filter.Role is { } role)
        {
            var name = role.ToName();
            found = found.Where(p => p.Roles.Contains(name));
        }

        if (filter.Team is { } team)
        {
            found = found.Where(p => p.Teams.Contains(team));
        }

        if (filter.Contains.Length > 0)
        {
            var pattern = Containing(filter.Contains);
            found = found.Where(p => EF.Functions.ILike(p.DisplayName, pattern, "\\") || EF.Functions.ILike(p.Email!, pattern, "\\"));
        }

        if (page.Before is { } before)
        {
            found = found.Where(p => p.Id < before);
        }

        var rows = await found.OrderByDescending(p => p.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { People = { rows.Take(page.Size).Select(r => r.ToMessage()) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    private static Task<List<Guid>> LedAsync(IdentityDb db, Actor actor, CancellationToken stop) =>
        actor.Is(Role.TeamLead) ? db.Teams.Where(t => t.LeadId == actor.Id).Select(t => t.Id).ToListAsync(stop) : Task.FromResult(new List<Guid>());

    private static string Containing(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
