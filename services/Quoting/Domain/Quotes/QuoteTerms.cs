using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>The technical assessment that counted when terms were made.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="Number">"T-2026-000003".</param>
/// <param name="WrittenById">Who wrote it.</param>
public sealed record AssessmentProof(string Sha256, string Number, Guid WrittenById);

/// <summary>
/// Everything that a price depends on. Its digest is what people approve and what the customer is shown: with anything else in it, the digest is
/// another, and no approval covers it.
/// </summary>
public sealed record QuoteTerms
{
    /// <summary>The quote that these are terms of: an approval of one quote is none of another.</summary>
    public required Guid QuoteId { get; init; }

    /// <summary>The customer.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>As rule versions call it: "startup".</summary>
    public required string Segment { get; init; }

    /// <summary>What the customer says to need in a year; the size tier follows from it.</summary>
    public required uint AnnualCorePeriods { get; init; }

    /// <summary>What was asked for.</summary>
    public required QuoteAsk Ask { get; init; }

    /// <summary>What things cost, and which block says so.</summary>
    public required PriceStatement Price { get; init; }

    /// <summary>What the sale's commission plan takes, in basis points of the sale.</summary>
    public required BasisPoints Commission { get; init; }

    /// <summary>What is paid on top of the plan.</summary>
    public required BasisPoints Overlay { get; init; }

    /// <summary>The assessment that counted; null for none.</summary>
    public AssessmentProof? Assessment { get; init; }

    /// <summary>What each line is worth, in the order of the lines.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public IReadOnlyList<Amounts> LineAmounts => [.. Ask.Lines.Select(line => Amounts.Of(line, Price.Periods))];

    /// <summary>What the quote is worth.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public Amounts Total => LineAmounts.Aggregate((left, right) => left + right);
}
