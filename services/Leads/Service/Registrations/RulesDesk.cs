using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Versions of the ownership rules.</summary>
public sealed class RulesDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts)
{
    /// <summary>A version; 0 for the one in force.</summary>
    public async Task<Outcome<GetOwnershipRulesResponse>> GetAsync(int number, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var row = await db.OwnershipRules.AsNoTracking().Where(r => number == 0 || r.Number == number).OrderByDescending(r => r.Number).FirstOrDefaultAsync(stop);
        return row is null
            ? new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no version {number} of the ownership rules.")
            : new GetOwnershipRulesResponse { Rules = row.ToMessage() };
    }

    /// <summary>A new version, in force at once for what begins from now on.</summary>
    public Task<Outcome<AdoptOwnershipRulesResponse>> AdoptAsync(Command command, V1.OwnershipRules asked, int basedOn, string reason, CancellationToken stop) =>
        commands.RunAsync<AdoptOwnershipRulesResponse>(command, async scope =>
        {
            var current = await scope.Db.OwnershipRules.MaxAsync(r => r.Number, scope.Stop);
            if (current != basedOn)
            {
                return new Refusal(RefusalKind.Precondition, "RULES_CHANGED", $"Version {current} is in force, and yours was made from version {basedOn}. Look at what changed, then adopt again.")
                {
                    Facts = new Dictionary<string, string> { ["number"] = $"{current}" },
                };
            }

            // Two at once take the same number; the second one is judged again, and learns of the first.
            var rules = asked.ToDomain(current + 1);
            if (rules.Faults() is { } faults)
            {
                return faults with { Fields = [.. faults.Fields.Select(f => f with { Field = $"rules.{f.Field}" })] };
            }

            var row = RulesRow.Of(Guid.CreateVersion7(scope.Now), rules, scope.Actor.Name, reason, scope.Now);
            scope.Db.OwnershipRules.Add(row);
            scope.Append(row, "ownership_rules", [new OwnershipRulesAdopted { Number = row.Number, Reason = reason, AdoptedAt = scope.Now.ToTimestamp() }]);
            return new AdoptOwnershipRulesResponse { Rules = row.ToMessage() };
        }, stop);
}
