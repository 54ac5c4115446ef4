namespace CoretimeDesk.Quoting.Matching;

/// <summary>What a paid event is to the quotes.</summary>
public enum MatchState
{
    /// <summary>No quote's: revenue that no quote explains.</summary>
    Unmatched = 1,

    /// <summary>A person has to look at it.</summary>
    InReview = 2,

    /// <summary>It counts for one core of one period of a quote, or fills its budget for on-demand orders.</summary>
    Counted = 3,

    /// <summary>The customer's, beyond the cores or the budget that were quoted: no concession is owed for it, and it counts for nothing.</summary>
    Surplus = 4,

    /// <summary>A person confirmed it as the quote's, but the quote had ended before the block, or never offered that sale: the customer's, and under no terms. Of on-demand orders also what was paid with credit.</summary>
    OutsideTerms = 5,

    /// <summary>A person said that it is none of the quotes that it looked like.</summary>
    Rejected = 6,

    /// <summary>A sponsor bought it for a quote and has not assigned it for good to the customer's task.</summary>
    AwaitingAssignment = 7,
}

/// <summary>How it is known.</summary>
public enum MatchBasis
{
    /// <summary>The quote's digest stands in the same extrinsic: no guess.</summary>
    Digest = 1,

    /// <summary>Account, task, sale and price add up.</summary>
    Score = 2,

    /// <summary>A person decided.</summary>
    Person = 3,
}

/// <summary>In what a paid event differs from what was quoted. Any of them needs a person.</summary>
[Flags]
public enum Deviations
{
    /// <summary>In nothing.</summary>
    None = 0,

    /// <summary>Paid by an account that is not on the customer's list. A digest can be copied by anybody once it stands on the chain.</summary>
    WrongAccount = 1 << 0,

    /// <summary>Paid by a sponsor where the customer was to pay.</summary>
    PaidBySponsor = 1 << 1,

    /// <summary>Paid by the customer where a sponsor was to pay.</summary>
    PaidByCustomer = 1 << 2,

    /// <summary>Dearer than the quoted limit, or than what is left of the budget.</summary>
    OverLimit = 1 << 3,

    /// <summary>In a sale that the quote does not offer.</summary>
    WrongSale = 1 << 4,

    /// <summary>Renewed where a purchase was quoted, or the other way, or the renewal of another core.</summary>
    WrongKind = 1 << 5,

    /// <summary>In a block after the quote's validity.</summary>
    Late = 1 << 6,

    /// <summary>In a block after a later revision was sent.</summary>
    Superseded = 1 << 7,

    /// <summary>In a block after the quote was withdrawn.</summary>
    Withdrawn = 1 << 8,

    /// <summary>More than one quote fits.</summary>
    Ambiguous = 1 << 9,

    /// <summary>A match of it was reversed: it is never matched by itself again.</summary>
    ReversedBefore = 1 << 10,

    /// <summary>Cores that are not there any more: more were bought than quoted.</summary>
    Surplus = 1 << 11,

    /// <summary>Too little speaks for it: fewer than 80 points.</summary>
    Weak = 1 << 12,

    /// <summary>An on-demand order for a task that is not the customer's.</summary>
    OtherTask = 1 << 13,

    /// <summary>An on-demand order that was paid with credit: never a customer's payment, so no person can make it count.</summary>
    PaidByCredit = 1 << 14,

    /// <summary>An on-demand order of which the chain does not tell whether it was paid with credit.</summary>
    PaymentUnknown = 1 << 15,

    /// <summary>A person said that it is the quote's, and nothing on the chain does: neither account nor task, digest nor sale.</summary>
    NoEvidence = 1 << 16,
}

/// <summary>One quote that a paid event may belong to.</summary>
/// <param name="Digest">The quote.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="HasDigest">The quote's digest stands in the same extrinsic.</param>
/// <param name="Differs">In what it differs from what was quoted.</param>
public sealed record Candidate(string Digest, int Score, bool HasDigest, Deviations Differs);

/// <summary>What is made of a paid event.</summary>
/// <param name="FactId">The fact.</param>
/// <param name="State">What it is to the quotes.</param>
/// <param name="Digest">The quote whose it is; null while that is open.</param>
/// <param name="Basis">How that is known; null while it is open.</param>
/// <param name="Score">Points of the best candidate.</param>
/// <param name="Differs">In what it differs from the quote, or why a person has to look.</param>
/// <param name="Payer">Who paid, as the quote sees it.</param>
/// <param name="IsCustomerPaid">It can win: the customer paid. Never true of what a sponsor paid.</param>
/// <param name="IsAnotherPayer">Another account of the customer than that of the quote's first counted core. It counts; it is worth knowing.</param>
/// <param name="Candidates">The quotes that it may belong to, best first.</param>
public sealed record Verdict(
    string FactId, MatchState State, string? Digest, MatchBasis? Basis, int Score, Deviations Differs, Payer Payer, bool IsCustomerPaid, bool IsAnotherPayer, IReadOnlyList<Candidate> Candidates)
{
    /// <inheritdoc/>
    public bool Equals(Verdict? other) => other is not null
        && (FactId, State, Digest, Basis, Score, Differs, Payer, IsCustomerPaid, IsAnotherPayer)
            == (other.FactId, other.State, other.Digest, other.Basis, other.Score, other.Differs, other.Payer, other.IsCustomerPaid, other.IsAnotherPayer)
        && Candidates.SequenceEqual(other.Candidates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FactId, State, Digest, Basis, Differs);
}
