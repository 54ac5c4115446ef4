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

    /// <summary>What the customer does not read: why it concedes (with the ask's reasons), and what is earned by it.</summary>
    public required InternalTerms Internal { get; init; }

    /// <summary>The assessment that counted; null for none.</summary>
    public AssessmentProof? Assessment { get; init; }

    /// <summary>The digest by which the terms are bound to what the customer does not read.</summary>
    public string InternalSha256 => InternalText.Of(this)?.Sha256() ?? ((InternalTerms.Closed)Internal).Sha256;

    /// <summary>What is given away beside the concession.</summary>
    /// <exception cref="InvalidOperationException">Only the digest of it is known.</exception>
    public InternalTerms.Open Earned => Internal as InternalTerms.Open ?? throw new InvalidOperationException("What is earned by a quote is not in what its customer has.");

    /// <summary>What each line is worth, in the order of the lines.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public IReadOnlyList<Amounts> LineAmounts => [.. Ask.Lines.Select(line => Amounts.Of(line, Price.Periods))];

    /// <summary>What the quote is worth.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public Amounts Total => LineAmounts.Aggregate((left, right) => left + right);
}
