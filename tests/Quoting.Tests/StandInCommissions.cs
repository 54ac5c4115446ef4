using System.Numerics;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests;

/// <summary>What Commissions would say: one plan for every token, at its flat rate. The real answers are tested against the service itself.</summary>
public sealed class StandInCommissions : ICommissions
{
    /// <summary>The plan in force: 25 % and nothing beside it.</summary>
    public QuotePlan Plan { get; set; } = new("default-1", new(2_500), new(3_000), default, 180);

    /// <summary>Its own "no"; null while it answers.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>It does not answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>What was asked last.</summary>
    public (Guid Owner, Guid Account, IReadOnlyList<QuotePayment> Payments) Asked { get; private set; }

    public Task<QuotePlan> PlanAsync(string token, string symbol, DateTimeOffset at, CancellationToken stop)
    {
        Answer();
        return Task.FromResult(Plan);
    }

    public Task<Estimate> EstimateAsync(string token, string symbol, Guid owner, Guid account, IReadOnlyList<QuotePayment> payments, CancellationToken stop)
    {
        Answer();
        Asked = (owner, account, payments);
        var paid = payments.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Amount.Value - p.Rebate.Value);
        var commission = paid * Plan.Flat.Value / 10_000;
        return Task.FromResult(new Estimate
        {
            PlanId = Plan.Id, Token = symbol, BasePlanck = $"{paid}", CommissionPlanck = $"{commission}", OverlayPlanck = "0", TotalPlanck = $"{commission}", Formula = "a quarter",
            Roles = { new RoleEstimate { Role = "ae", Bp = Plan.Flat.Value, Planck = $"{commission}" } },
        });
    }

    private void Answer()
    {
        if (IsAway)
        {
            throw Refusals.Away("COMMISSION_UNKNOWN", "The Commissions service does not answer. Try again.");
        }

        if (Refusal is { } no)
        {
            throw new RefusedException(no);
        }
    }
}
