using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>One period of a sent quote.</summary>
/// <param name="Begin">The first timeslice of its regions: it names the sale.</param>
/// <param name="CustomerCores">Cores that the customer is to buy or renew.</param>
/// <param name="SponsorCores">Cores that a sponsor is to buy and assign to the customer's task, or to renew.</param>
/// <param name="Limit">The most that one core may cost; null where the quote only forecasts, as it does of every period but the first.</param>
public sealed record QuotedPeriod(uint Begin, uint CustomerCores, uint SponsorCores, Planck? Limit)
{
    /// <summary>All of them.</summary>
    public uint Cores => CustomerCores + SponsorCores;
}

/// <summary>Why a quote is in force no more.</summary>
public enum QuoteEnding
{
    /// <summary>A later revision was sent.</summary>
    Superseded = 1,

    /// <summary>It was taken back.</summary>
    Withdrawn = 2,
}

/// <summary>What the matcher must know of a revision of a quote that was sent. All of it was frozen then, but for how and when it ended.</summary>
public sealed record MatchTerms
{
    /// <summary>The quote digest, 64 hexadecimal digits, lower case: each sent revision has its own, and is known by it.</summary>
    public required string Digest { get; init; }

    /// <summary>The quote.</summary>
    public required Guid QuoteId { get; init; }

    /// <summary>Which revision of it.</summary>
    public required uint Revision { get; init; }

    /// <summary>The customer.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The Coretime chain that it was priced on.</summary>
    public required string Chain { get; init; }

    /// <summary>In order of time; no two begin together; none of a quote without cores. The first is bought in the sale that the quote was priced in, the others are renewed, or bought then.</summary>
    public required IReadOnlyList<QuotedPeriod> Periods { get; init; }

    /// <summary>Its on-demand lines together; null when it has none. A quote may have cores, a budget, or both.</summary>
    public QuotedBudget? Budget { get; init; }

    /// <summary>Chain accounts that were the customer's as it was sent.</summary>
    public required IReadOnlySet<string> Accounts { get; init; }

    /// <summary>The customer's tasks as it was sent.</summary>
    public required IReadOnlySet<uint> Tasks { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>From then on a purchase is late.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Why it ended, by a person; the clock needs no event.</summary>
    public QuoteEnding? Ending { get; init; }

    /// <summary>When it was ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
