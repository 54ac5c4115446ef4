using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Capacity;

/// <summary>Profiles of reps, and what each carries.</summary>
public sealed class RepDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, RulesBook rulebook, TimeProvider time)
{
    /// <summary>Makes or replaces a profile.</summary>
    public Task<Outcome<SetRepProfileResponse>> SetAsync(Command command, Guid personId, RepProfile asked, CancellationToken stop) =>
        commands.RunAsync<SetRepProfileResponse>(command, async scope =>
        {
            // A smaller capacity must not meet a lead on its way.
            await scope.LockAsync(LeadBook.LockOf(personId));
            var known = await scope.Db.KnownPeople.SingleOrDefaultAsync(p => p.Id == personId, scope.Stop);
            var name = known is { Name.Length: > 0 } ? known.Name : asked.Name.Trim();
            if (name.Length == 0)
            {
                return Refusal.InvalidField("profile.name", "is missing: the desk does not know this person yet.");
            }

            var row = await scope.Db.RepProfiles.SingleOrDefaultAsync(p => p.Id == personId, scope.Stop);
            if (row is null)
            {
                row = new() { Id = personId, Name = name, Functions = [], Segments = [], Territories = [], Languages = [], TimeZone = "", Weight = 1, Active = true };
                scope.Db.RepProfiles.Add(row);
            }

            row.Name = name;
            row.Functions = [.. asked.Functions.Select(f => (SalesFunction)f).Distinct().Order()];
            row.Segments = [.. asked.Segments.Select(s => s.ToDomain()).Distinct().Order()];
            row.Territories = [.. asked.Territories.Select(t => t.Trim().ToLowerInvariant()).Distinct().Order()];
            row.Languages = [.. asked.Languages.Select(l => l.Trim().ToLowerInvariant()).Distinct().Order()];
            row.TimeZone = asked.TimeZone;
            row.Weight = asked.Weight;
            row.OpenLeadsMax = asked.HasOpenLeadsMax ? asked.OpenLeadsMax : null;
            row.MonthlyCapacity = asked.HasMonthlyCapacity ? asked.MonthlyCapacity : null;
            row.Active = asked.Active;
            scope.Append(row, "rep", [new RepProfileSet
            {
                PersonId = personId.ToString(),
                Name = row.Name,
                Weight = row.Weight,
                Active = row.Active,
                OpenLeadsMax = row.OpenLeadsMax ?? -1,
                MonthlyCapacity = row.MonthlyCapacity ?? -1,
            }]);
            return new SetRepProfileResponse { Profile = row.ToMessage() };
        }, stop);

    /// <summary>All profiles with what each rep carries, by name.</summary>
    public async Task<ListRepsResponse> ListAsync(CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (now, rules) = (time.GetUtcNow(), await rulebook.CurrentAsync(db, stop));
        var profiles = await db.RepProfiles.AsNoTracking().OrderBy(p => p.Name).ToListAsync(stop);
        var left = (await db.KnownPeople.AsNoTracking().Where(p => p.Disabled || p.MaySell == false).Select(p => p.Id).ToListAsync(stop)).ToHashSet();
        var loads = await LeadBook.LoadsAsync(db, now, stop);
        return new()
        {
            Reps =
            {
                profiles.Select(p =>
                {
                    var (limit, load) = (CapacityLimit.Of(rules, p.OpenLeadsMax, p.MonthlyCapacity), loads.GetValueOrDefault(p.Id));
                    return new RepStanding
                    {
                        Profile = p.ToMessage(),
                        Load = new() { OpenLeads = load.Open, OpenLeadsMax = limit.OpenMax, NewToday = load.NewToday, NewPerDayMax = limit.NewPerDayMax },
                        HasLeft = left.Contains(p.Id),
                    };
                }),
            },
        };
    }
}
