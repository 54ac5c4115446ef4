using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Deal = CoretimeDesk.Commissions.Ledgers.Deal;

namespace CoretimeDesk.Commissions.Estimates;

/// <summary>What a deal would pay before there is one: the plan that it would have, and the ledger with its payments added to what is known.</summary>
internal sealed class EstimatesDesk(IDbContextFactory<CommissionsDb> contexts, TimeProvider time)
{
    /// <summary>The plan of a token at an instant; now when that is null.</summary>
    public async Task<Outcome<PlanInForceResponse>> PlanInForceAsync(string token, DateTimeOffset? at, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var when = at ?? time.GetUtcNow();
        return (await PlansDesk.ShelfAsync(db, stop)).InForce(token, when) is { } plan ? ToMessage(plan) : NoPlan(token, when);
    }

    /// <summary>What planned payments would earn.</summary>
    /// <param name="token">In which token.</param>
    /// <param name="owner">Whose deal.</param>
    /// <param name="account">Whose coretime; null for a customer of whom nothing is known.</param>
    /// <param name="payments">What would be paid.</param>
    /// <param name="viewer">Who asks.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Outcome<EstimateQuoteResponse>> EstimateAsync(
        string token, Guid owner, Guid? account, IReadOnlyList<PlannedPayment> payments, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (!viewer.Is(Role.Service) && !(await StatementSight.OfAsync(db, viewer, stop)).Sees($"{owner}"))
        {
            return new Refusal(RefusalKind.Forbidden, "NOT_YOUR_ESTIMATE", "What a deal would earn is for its owner, those who lead them, and finance: it depends on what the owner has attained.");
        }

        var now = Observations.Millis(time.GetUtcNow());
        var plans = await PlansDesk.ShelfAsync(db, stop);
        if (plans.InForce(token, now) is not { } plan)
        {
            return NoPlan(token, now);
        }

        // Whoever asks has a clock of its own, which may be a little behind this one.
        payments = [.. payments.Select(p => p.At < now ? p with { At = now } : p)];
        var told = await LedgerBook.ObservationsAsync(db, stop);
        var known = LedgerBook.Compute(plans, told, token, now);
        var customer = account is { } id ? $"{new Customers(told).Of($"{id}")}" : "a customer of whom nothing is known";
        var split = new Split([.. plan.Roles.Shares.Select(s => s with { Participant = ParticipantOf(s.Participant, owner) })]);
        var estimate = Estimating.Estimate.Of(plans.Book, known.Facts, new(customer, plan.Id, $"{owner}", split, plan.Overlay is null ? null : EstimateText.OverlayParticipant, now, [.. payments]));
        return new EstimateQuoteResponse { Estimate = EstimateText.Of(estimate, plan, token, payments, role => ParticipantOf(role, owner), now) };
    }

    /// <summary>Roles stand for people who are not known yet; the owner is, since their quota counts.</summary>
    private static string ParticipantOf(string role, Guid owner) => role == Deal.OwnerRole ? $"{owner}" : $"role/{role}";

    private static Refusal NoPlan(string token, DateTimeOffset at) => new(
        RefusalKind.Precondition,
        "NO_PLAN_IN_FORCE",
        $"No commission plan for {token} is in force on {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC, so nobody knows what a deal in {token} pays. Adopt one: './desk commission plans adopt FILE' with a plan whose currency is {token}.")
    {
        Facts = new Dictionary<string, string> { ["token"] = token },
    };

    private static PlanInForceResponse ToMessage(CommissionPlan plan) => new()
    {
        PlanId = plan.Id,
        Token = plan.Currency,
        FlatBp = plan.FlatBp,
        HighestBp = plan.HighestBp,
        OverlayBp = plan.Overlay?.Bp ?? 0,
        OverlayFromDay = (uint)(plan.Overlay?.FromDay ?? 0),
        Split = { plan.Roles.Shares.Select(s => new PlanShare { Role = s.Participant, Bp = s.Bp }) },
        EffectiveTo = plan.EffectiveTo?.ToTimestamp(),
    };
}
