using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Eligibility;

/// <summary>What an award is made with, beside the request itself.</summary>
/// <param name="EventId">The award's id in the ledger.</param>
/// <param name="Grant">The grant's name.</param>
/// <param name="Cluster">The customer's cluster.</param>
/// <param name="Rail">How coretime will reach the customer.</param>
/// <param name="CorePeriodPrice">What a core-period costs the sponsor now, in planck.</param>
/// <param name="OrdersBudget">For rails of on-demand orders where the tier allows them: how much they may cost, in planck.</param>
public sealed record PlanInputs(string EventId, string Grant, string Cluster, RailKind Rail, Planck CorePeriodPrice, Planck? OrdersBudget = null);

/// <summary>What became of a request: kept whole, whatever it was.</summary>
/// <param name="Verdict">What each rule of eligibility said.</param>
/// <param name="Award">The award; null when it cannot be made.</param>
/// <param name="Step">What the ledger says of it; null when it was not asked.</param>
/// <param name="Reasons">Why not, in sentences for the rep; empty when the award passes.</param>
public sealed record PlannedGrant(EligibilityVerdict Verdict, Awarded? Award, BudgetStep? Step, ImmutableArray<string> Reasons)
{
    /// <summary>The award can be recorded as it is.</summary>
    public bool Passes => Reasons.IsEmpty;
}

/// <summary>From a request to an award: the rules of eligibility, then its value by the terms, then the ledger. Nothing is reserved until the award is recorded.</summary>
public static class GrantPlan
{
    /// <summary>Plans an award against a budget.</summary>
    public static PlannedGrant Make(Programme programme, Budget budget, GrantRequest request, PlanInputs inputs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(programme);
        ArgumentNullException.ThrowIfNull(inputs);
        var verdict = EligibilityRules.Judge(programme.Terms, request, now);
        if (!verdict.IsEligible)
        {
            return new(verdict, null, null, [.. verdict.Reasons]);
        }

        var tier = programme.Terms.Find(request.Tier)!;
        var halves = tier.TranchesHalfPeriods ?? request.HalfPeriods;
        var (tranches, problem) = Tranches(programme.Token, tier, halves, inputs);
        if (problem is not null)
        {
            return new(verdict, null, null, [problem]);
        }

        var award = new Awarded(
            inputs.EventId, now, inputs.Grant, inputs.Cluster, request.Tier, tranches, halves.Aggregate(0UL, (sum, h) => sum + h), tier.ExpiresAt(now), request.Code, tier.ByMilestone);
        var step = BudgetLedger.Apply(budget, award);
        return new(verdict, award, step, step.Result == BudgetResult.Refused ? [.. step.Reasons.Select(ReasonWords.Sentence)] : []);
    }

    private static (ImmutableArray<Planck> Tranches, string? Problem) Tranches(Token token, TierTerms tier, ImmutableArray<uint> halves, PlanInputs inputs)
    {
        if (inputs.OrdersBudget is { } orders)
        {
            return inputs.Rail is not (RailKind.SponsorOrders or RailKind.NativeCredits) ? ([], "A budget for orders goes with the rails of on-demand orders only: choose rail C, or leave it out.")
                : tier.OnDemandMaxTokens is not { } tokens ? ([], $"The tier {tier.Tier.ToName()} is counted in core-periods: leave the budget for orders out.")
                : orders.IsZero || orders > token.Whole(tokens) ? ([], $"Orders of this tier may cost up to {token.Format(token.Whole(tokens))}; {token.Format(orders)} is not within that.")
                : ([orders], null);
        }

        if (inputs.Rail is not (RailKind.SponsorOrders or RailKind.NativeCredits) && halves.Any(h => h % 2 != 0))
        {
            return ([], "Cores are bought whole, and half a core-period was asked for. Use rail C, or tranches of whole core-periods.");
        }

        if (inputs.CorePeriodPrice.IsZero)
        {
            return ([], "The price of a core-period is nothing: a grant would reserve nothing. Take it from the newest finalised block.");
        }

        try
        {
            return (TierTerms.Worth(halves, inputs.CorePeriodPrice), null);
        }
        catch (OverflowException)
        {
            return ([], "At that price a tranche would need more than 128 bits. Check the price of a core-period.");
        }
    }
}
