using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>Keeps every decision with what it rested on.</summary>
internal static class DecisionLog
{
    /// <summary>Keeps one.</summary>
    /// <param name="scope">The command.</param>
    /// <param name="grant">What it is about.</param>
    /// <param name="kind">"eligibility", "approval", "award", …</param>
    /// <param name="outcome">"passed", "yes", "refused", …</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="findings">What each rule said; none where no rule was asked.</param>
    /// <param name="inputs">What was known, as JSON.</param>
    /// <param name="termsVersion">By which terms; 0 for none.</param>
    public static void Keep(CommandScope<CreditGrantsDb> scope, GrantRow grant, string kind, string outcome, string reason, IEnumerable<V1.RuleFinding>? findings = null, string inputs = "{}", int termsVersion = 0)
    {
        var decision = new Decision
        {
            DecisionId = $"{Guid.CreateVersion7(scope.Now)}",
            GrantNumber = grant.Number,
            Kind = kind,
            Outcome = outcome,
            Findings = { findings ?? [] },
            Inputs = inputs,
            Reason = reason,
            DecidedBy = scope.Actor.Name,
            DecidedAt = scope.Now.ToTimestamp(),
            TermsVersion = (uint)termsVersion,
        };
        scope.Db.Decisions.Add(new() { Id = Guid.Parse(decision.DecisionId), GrantId = grant.Id, Body = decision.ToByteArray(), DecidedAt = scope.Now });
        scope.Append(grant, GrantFollow.Aggregate, [new GrantDecided { Decision = decision }]);
    }
}
