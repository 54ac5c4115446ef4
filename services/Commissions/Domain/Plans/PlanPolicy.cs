using System.Collections.Immutable;
using System.Globalization;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>Says which plans may not be adopted, though they could be computed with.</summary>
public static class PlanPolicy
{
    /// <summary>A percentage of what the customer paid, in the chain's token: the one basis there is.</summary>
    public const string PercentOfPaid = "percent_of_paid";

    /// <summary>All that is wrong with a book, by plan and field.</summary>
    public static ImmutableArray<Fault> Check(PlanBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var faults = ImmutableArray.CreateBuilder<Fault>();
        var limits = book.Limits ?? RateLimits.Usual;
        foreach (var plan in book.Plans.Values)
        {
            faults.AddRange(Rates(plan, limits));
            faults.AddRange(Money(plan));
        }

        faults.AddRange(Overlaps(book));
        return faults.ToImmutable();
    }

    private static IEnumerable<Fault> Rates(CommissionPlan plan, RateLimits limits)
    {
        var rates = plan.Accelerator.Select((step, i) => (Field: $"accelerator/{Number(i)}/bp", step.Bp)).Prepend((Field: "flat_bp", Bp: plan.FlatBp));
        foreach (var (field, bp) in rates.Where(r => r.Bp < limits.MinBp || r.Bp > limits.MaxBp))
        {
            yield return At(plan, field, $"is {new BasisPoints(bp)}, and must be {new BasisPoints(limits.MinBp)} to {new BasisPoints(limits.MaxBp)}{(limits.RuleVersion is { } version
                ? $", as rule version {Number(version)} says" : ", unless a rule version says otherwise: rate_limits with min_bp, max_bp and rule_version")}");
        }

        foreach (var (before, step) in plan.Accelerator.Zip(plan.Accelerator.Skip(1)).Where(p => p.Second.Bp < p.First.Bp))
        {
            yield return At(plan, "accelerator", $"falls from {new BasisPoints(before.Bp)} to {new BasisPoints(step.Bp)}: selling more must never pay less");
        }
    }

    private static IEnumerable<Fault> Money(CommissionPlan plan)
    {
        if (!Token.Known.Any(t => t.Symbol == plan.Currency))
        {
            yield return At(plan, "currency", $"is '{plan.Currency}', and must be one of {string.Join(", ", Token.Known.Select(t => t.Symbol))}: commissions are paid in the chain's token; fiat is only a view with a rate and its date");
        }

        if (plan.Basis != PercentOfPaid)
        {
            yield return At(plan, "basis", $"is '{plan.Basis}', and must be {PercentOfPaid}: a commission is a part of what the customer paid, and nothing else");
        }

        if (plan.Draw is { Months: > Draw.MonthsMax } draw)
        {
            yield return At(plan, "draw/months", $"is {Number(draw.Months)}, and must be at most {Number(Draw.MonthsMax)}");
        }
    }

    private static IEnumerable<Fault> Overlaps(PlanBook book)
    {
        foreach (var group in book.Plans.Values.Where(p => p.Name is not null).GroupBy(p => p.Name, StringComparer.Ordinal))
        {
            var ordered = group.OrderBy(p => p.EffectiveFrom ?? DateTimeOffset.MinValue).ToList();
            foreach (var (index, later) in ordered.Index().Skip(1))
            {
                if (ordered.Take(index).FirstOrDefault(p => (p.EffectiveTo ?? DateTimeOffset.MaxValue) > (later.EffectiveFrom ?? DateTimeOffset.MinValue)) is { } earlier)
                {
                    yield return At(later, "effective_from", $"lies within plan {earlier.Id}, which is '{group.Key}' as well: end that one first, or the later one cannot be told from it");
                }
            }
        }
    }

    private static Fault At(CommissionPlan plan, string field, string message) => new(0, $"plans/{plan.Id}/{field}", message);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
