namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Somebody, as they were called at the time.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">For people.</param>
public sealed record Person(Guid Id, string Name);

/// <summary>The customer, as it was when the terms were made.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AccountNumber">"A-2026-000017".</param>
/// <param name="AccountName">Its name.</param>
/// <param name="Segment">As rule versions call it.</param>
/// <param name="AnnualCorePeriods">What it says to need in a year.</param>
/// <param name="LeadId">The lead; null for the account as a whole.</param>
/// <param name="LeadNumber">"L-2026-000123", or empty.</param>
public sealed record QuoteCustomer(Guid AccountId, string AccountNumber, string AccountName, string Segment, uint AnnualCorePeriods, Guid? LeadId, string LeadNumber);

/// <summary>An approval as it stands on a quote that was sent. Which reason it was given for is the desk's own affair, and stays in its journal.</summary>
/// <param name="ApprovalId">The request that it answered.</param>
/// <param name="Role">For which role.</param>
/// <param name="By">Who decided.</param>
/// <param name="For">Whose part it was, when somebody decided for another; null else.</param>
/// <param name="At">When.</param>
/// <param name="TermsSha256">What was approved: the digest of these terms, always.</param>
public sealed record ApprovalProof(Guid ApprovalId, string Role, Person By, Person? For, DateTimeOffset At, string TermsSha256);

/// <summary>What went out, for ever.</summary>
public sealed record QuoteSnapshot
{
    /// <summary>The quote.</summary>
    public required Guid QuoteId { get; init; }

    /// <summary>"Q-2026-000123".</summary>
    public required string Number { get; init; }

    /// <summary>1, 2, 3…</summary>
    public required int Revision { get; init; }

    /// <summary>What was offered.</summary>
    public required QuoteTerms Terms { get; init; }

    /// <summary>To whom.</summary>
    public required QuoteCustomer Customer { get; init; }

    /// <summary>By whom.</summary>
    public required Person Owner { get; init; }

    /// <summary>What the rules said.</summary>
    public required Judgement Judgement { get; init; }

    /// <summary>Who approved, in the order of the roles' names; none when the rep's own ceiling covered it.</summary>
    public required IReadOnlyList<ApprovalProof> Approvals { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>First instant at which it does not count.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Which clock says so.</summary>
    public required ValidityClock Clock { get; init; }

    /// <summary>The terms' digest.</summary>
    public string TermsSha256 => TermsDigest.Of(Terms);

    /// <summary>Its own digest: on documents, in the remark, under the customer's signature.</summary>
    public string Sha256 => QuoteDigest.Of(this);
}
