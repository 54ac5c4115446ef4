using System.Collections.Immutable;
using CoretimeDesk.Commissions.Ledgers;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>What may be adopted upon what: the rules of <c>./desk commission check</c> for the file, and those that hold between files.</summary>
internal static class AdoptionRules
{
    /// <summary>All that is wrong, by field; empty when it may be adopted.</summary>
    /// <param name="json">The file.</param>
    /// <param name="shelf">What was adopted before.</param>
    /// <param name="now">When it is adopted; null for the file that a desk begins with.</param>
    public static IReadOnlyList<FieldViolation> Faults(string json, PlanShelf shelf, DateTimeOffset? now)
    {
        var reading = PlanFile.Read(json);
        if (reading.Book is not { } book)
        {
            return ToViolations(reading.Faults);
        }

        var faults = PlanPolicy.Check(book).ToList();
        foreach (var plan in book.Plans.Values)
        {
            faults.AddRange(Between(plan, shelf.Plans.GetValueOrDefault(plan.Id)?.Plan, now));
        }

        var merged = new PlanBook(book.RecoverBp, shelf.Book.Plans.SetItems(book.Plans));
        faults.AddRange(Ambiguous(merged));
        return ToViolations([.. faults.DistinctBy(f => f.Field)]);
    }

    private static IEnumerable<Fault> Between(CommissionPlan plan, CommissionPlan? known, DateTimeOffset? now)
    {
        if (plan.Roles.Shares.All(s => s.Participant != Deal.OwnerRole))
        {
            yield return At(plan, "split", $"has no part for '{Deal.OwnerRole}', whose deal it is");
        }

        if (known is not null)
        {
            if (!Same(known, plan with { EffectiveTo = known.EffectiveTo }))
            {
                yield return At(plan, "id", "was adopted before with other content; a plan never changes, so give this one another id");
            }

            if (plan.EffectiveTo != known.EffectiveTo && (known.EffectiveTo <= now || plan.EffectiveTo is null || plan.EffectiveTo < now))
            {
                yield return At(plan, "effective_to", "must not be before now, nor open what was to end: deals may have been accepted with another plan meanwhile");
            }
        }
        else if (now is { } at && (plan.EffectiveFrom is null || plan.EffectiveFrom < at))
        {
            yield return At(plan, "effective_from", "is needed, and must not be before now: what was accepted keeps the plan that it was accepted with");
        }
    }

    /// <summary>Two plans that deals in one token could be accepted with: which one, nobody could say.</summary>
    private static IEnumerable<Fault> Ambiguous(PlanBook book)
    {
        foreach (var token in book.Plans.Values.GroupBy(p => p.Currency, StringComparer.Ordinal))
        {
            var ordered = token.OrderBy(p => p.EffectiveFrom ?? DateTimeOffset.MinValue).ThenBy(p => p.Id, StringComparer.Ordinal).ToList();
            foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)).Where(p => (p.First.EffectiveTo ?? DateTimeOffset.MaxValue) > (p.Second.EffectiveFrom ?? DateTimeOffset.MinValue)))
            {
                yield return At(later, "effective_from", $"lies within plan {earlier.Id}, which is for {token.Key} as well: put that one into the file too, with an effective_to, or a deal could not tell which one it has");
            }
        }
    }

    // Records compare their arrays by reference; what is not equal by value shows in the canonical text.
    private static bool Same(CommissionPlan left, CommissionPlan right) => PlanText.Of(left) == PlanText.Of(right);

    private static Fault At(CommissionPlan plan, string field, string message) => new(0, $"plans/{plan.Id}/{field}", message);

    private static List<FieldViolation> ToViolations(ImmutableArray<Fault> faults) =>
        [.. faults.Select(f => new FieldViolation(f.Field.Length == 0 ? "plans_json" : $"plans_json/{f.Field}", $"{f.Message}."))];
}
