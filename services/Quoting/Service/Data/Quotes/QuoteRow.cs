using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Data;

/// <summary>A quote's current state: what lists are made by, and its head. Revisions and requests for approval have rows of their own.</summary>
public sealed class QuoteRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required Guid AccountId { get; set; }
    public Guid? LeadId { get; init; }
    public required Guid OwnerId { get; init; }
    public required string OwnerName { get; init; }

    /// <summary>The owner's teams: their leads work on it and approve.</summary>
    public required Guid[] TeamIds { get; init; }

    /// <summary>Who owns the lead or registration.</summary>
    public Guid? CustomerOwnerId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of the newest revision.</summary>
    public QuoteState State { get; set; }
    public int Revision { get; set; }

    /// <summary>When the clock will do something to it.</summary>
    public DateTimeOffset? NextDueAt { get; set; }

    /// <summary>The latest instant at which something changed: nothing that follows can have happened before it.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The message QuoteCustomer.</summary>
    public required byte[] Customer { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public List<RevisionRow> Revisions { get; init; } = [];
    public List<ApprovalRow> Approvals { get; init; } = [];
}

/// <summary>One revision. A sent one never changes but for its end.</summary>
public sealed class RevisionRow
{
    public required Guid QuoteId { get; init; }
    public required int Number { get; init; }
    public QuoteState State { get; set; }

    /// <summary>Null in a draft.</summary>
    public string? TermsSha256 { get; set; }

    /// <summary>Null until it is sent.</summary>
    public string? QuoteSha256 { get; set; }
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>Planck; null in a draft.</summary>
    public UInt128? List { get; set; }
    public UInt128? Concession { get; set; }

    /// <summary>The message QuoteRevision, without approvals.</summary>
    public required byte[] Body { get; set; }
}

/// <summary>One role's part in one round.</summary>
public sealed class ApprovalRow
{
    public required Guid Id { get; init; }
    public required Guid QuoteId { get; init; }
    public required int Revision { get; init; }

    /// <summary>Counts the requests of a quote.</summary>
    public required int Position { get; init; }
    public required string Role { get; init; }

    /// <summary>The role and those it went up to.</summary>
    public required string[] Roles { get; set; }
    public ApprovalState State { get; set; }
    public DateTimeOffset DueAt { get; set; }

    /// <summary>The message Approval.</summary>
    public required byte[] Body { get; set; }
    public QuoteRow? Quote { get; init; }
}
