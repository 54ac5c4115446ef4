using System.Collections.Immutable;
using CoretimeDesk.Commissions.Data;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>A plan with the adoption that it was last adopted with.</summary>
internal sealed record ShelvedPlan(CommissionPlan Plan, AdoptionRow Adoption);

/// <summary>All plans that were ever adopted. Adoptions come one after the other, and none changes a plan but for its end: which plan an acceptance has never changes.</summary>
internal sealed class PlanShelf
{
    /// <param name="adoptions">All of them.</param>
    public PlanShelf(IEnumerable<AdoptionRow> adoptions)
    {
        var plans = ImmutableSortedDictionary.CreateBuilder<string, ShelvedPlan>(StringComparer.Ordinal);
        foreach (var adoption in adoptions.OrderBy(a => a.Number))
        {
            var book = PlanFile.Read(adoption.Json).Book ?? throw new InvalidOperationException($"The plan file of adoption {adoption.Number} cannot be read.");
            (RecoverBp, Number, First) = (book.RecoverBp, adoption.Number, First ?? adoption.AdoptedAt);
            foreach (var plan in book.Plans.Values)
            {
                plans[plan.Id] = new(plan, adoption);
            }
        }

        Plans = plans.ToImmutable();
    }

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, ShelvedPlan> Plans { get; }

    /// <summary>The most of a statement that is kept back, as the latest file says.</summary>
    public uint RecoverBp { get; }

    /// <summary>The number of the latest adoption; 0 for none.</summary>
    public int Number { get; }

    /// <summary>When the first file was adopted: no month before is closed.</summary>
    public DateTimeOffset? First { get; }

    /// <summary>As the ledger wants them.</summary>
    public PlanBook Book => new(RecoverBp, Plans.ToImmutableSortedDictionary(p => p.Key, p => p.Value.Plan, StringComparer.Ordinal));

    /// <summary>The plan of a token that is in force at an instant: there is one at most.</summary>
    public CommissionPlan? InForce(string token, DateTimeOffset at) => Plans.Values.Select(p => p.Plan).FirstOrDefault(p => p.Currency == token && p.IsInForce(at));
}
