using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Has a rule version judge terms.</summary>
public static class Judging
{
    /// <summary>What the version says of the terms, for somebody of that role, at that instant.</summary>
    public static Judgement Of(RuleVersion rules, QuoteTerms terms, string role, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var verdict = RuleJudge.Evaluate(rules, CaseOf(terms, role, at));
        var explained = new ExplanationText(amount => Money(terms.Price.Token, amount)).Of(Explain(rules, terms, role, at));
        return new()
        {
            Verdict = verdict.Kind,
            Tier = verdict.Tier,
            Step = verdict.Step,
            Approvers = [.. verdict.Approvers],
            SlaHours = verdict.SlaHours,
            Reasons = [.. verdict.Reasons.ToNames()],
            Explanation = verdict.Kind == VerdictKind.Refused ? [.. RuleWords.Each(verdict.Reasons).Select(r => $"{RuleWords.Refusal(r, rules)}.")] : explained,
            Concession = verdict.Concession,
            OwnCeiling = verdict.OwnCeiling,
            Deepest = verdict.Deepest,
            RuleVersion = rules.Version,
            RuleHash = rules.Hash,
            RuleEndsAt = rules.EffectiveTo,
            ApprovalValidDays = rules.ApprovalValidDays,
            NeedsReason = verdict is { Kind: VerdictKind.NeedsApproval, Step: { } step } && rules.Ladder[step - 1].NeedsReason,
            QuoteDays = (rules.QuoteDays.Default, rules.QuoteDays.Max),
            Role = role,
            HigherSteps = [.. rules.Ladder.Skip(verdict.Step ?? rules.Ladder.Length).Select(s => new HigherStep([.. s.Approvers], s.SlaHours))],
            At = at,
        };
    }

    /// <summary>The role of somebody's that reaches furthest by these rules; null when none may quote.</summary>
    public static string? RoleOf(RuleVersion rules, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.Roles.Select(r => r.ToName()).Where(r => rules.AuthorityOf(r) >= 0).OrderByDescending(rules.AuthorityOf).ThenBy(r => r, StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>A size tier of these rules needs a current assessment.</summary>
    public static bool NeedsAssessment(RuleVersion rules, uint annualCorePeriods)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.FindTier(annualCorePeriods) is var tier and >= 0 && rules.NeedsAssessment(tier);
    }

    private static ConcessionCase CaseOf(QuoteTerms terms, string role, DateTimeOffset at) => new()
    {
        At = at,
        PhaseEndsAt = terms.Price.Sale?.PhaseEndsAt,
        Segment = terms.Segment,
        Size = CaseSize.CorePeriods(terms.AnnualCorePeriods),
        Role = role,
        Totals = ConcessionTotals.Of([.. terms.LineAmounts.Select(a => new ConcessionLine(a.List, a.Rebate, a.Sponsored, a.Waived))]),
        Commission = terms.Earned.Commission,
        Overlay = terms.Earned.Overlay,
        HasAssessment = terms.Assessment is not null,
        ReasonCode = terms.Ask.ReasonCode,
    };

    private static Explanation Explain(RuleVersion rules, QuoteTerms terms, string role, DateTimeOffset at) => RuleExplainer.Explain(rules, new()
    {
        At = at,
        PhaseEndsAt = terms.Price.Sale?.PhaseEndsAt,
        Segment = terms.Segment,
        Size = CaseSize.CorePeriods(terms.AnnualCorePeriods),
        Role = role,
        List = terms.Total.List,
        Commission = terms.Earned.Commission,
        Overlay = terms.Earned.Overlay,
    });

    /// <summary>What no chain could hold is written in planck.</summary>
    private static string Money(Token token, WidePlanck amount) => amount.TryNarrow(out var planck) ? token.Format(planck) : $"{amount} planck";
}
