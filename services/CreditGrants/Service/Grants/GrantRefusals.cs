using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>The desk's "no" in words and codes.</summary>
internal static class GrantRefusals
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        [Reasons.CodeMissing] = "GRANT_CODE",
        [Reasons.CodeUnknown] = "GRANT_CODE",
        [Reasons.CodeRevoked] = "GRANT_CODE",
        [Reasons.CodeUsed] = "GRANT_CODE",
        [Reasons.ProviderBudget] = "BUDGET",
        [Reasons.Budget] = "BUDGET",
        [Reasons.ClusterHasGrant] = "CLUSTER",
        [Reasons.ClusterCap] = "CLUSTER",
        [Reasons.PreviousUnused] = "TRANCHE_GATE",
        [Reasons.AbuseFlag] = "TRANCHE_GATE",
        [Reasons.Milestone] = "TRANCHE_GATE",
        [Reasons.NotNext] = "TRANCHE_GATE",
        [Reasons.Closed] = "GRANT_OVER",
        [Reasons.Expired] = "GRANT_OVER",
    };

    /// <summary>Why a plan does not pass.</summary>
    public static Refusal Of(PlannedGrant plan)
    {
        var reason = plan.Step?.Reasons.Select(r => Codes.GetValueOrDefault(r)).FirstOrDefault(c => c is not null)
            ?? (plan.Verdict.Findings.Any(f => f is { Rule: "para", Passed: false }) ? "PARA_OF_ANOTHER" : "NOT_ELIGIBLE");
        return new(RefusalKind.Precondition, reason, $"Nothing was reserved. {string.Join(' ', plan.Reasons)}")
        {
            Facts = plan.Verdict.Findings.Where(f => !f.Passed).ToDictionary(f => f.Rule, f => f.Reason),
        };
    }

    /// <summary>What the ledger refused.</summary>
    public static Refusal Of(BudgetStep step) =>
        new(RefusalKind.Precondition, step.Reasons.Select(r => Codes.GetValueOrDefault(r)).FirstOrDefault(c => c is not null) ?? "LEDGER_REFUSED", string.Join(' ', step.Reasons.Select(ReasonWords.Sentence)));
}
