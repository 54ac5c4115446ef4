namespace CoretimeDesk.Quoting.Matching;

/// <summary>How much speaks for a paid event being a quote's.</summary>
public static class MatchScore
{
    /// <summary>The customer's account paid.</summary>
    public const int Account = 50;

    /// <summary>It runs the customer's task.</summary>
    public const int Task = 30;

    /// <summary>In the sale that was quoted.</summary>
    public const int Sale = 10;

    /// <summary>At or below the quoted limit.</summary>
    public const int Price = 10;

    /// <summary>From here on, and if no other quote has as much, no person has to look.</summary>
    public const int Automatic = 80;

    /// <summary>From here on a person looks; below, it is no quote's.</summary>
    public const int Review = 50;

    /// <summary>All that can be had; what a digest in the same extrinsic is worth.</summary>
    public const int Full = Account + Task + Sale + Price;

    /// <summary>Judges one paid event against one quote, without regard to what else was paid.</summary>
    /// <returns>Null when it is not this quote's.</returns>
    internal static Candidate? Judge(SeenFact seen, MatchTerms quote, KnownCustomers customers)
    {
        var fact = seen.Fact;
        var isTagged = seen.Digests.Contains(quote.Digest);
        var period = quote.Periods.FirstOrDefault(p => p.Begin == fact.Begin);
        if (fact.Place.Chain != quote.Chain || (!isTagged && (period is null || (fact.Kind == PaidKind.Renewal && IsFirst(quote, period)) || fact.OccurredAt < quote.SentAt)))
        {
            return null;
        }

        var payer = customers.PayerOf(fact.Payer, quote);
        var isForTask = seen.Tasks.Any(t => customers.HasTask(t, quote));
        var differs = Payment(fact, period, payer) | Terms(fact, quote, period);
        return isTagged
            ? new(quote.Digest, Full, true, differs)
            : Scored(fact, quote, period!, payer, isForTask, differs);
    }

    private static Candidate? Scored(PaidFact fact, MatchTerms quote, QuotedPeriod period, Payer payer, bool isForTask, Deviations differs)
    {
        // A renewal's customer is known by the task, never by the payer: anyone may pay for anyone. A sponsor's account says nothing of whom it pays for, so there, too,
        // it is the task that speaks.
        var isByTask = isForTask && (fact.Kind == PaidKind.Renewal || (period.SponsorCores > 0 && payer == Payer.Sponsor));
        var score = (payer == Payer.Customer || isByTask ? Account : 0)
            + (isForTask ? Task : 0)
            + Sale
            + (differs.HasFlag(Deviations.OverLimit) ? 0 : Price);
        return score < Review ? null : new(quote.Digest, score, false, score < Automatic ? differs | Deviations.Weak : differs);
    }

    private static bool IsFirst(MatchTerms quote, QuotedPeriod period) => period.Begin == quote.Periods[0].Begin;

    private static Deviations Payment(PaidFact fact, QuotedPeriod? period, Payer payer) => payer switch
    {
        Payer.Customer when period is { CustomerCores: 0 } => Deviations.PaidByCustomer,
        Payer.Sponsor when period is null or { SponsorCores: 0 } => Deviations.PaidBySponsor,
        Payer.Stranger when fact.Kind == PaidKind.Purchase => Deviations.WrongAccount,
        _ => Deviations.None,
    };

    // The block's time counts, not when the desk heard of it: what was bought before a quote ended was bought in time, however late it became final.
    private static Deviations Terms(PaidFact fact, MatchTerms quote, QuotedPeriod? period)
    {
        var differs = Deviations.None;
        if (period is null)
        {
            differs |= Deviations.WrongSale;
        }
        else
        {
            differs |= fact.Kind == PaidKind.Renewal && IsFirst(quote, period) ? Deviations.WrongKind : Deviations.None;
            differs |= period.Limit is { } limit && fact.Price > limit ? Deviations.OverLimit : Deviations.None;
        }

        // Validity is about the price of the first period; later ones come when their sale comes.
        var isFirst = period is null || IsFirst(quote, period);
        differs |= isFirst && fact.OccurredAt >= quote.ValidUntil ? Deviations.Late : Deviations.None;
        if (isFirst && quote.EndedAt is { } ended && fact.OccurredAt >= ended)
        {
            differs |= quote.Ending == QuoteEnding.Withdrawn ? Deviations.Withdrawn : Deviations.Superseded;
        }

        return differs;
    }
}
