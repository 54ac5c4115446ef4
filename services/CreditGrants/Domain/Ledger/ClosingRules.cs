using System.Collections.Immutable;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>How grants end, by the clock or by decision.</summary>
internal static class ClosingRules
{
    /// <summary>Closes all that is due. A grant ends at the instant that made it due, however late the clock comes by.</summary>
    public static Outcome Tick(Budget budget, Ticked tick)
    {
        var (after, closed) = (budget, ImmutableArray.CreateBuilder<ClosedGrant>());
        foreach (var name in budget.Running)
        {
            var grant = budget.Grants[name];
            if (Due(budget.Terms, grant, tick.At) is { } closing)
            {
                after = Close(after, grant, closing);
                closed.Add(new(name, closing.Why));
            }
        }

        return new Outcome(after, []) { Closed = closed.ToImmutable() };
    }

    public static Budget Close(Budget budget, Grant grant, Closing closing)
    {
        var closed = grant with { Closing = closing };

        // Payments that arrived before the closing and happened after it were not the grant's.
        foreach (var payment in grant.Payments.Select(id => budget.Payments[id]).Where(p => !closed.Covers(p.Fact.At)))
        {
            closed = closed.With(payment.Fact.Tranche!.Value, t => t with { Net = t.Net - payment.Net });
        }

        return budget.With(closed);
    }

    private static Closing? Due(BudgetTerms terms, Grant grant, DateTimeOffset now)
    {
        // In ticks: an award in the last days of the calendar has its deadline after it.
        var deadline = grant.Award.At.UtcTicks + (terms.ActivationDays * TimeSpan.TicksPerDay);
        var isActivated = grant.FirstPaidAt is { } paid && paid.UtcTicks < deadline;
        return !isActivated && now.UtcTicks >= deadline && deadline <= grant.ExpiresAt.UtcTicks ? new(new(deadline, TimeSpan.Zero), ClosingReason.NotActivated)
            : now >= grant.ExpiresAt ? new(grant.ExpiresAt, ClosingReason.Expired)
            : null;
    }
}
