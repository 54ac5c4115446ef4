using System.Numerics;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Commissions.Estimates;

/// <summary>An estimate as it is sent: by role and by item, each with the numbers that it was computed from.</summary>
internal static class EstimateText
{
    /// <summary>Who gets the overlay, beside the roles of the split.</summary>
    public const string OverlayParticipant = "overlay";

    private const string OverlayRole = "csm";

    /// <param name="estimate">What the ledger says.</param>
    /// <param name="plan">By which plan.</param>
    /// <param name="token">In which token.</param>
    /// <param name="payments">What was asked, in its order.</param>
    /// <param name="participantOf">Who stands for a role.</param>
    /// <param name="now">As of when.</param>
    public static V1.Estimate Of(Estimating.Estimate estimate, CommissionPlan plan, string token, IReadOnlyList<PlannedPayment> payments, Func<string, string> participantOf, DateTimeOffset now)
    {
        var events = estimate.Events.ToDictionary(e => e.Event, StringComparer.Ordinal);
        var excluded = estimate.Excluded.ToDictionary(x => x.Event, x => x.Reason.Word(), StringComparer.Ordinal);
        var message = new V1.Estimate
        {
            PlanId = plan.Id,
            Token = token,
            BasePlanck = StatementMaker.Text(estimate.Base),
            CommissionPlanck = StatementMaker.Text(estimate.Commission),
            OverlayPlanck = StatementMaker.Text(estimate.Overlay),
            TotalPlanck = StatementMaker.Text(estimate.Commission + estimate.Overlay),
            Roles = { plan.Roles.Shares.Select(s => Role(s.Participant, s.Bp, participantOf(s.Participant))) },
            Items = { payments.Select((p, i) => Item(p, events.GetValueOrDefault(Estimating.Estimate.IdOf(i)), excluded.GetValueOrDefault(Estimating.Estimate.IdOf(i), ""), plan, token)) },
            Formula = Formula(estimate, plan, token),
            AsOf = now.ToTimestamp(),
        };
        if (plan.Overlay is { } overlay && !estimate.Overlay.IsZero)
        {
            message.Roles.Add(Role(OverlayRole, overlay.Bp, OverlayParticipant));
        }

        return message;

        RoleEstimate Role(string role, uint bp, string participant) => new() { Role = role, Bp = bp, Planck = StatementMaker.Text(estimate.ByParticipant.GetValueOrDefault(participant)) };
    }

    private static ItemEstimate Item(PlannedPayment payment, RatedEvent? rated, string exclusion, CommissionPlan plan, string token) => new()
    {
        At = payment.At.ToTimestamp(),
        Kind = payment.How switch { PaidHow.Renewal => PlannedKind.Renewal, PaidHow.OnDemand => PlannedKind.OnDemand, _ => PlannedKind.Purchase },
        BasePlanck = StatementMaker.Text((BigInteger)payment.Amount.Value - payment.Rebate.Value),
        CommissionPlanck = StatementMaker.Text(rated?.Commission ?? 0),
        OverlayPlanck = StatementMaker.Text(rated?.Overlay ?? 0),
        Formula = rated is null ? "" : Formula(rated, plan, token),
        Exclusion = exclusion,
    };

    private static string Formula(RatedEvent rated, CommissionPlan plan, string token)
    {
        var pieces = string.Join(" + ", rated.Pieces.Select(p => $"{Money(p.Planck, token)} × {new BasisPoints(p.Bp)}"));
        var overlay = rated.Overlay.IsZero ? "" : $"; {Money(rated.Base, token)} × {new BasisPoints(plan.Overlay!.Bp)} = {Money(rated.Overlay, token)} beside it";
        return $"{pieces} = {Money(rated.Commission, token)}{overlay}";
    }

    private static string Formula(Estimating.Estimate estimate, CommissionPlan plan, string token)
    {
        var payments = $"{estimate.Events.Length} payment{(estimate.Events.Length == 1 ? "" : "s")}";
        var overlay = plan.Overlay is { } over && !estimate.Overlay.IsZero ? $", and {Money(estimate.Overlay, token)} beside it: {new BasisPoints(over.Bp)} of renewals from day {over.FromDay} on" : "";
        return $"plan {plan.Id}: for each of {payments} ⌊Σ piece × rate ÷ 10,000⌋, together {Money(estimate.Commission, token)} of {Money(estimate.Base, token)}{overlay}";
    }

    private static string Money(BigInteger planck, string token) => StatementMaker.Money(planck, token);
}
