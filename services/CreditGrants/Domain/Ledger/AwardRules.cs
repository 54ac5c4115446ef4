using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>Whether a grant may be awarded. The first reason against it is the answer.</summary>
internal static class AwardRules
{
    public static Outcome Award(Budget budget, Awarded award)
    {
        var total = award.Tranches.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Value);
        var provider = award.Code is { } code && budget.Terms.Codes.TryGetValue(code, out var known) ? known.Provider : null;
        if ((Refusal(budget, award, total) ?? CodeRefusal(budget, award, total) ?? BudgetRefusal(budget, total)) is { } reason)
        {
            return Outcome.Refuse(reason);
        }

        var after = budget.With(new Grant(award));
        return provider is null ? after : after with
        {
            UsedCodes = after.UsedCodes.Add(award.Code!, award.Grant),
            ProviderAwards = after.ProviderAwards.SetItem(provider, after.ProviderAwards.GetValueOrDefault(provider) + total),
        };
    }

    private static string? Refusal(Budget budget, Awarded award, BigInteger total)
    {
        if (award.ExpiresAt <= award.At)
        {
            return Reasons.Expired;
        }

        if (budget.Grants.ContainsKey(award.Grant))
        {
            return Reasons.GrantExists;
        }

        Grant[] counted = [.. budget.CountedGrants(award.Cluster)];
        if (counted.Any(g => g.Award.Tier == award.Tier) || (award.Tier == GrantTier.Spark && counted.Length > 0))
        {
            return Reasons.ClusterHasGrant;
        }

        var halfPeriods = counted.Aggregate((BigInteger)award.HalfPeriods, (sum, g) => sum + g.Award.HalfPeriods);
        return halfPeriods > budget.Terms.ClusterCapHalfPeriods ? Reasons.ClusterCap
            : total > (BigInteger)UInt128.MaxValue ? Reasons.Overflow
            : null;
    }

    private static string? CodeRefusal(Budget budget, Awarded award, BigInteger total)
    {
        if (award.Code is not { } code)
        {
            return award.Tier == GrantTier.Scale ? Reasons.CodeMissing : null;
        }

        if (!budget.Terms.Codes.TryGetValue(code, out var known))
        {
            return Reasons.CodeUnknown;
        }

        return known.IsRevoked ? Reasons.CodeRevoked
            : budget.UsedCodes.ContainsKey(code) ? Reasons.CodeUsed
            : budget.ProviderAwards.GetValueOrDefault(known.Provider) + total > budget.Terms.ProviderBudgets.GetValueOrDefault(known.Provider, Planck.Zero).Value ? Reasons.ProviderBudget
            : null;
    }

    private static string? BudgetRefusal(Budget budget, BigInteger total)
    {
        var balances = budget.Balances;
        return !balances.Shortfall.IsZero || total + budget.Terms.Reserve.Value > balances.Free ? Reasons.Budget : null;
    }
}
