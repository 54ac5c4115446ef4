using System.Security.Cryptography;
using CoretimeDesk.Quoting.Peers;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Terms, or why there are none.</summary>
internal readonly record struct MadeTerms(QuoteTerms? Terms, Refusal? Refusal);

/// <summary>Puts together what others know: the customer, the price, the commission plan, the assessment.</summary>
internal static class TermsMaker
{
    private const int SaltBytes = 32;

    /// <summary>Makes what is kept from the customer one that nobody can guess by its digest. Anew for each pricing, so that two digests tell nothing of each other either.</summary>
    public static string Salt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes));

    public static MadeTerms Make(Guid quoteId, QuoteAsk ask, QuoteCustomer customer, AssessmentProof? assessment, MarketState market, QuotePlan plan, DateTimeOffset now, PricingSettings settings, string salt)
    {
        var (price, refusal) = Pricing.Of(market, ask, now, settings);
        if (refusal is not null)
        {
            return new(null, refusal);
        }

        try
        {
            var terms = new QuoteTerms
            {
                QuoteId = quoteId,
                AccountId = customer.AccountId,
                Segment = customer.Segment,
                AnnualCorePeriods = customer.AnnualCorePeriods,
                Ask = ask,
                Price = price!,
                Internal = plan.Freeze(salt, QuotePayment.Of(ask, price!, now)),
                Assessment = assessment,
            };
            var lines = terms.LineAmounts;
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].Rebate > lines[i].CustomerPays)
                {
                    var kind = ask.Lines[i] is QuoteLine.Coretime ? "coretime" : "on_demand";
                    return new(null, Refusal.InvalidField($"ask.lines[{i}].{kind}.rebate_planck", $"is more than the {price!.Token.Format(lines[i].CustomerPays)} that the customer pays for the line."));
                }
            }

            // The sums are worked out here once, so that nothing that follows can overflow.
            _ = terms.Total.Concession + terms.Total.List;
            return new(terms, null);
        }
        catch (OverflowException)
        {
            return new(null, Pricing.TooLarge);
        }
    }
}
