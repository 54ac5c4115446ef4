using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Clusters;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>Grants as messages: what people said of one, and what its ledger says.</summary>
internal static class GrantMessages
{
    /// <summary>The whole grant.</summary>
    public static V1.Grant ToMessage(this GrantRow row, OpenBudget open)
    {
        var grant = V1.Grant.Parser.ParseFrom(row.Body);
        (grant.State, grant.Version, grant.Token) = (row.State, row.Version, open.TokenMessage());
        grant.AwardedAt = row.AwardedAt?.ToTimestamp();
        grant.ActivateBy = row.ActivateBy?.ToTimestamp();
        grant.ActivatedAt = row.ActivatedAt?.ToTimestamp();
        grant.ReviewFrom = row.ReviewFrom?.ToTimestamp();
        grant.ExpiresAt = row.ExpiresAt?.ToTimestamp();
        grant.EndedAt = row.EndedAt?.ToTimestamp();
        if (open.Budget.Grants.TryGetValue(row.Number, out var ledger))
        {
            grant.EndReason = ledger.Closing?.Why.ToString() ?? "";
            grant.Flags.Add(ledger.Flags);
            uint[] halfPeriods = [.. grant.Tranches.Select(t => t.HalfPeriods)];
            grant.Tranches.Clear();
            grant.Tranches.AddRange(ToTranches(open, ledger, halfPeriods));
        }

        return grant;
    }

    public static V1.RuleFinding ToMessage(this Eligibility.RuleFinding finding) => new() { Rule = finding.Rule, Input = finding.Input, Passed = finding.Passed, Reason = finding.Reason };

    /// <summary>Tranches as they are planned: nothing is open yet.</summary>
    public static IEnumerable<V1.Tranche> ToTranches(this Awarded award, IReadOnlyList<uint> halfPeriods) => award.Tranches.Select((value, i) => new V1.Tranche
    {
        Number = (uint)(i + 1),
        Value = $"{value}",
        Paid = "0",
        Used = "0",
        Left = $"{value}",
        HalfPeriods = i < halfPeriods.Count ? halfPeriods[i] : 0,
    });

    private static IEnumerable<V1.Tranche> ToTranches(OpenBudget open, Ledger.Grant grant, uint[] halfPeriods)
    {
        var gates = BudgetLedger.Gates(open.Budget, grant);
        return grant.Tranches.Select((tranche, i) => new V1.Tranche
        {
            Number = (uint)(i + 1),
            Value = $"{tranche.Value}",
            Paid = $"{tranche.Net}",
            Used = BudgetMessages.Text(tranche.Used),
            Left = $"{tranche.Left}",
            Open = grant.IsOpen(i + 1),
            MilestoneReached = grant.Milestones.Contains(i + 1),
            HalfPeriods = i < halfPeriods.Length ? halfPeriods[i] : 0,
            WaitsFor = { grant.Closing is null && i == grant.OpenTranches ? gates.Select(ReasonWords.Sentence) : i > grant.OpenTranches ? ["The tranche before it must be open first."] : [] },
        });
    }
}
