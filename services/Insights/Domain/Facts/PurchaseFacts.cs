using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Facts;

/// <summary>Somebody bought coretime: a finalised event of the chain.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">The block's time.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="How">How it was bought.</param>
/// <param name="Payer">Whose money it was.</param>
/// <param name="Amount">How much, in planck.</param>
/// <param name="TimesliceBits">How much coretime: timeslices times bits of the core mask.</param>
/// <param name="Sale">The number of the sale.</param>
/// <param name="EndsAt">When the region ends; null for what does not end, as an order on demand.</param>
/// <param name="Renews">The id of the purchase that bought the region before it; null for none.</param>
/// <param name="Grant">The grant that it is paid from; null for none.</param>
public sealed record Purchase(
    string Id,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    PurchaseHow How,
    Payer Payer,
    Planck Amount,
    long TimesliceBits,
    long Sale,
    DateTimeOffset? EndsAt,
    string? Renews,
    string? Grant) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "purchase";

    /// <inheritdoc/>
    public override bool IsOfChain => true;

    /// <summary>When the region ends, in UTC, to the millisecond; null for what does not end.</summary>
    public DateTimeOffset? EndsAt { get; init; } = EndsAt is { } end ? ToTheMillisecond(end) : null;
}

/// <summary>Who paid for a purchase turns out to be somebody else than was said. Of several facts about one purchase the last that was recorded holds, from when it was recorded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it was said.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Purchase">The purchase's id.</param>
/// <param name="Payer">Whose money it was.</param>
/// <param name="Grant">The grant that it is paid from; null for none.</param>
public sealed record PayerLearnt(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Purchase, Payer Payer, string? Grant) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "payer_learnt";
}

/// <summary>A purchase is a lead's.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Purchase">The purchase's id.</param>
/// <param name="Lead">The lead.</param>
/// <param name="How">Who found that out.</param>
/// <param name="ThirdParty">It is the lead's, but somebody else paid.</param>
public sealed record Matched(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Purchase, string Lead, MatchHow How, bool ThirdParty)
    : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "matched";
}

/// <summary>A match was wrong.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Match">The id of the matched fact.</param>
public sealed record MatchReversed(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Match) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "match_reversed";
}

/// <summary>How coretime was bought.</summary>
public enum PurchaseHow
{
    /// <summary>A region in a sale.</summary>
    Purchase,

    /// <summary>The renewal of a core.</summary>
    Renewal,

    /// <summary>An order on demand.</summary>
    OnDemand,
}

/// <summary>Whose money it was.</summary>
public enum Payer
{
    /// <summary>The buyer's own, and not ours.</summary>
    Own,

    /// <summary>The desk's sponsor account's.</summary>
    Sponsor,

    /// <summary>Credits that were granted.</summary>
    Credit,
}

/// <summary>Who found out whose a purchase is.</summary>
public enum MatchHow
{
    /// <summary>The desk by itself.</summary>
    Auto,

    /// <summary>A person.</summary>
    Review,
}
