using System.Collections.Immutable;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.V1;
using Microsoft.EntityFrameworkCore;
using Person = CoretimeDesk.Identity.Data.Person;

namespace CoretimeDesk.Identity.People;

/// <summary>Who is to be created.</summary>
internal sealed record NewPerson(string Email, string DisplayName, ImmutableHashSet<Role> Roles, ImmutableHashSet<Guid> Teams)
{
    public Person ToRow(DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Email = Email,
        DisplayName = DisplayName,
        Roles = RoleSet.Write(Roles),
        Teams = [.. Teams.Order()],
        LockoutEnabled = true,
        CreatedAt = now,
    };

    public PersonCreated ToEvent(Person row) => new()
    {
        PersonId = row.Id.ToString(),
        Email = Email,
        DisplayName = DisplayName,
        Roles = { Roles.ToMessage() },
        TeamIds = { row.Teams.Select(t => t.ToString()) },
    };
}

/// <summary>Questions about teams that several commands ask.</summary>
internal static class KnownTeams
{
    /// <summary>A refusal that names the first team that does not exist; null when all do.</summary>
    public static async Task<Refusal?> MissingTeamAsync(this IdentityDb db, ImmutableHashSet<Guid> teams, CancellationToken stop)
    {
        if (teams.IsEmpty)
        {
            return null;
        }

        var asked = teams.ToArray();
        var known = await db.Teams.Where(t => asked.Contains(t.Id)).Select(t => t.Id).ToListAsync(stop);
        var missing = teams.Except(known);
        return missing.IsEmpty ? null : Refusal.NotFound("team", missing.Min());
    }
}
