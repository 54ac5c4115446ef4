using CoretimeDesk.Quoting.Approvals;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>One revision of a quote.</summary>
public sealed record QuoteRevision
{
    /// <summary>1, 2, 3…</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands, but for what the clock has done since.</summary>
    public QuoteState State { get; init; } = QuoteState.Draft;

    /// <summary>What is asked for.</summary>
    public required QuoteAsk Ask { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null in a draft.</summary>
    public QuoteTerms? Terms { get; init; }

    /// <summary>Their digest; null in a draft.</summary>
    public string? TermsSha256 { get; init; }

    /// <summary>When they were made.</summary>
    public DateTimeOffset? PricedAt { get; init; }

    /// <summary>What the rules said; null until it is submitted.</summary>
    public Judgement? Judgement { get; init; }

    /// <summary>Who submitted it: may not approve.</summary>
    public Person? SubmittedBy { get; init; }

    /// <summary>All requests, of all rounds, oldest first.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>First instant at which it can no longer be sent; null until it is approved.</summary>
    public DateTimeOffset? ApprovedUntil { get; init; }

    /// <summary>What went out; null until it is sent.</summary>
    public QuoteSnapshot? Snapshot { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended, or why a draft was declined.</summary>
    public string EndReason { get; init; } = "";

    /// <summary>Requests of the present round, which may be decided or are.</summary>
    public IEnumerable<Approval> Round => Approvals.Where(a => a.State is ApprovalState.Asked or ApprovalState.Given && a.TermsSha256 == TermsSha256);
}

/// <summary>A quote: what was offered to a customer, in revisions of which at most one is with the customer and at most one is being worked on.</summary>
public sealed record Quote
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>"Q-2026-000123".</summary>
    public required string Number { get; init; }

    /// <summary>Whose it is.</summary>
    public required Person Owner { get; init; }

    /// <summary>The owner's teams: their leads work on it and approve.</summary>
    public required IReadOnlyList<Guid> TeamIds { get; init; }

    /// <summary>For whom, as of the last pricing.</summary>
    public required QuoteCustomer Customer { get; init; }

    /// <summary>Who owns the lead or registration: gains by the sale, so may not approve.</summary>
    public Guid? CustomerOwnerId { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Oldest first; at least one.</summary>
    public required IReadOnlyList<QuoteRevision> Revisions { get; init; }

    /// <summary>The newest revision.</summary>
    public QuoteRevision Newest => Revisions[^1];

    /// <summary>The revision that is with the customer; null for none.</summary>
    public QuoteRevision? Out => Revisions.LastOrDefault(r => r.State.IsOut());

    /// <summary>What the clock does next, and when; null while it does nothing.</summary>
    public DateTimeOffset? NextDueAt => Revisions
        .SelectMany(r => r.State == QuoteState.Sent
            ? [r.Snapshot!.ValidUntil]
            : r.State == QuoteState.Submitted ? r.Round.Where(a => a.State == ApprovalState.Asked && a.Escalations <= r.Judgement!.HigherSteps.Count).Select(a => a.DueAt) : [])
        .Cast<DateTimeOffset?>()
        .Min();

    internal Quote With(int revision, Func<QuoteRevision, QuoteRevision> change) => this with { Revisions = [.. Revisions.Select(r => r.Number == revision ? change(r) : r)] };
}
