using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>
/// How much speaks for an on-demand order being a quote's, by the same points as of a purchase: account 50, task 30; within the quote's validity, which is to a budget what
/// the sale is to a core, 10; within what is left of the budget 10.
/// </summary>
internal static class OrderScore
{
    /// <summary>Judges an order against one quote.</summary>
    /// <param name="order">The order.</param>
    /// <param name="isTagged">The quote's digest stands in the same extrinsic.</param>
    /// <param name="quote">The quote.</param>
    /// <param name="customers">Whose accounts and tasks are whose.</param>
    /// <param name="left">What is left of the part of the budget that this payer fills.</param>
    /// <returns>Null when it is not this quote's.</returns>
    public static Candidate? Judge(OrderFact order, bool isTagged, MatchTerms quote, KnownCustomers customers, Planck left)
    {
        if (quote.Budget is not { } budget || quote.Chain != ChainNames.SaleChainOf(order.Place.Chain))
        {
            return null;
        }

        // Without a digest nothing says that an order after the end was meant by the quote: customers go on ordering, and nobody is to be asked about each of them.
        var over = Over(order, quote);
        if (!isTagged && (over != Deviations.None || order.OccurredAt < quote.SentAt))
        {
            return null;
        }

        var (payer, isForTask) = (customers.PayerOf(order.Payer, quote), customers.HasTask(order.Task, quote));
        var isOverBudget = order.Price > left && !(payer == Payer.Sponsor ? budget.Sponsor : budget.Customer).IsZero;
        var differs = over | Payment(payer, budget) | Means(order.Means) | (isForTask ? 0 : Deviations.OtherTask) | (isOverBudget ? Deviations.OverLimit : 0);
        if (isTagged)
        {
            return new(quote.Digest, MatchScore.Full, true, differs);
        }

        // A sponsor's account says nothing of whom it pays for: there it is the task that speaks.
        var isByAccount = payer == Payer.Customer || (payer == Payer.Sponsor && isForTask && !budget.Sponsor.IsZero);
        var score = (isByAccount ? MatchScore.Account : 0) + (isForTask ? MatchScore.Task : 0) + MatchScore.Sale + (isOverBudget ? 0 : MatchScore.Price);
        return score < MatchScore.Review ? null : new(quote.Digest, score, false, score < MatchScore.Automatic ? differs | Deviations.Weak : differs);
    }

    private static Deviations Payment(Payer payer, QuotedBudget budget) => payer switch
    {
        Payer.Customer when budget.Customer.IsZero => Deviations.PaidByCustomer,
        Payer.Sponsor when budget.Sponsor.IsZero => Deviations.PaidBySponsor,
        Payer.Stranger => Deviations.WrongAccount | (budget.Customer.IsZero ? Deviations.PaidByCustomer : 0),
        _ => Deviations.None,
    };

    private static Deviations Means(OrderMeans means) => means switch
    {
        OrderMeans.Credits => Deviations.PaidByCredit,
        OrderMeans.Balance => Deviations.None,
        _ => Deviations.PaymentUnknown,
    };

    private static Deviations Over(OrderFact order, MatchTerms quote) =>
        (order.OccurredAt >= quote.ValidUntil ? Deviations.Late : 0)
        | (quote.EndedAt is { } ended && order.OccurredAt >= ended ? (quote.Ending == QuoteEnding.Withdrawn ? Deviations.Withdrawn : Deviations.Superseded) : 0);
}
