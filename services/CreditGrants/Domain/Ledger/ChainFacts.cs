using System.Collections.Immutable;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>What the chain has done to a budget. Balances depend on the set of facts, never on the order in which they arrived.</summary>
internal static class ChainFacts
{
    public static Outcome Apply(Budget budget, ChainFact fact) => fact switch
    {
        Funded => Sum(budget.Deposits, fact) is { } sum ? budget with { Deposits = sum } : Outcome.Refuse(Reasons.Overflow),
        Withdrawn => Sum(budget.Withdrawals, fact) is { } sum ? budget with { Withdrawals = sum } : Outcome.Refuse(Reasons.Overflow),
        Spent spent => Sum(budget.Spends, fact) is { } sum ? Spend(budget with { Spends = sum }, spent) : Outcome.Refuse(Reasons.Overflow),
        Refunded refunded => Sum(budget.Refunds, fact) is { } sum ? Refund(budget with { Refunds = sum }, refunded) : Outcome.Refuse(Reasons.Overflow),
        Used used => Use(budget, used),
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    private static Outcome Spend(Budget budget, Spent spent)
    {
        var grant = spent.Grant is { } name ? budget.Grants.GetValueOrDefault(name) : null;
        var payment = new Payment(spent, budget.Waiting.GetValueOrDefault(spent.Id), grant?.IsOpen(spent.Tranche) == true);
        var after = budget with
        {
            Payments = budget.Payments.Add(spent.Id, payment),
            Waiting = budget.Waiting.Remove(spent.Id),
            NetSpent = budget.NetSpent + payment.Net,
        };
        var alarms = ImmutableArray.CreateBuilder<string>();
        if (!payment.WasOpen)
        {
            alarms.Add(Reasons.Foreign);
        }
        else
        {
            var (paid, number) = (grant!, spent.Tranche!.Value);
            paid = paid with { Payments = paid.Payments.Add(spent.Id), FirstPaidAt = paid.FirstPaidAt is { } first && first <= spent.At ? first : spent.At };
            if (!paid.Covers(spent.At))
            {
                alarms.Add(Reasons.AfterClose);
            }
            else
            {
                paid = paid.With(number, t => t with { Net = t.Net + payment.Net });
                var tranche = paid.Tranches[(int)number - 1];
                if (tranche.Net > tranche.Value)
                {
                    alarms.Add(Reasons.OverReservation);
                }
            }

            after = after.With(paid);
        }

        if (payment.IsOverRefunded)
        {
            alarms.Add(Reasons.RefundOverSpend);
        }

        return new(after, alarms.ToImmutable());
    }

    private static Outcome Refund(Budget budget, Refunded refunded)
    {
        if (!budget.Payments.TryGetValue(refunded.Of, out var before))
        {
            var waiting = budget.Waiting.GetValueOrDefault(refunded.Of) + refunded.Amount;
            return new(budget with { Waiting = budget.Waiting.SetItem(refunded.Of, waiting) }, []) { IsWaiting = true };
        }

        // All refunds together have 128 bits, which was looked at first; so has their part for one payment.
        var payment = before with { Back = before.Back + refunded.Amount };
        var back = before.Net - payment.Net;
        var after = budget with { Payments = budget.Payments.SetItem(refunded.Of, payment), NetSpent = budget.NetSpent - back };
        if (payment.WasOpen && budget.Grants[payment.Fact.Grant!] is var grant && grant.Covers(payment.Fact.At))
        {
            after = after.With(grant.With(payment.Fact.Tranche!.Value, t => t with { Net = t.Net - back }));
        }

        return new(after, payment.IsOverRefunded ? [Reasons.RefundOverSpend] : []);
    }

    private static Outcome Use(Budget budget, Used used)
    {
        var grant = used.Grant is { } name ? budget.Grants.GetValueOrDefault(name) : null;
        return grant?.IsOpen(used.Tranche) == true
            ? budget.With(grant.With(used.Tranche!.Value, t => t with { Used = t.Used + used.Amount.Value }))
            : new Outcome(budget, [Reasons.Foreign]);
    }

    /// <summary>The sum; null when it needs more than 128 bits.</summary>
    private static Planck? Sum(Planck sum, ChainFact fact) => fact.Amount.Value > UInt128.MaxValue - sum.Value ? null : sum + fact.Amount;
}
