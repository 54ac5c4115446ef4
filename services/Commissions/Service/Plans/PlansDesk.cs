using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>Adopts, lists and shows plans.</summary>
internal sealed class PlansDesk(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, DeskCalendar time)
{
    private const string Aggregate = "plan_adoption";

    /// <summary>Adopts a file, all of it or nothing.</summary>
    public Task<Outcome<AdoptPlanResponse>> AdoptAsync(Command command, string json, string reason, CancellationToken stop) => commands.RunAsync<AdoptPlanResponse>(command, async scope =>
    {
        await scope.LockAsync(Aggregate);
        var shelf = await ShelfAsync(scope.Db, scope.Stop);
        var faults = AdoptionRules.Faults(json, shelf, scope.Now);
        if (faults.Count > 0)
        {
            return Refusal.InvalidFields(faults);
        }

        var row = Record(scope, shelf.Number + 1, json, reason);
        var adopted = new PlanShelf([row]);
        return new AdoptPlanResponse { Number = (uint)row.Number, Sha256 = row.Sha256, Plans = { adopted.Plans.Values.Select(p => ToMessage(p, scope.Now)) } };
    }, stop);

    /// <summary>All plans.</summary>
    public async Task<ListPlansResponse> ListAsync(CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var shelf = await ShelfAsync(db, stop);
        return new() { Plans = { shelf.Plans.Values.Select(p => ToMessage(p, time.GetUtcNow())) }, RecoverBp = shelf.RecoverBp };
    }

    /// <summary>One plan.</summary>
    public async Task<Outcome<GetPlanResponse>> GetAsync(string id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var shelf = await ShelfAsync(db, stop);
        return shelf.Plans.TryGetValue(id, out var plan)
            ? new GetPlanResponse { Plan = ToMessage(plan, time.GetUtcNow()), PlansJson = plan.Adoption.Json, Sha256 = plan.Adoption.Sha256 }
            : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no plan '{id}'; there are {string.Join(", ", shelf.Plans.Keys)}.");
    }

    /// <summary>What was adopted.</summary>
    public static async Task<PlanShelf> ShelfAsync(CommissionsDb db, CancellationToken stop) => new(await db.Adoptions.AsNoTracking().OrderBy(a => a.Number).ToListAsync(stop));

    /// <summary>Adds an adoption's row and tells everybody.</summary>
    internal static AdoptionRow Record(CommandScope<CommissionsDb> scope, int number, string json, string reason)
    {
        var row = new AdoptionRow
        {
            Id = Guid.CreateVersion7(scope.Now), Number = number, Json = json, Sha256 = CanonicalJson.Digest(json), AdoptedById = scope.Actor.Id, AdoptedBy = scope.Actor.Name, Reason = reason, AdoptedAt = scope.Now,
        };
        scope.Db.Adoptions.Add(row);
        scope.Append(row, Aggregate, [new PlansAdopted { Number = (uint)number, Sha256 = row.Sha256, PlansJson = json, Reason = reason, AdoptedAt = scope.Now.ToTimestamp() }]);
        return row;
    }

    private static Plan ToMessage(ShelvedPlan shelved, DateTimeOffset now)
    {
        var (plan, adoption) = shelved;
        return new()
        {
            PlanId = plan.Id,
            Name = plan.Name ?? "",
            FlatBp = plan.FlatBp,
            HighestBp = plan.HighestBp,
            Split = { plan.Roles.Shares.Select(s => new PlanShare { Role = s.Participant, Bp = s.Bp }) },
            Currency = plan.Currency,
            Basis = plan.Basis,
            WindowDays = (uint)plan.WindowDays,
            ClawbackDays = (uint)plan.ClawbackDays,
            EffectiveFrom = plan.EffectiveFrom?.ToTimestamp(),
            EffectiveTo = plan.EffectiveTo?.ToTimestamp(),
            InForce = plan.IsInForce(now),
            Number = (uint)adoption.Number,
            AdoptedBy = adoption.AdoptedBy,
            Reason = adoption.Reason,
            AdoptedAt = adoption.AdoptedAt.ToTimestamp(),
        };
    }
}
