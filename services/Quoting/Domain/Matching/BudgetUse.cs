using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>What a quote's on-demand lines are worth together.</summary>
/// <param name="Customer">What the customer is to order with its own DOT.</param>
/// <param name="Sponsor">What a sponsor is to order for the customer's task.</param>
public sealed record QuotedBudget(Planck Customer, Planck Sponsor)
{
    /// <summary>Both.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public Planck All => Customer + Sponsor;
}

/// <summary>How much of a budget on-demand orders have filled.</summary>
/// <param name="Customer">By the customer.</param>
/// <param name="Sponsor">By sponsors.</param>
/// <param name="First">The first order that the customer paid: it can win the quote. Null while there is none.</param>
public sealed record BudgetUse(Planck Customer, Planck Sponsor, OrderFact? First)
{
    /// <summary>Both.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public Planck All => Customer + Sponsor;

    /// <summary>What the verdicts make of a quote's budget.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="orders">All orders that were judged.</param>
    /// <param name="verdicts">What was made of them.</param>
    public static BudgetUse Of(MatchTerms quote, IEnumerable<OrderFact> orders, IEnumerable<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var counted = verdicts.Where(v => v.State == MatchState.Counted && v.Digest == quote.Digest).ToDictionary(v => v.FactId, StringComparer.Ordinal);
        return orders.DistinctBy(o => o.FactId).Where(o => counted.ContainsKey(o.FactId)).Order().Aggregate(new BudgetUse(Planck.Zero, Planck.Zero, null), (use, o) => use.With(o, counted[o.FactId]));
    }

    /// <summary>One order more.</summary>
    /// <param name="order">The order, later than those before.</param>
    /// <param name="verdict">What it is; counted.</param>
    public BudgetUse With(OrderFact order, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.IsCustomerPaid ? this with { Customer = Customer + order.Price, First = First ?? order } : this with { Sponsor = Sponsor + order.Price };
    }
}
