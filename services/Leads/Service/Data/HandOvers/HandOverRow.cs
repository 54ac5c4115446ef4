using CoretimeDesk.Journal;
using CoretimeDesk.Leads.HandOvers;

namespace CoretimeDesk.Leads.Data;

/// <summary>Where a hand-over stands.</summary>
public enum HandOverState
{
    Due = 1,
    Offered = 2,
    Accepted = 3,
    Returned = 4,
}

/// <summary>A hand-over's current state.</summary>
public sealed class HandOverRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required Guid AccountId { get; set; }

    /// <summary>The lead that goes with it; null where a chain fact opened it.</summary>
    public Guid? LeadId { get; init; }
    public required HandOverStep Step { get; init; }
    public HandOverState State { get; set; }
    public required Guid FromId { get; set; }
    public required string FromName { get; set; }
    public Guid? ToId { get; set; }
    public string? ToName { get; set; }
    public string Note { get; set; } = "";

    /// <summary>Item numbers, and beside them what is known.</summary>
    public short[] ChecklistItems { get; set; } = [];
    public string[] ChecklistNotes { get; set; } = [];
    public ChainFactKind? FactKind { get; init; }
    public string? FactId { get; init; }
    public string? FactBlockHash { get; init; }
    public DateTimeOffset? FactAt { get; init; }
    public DateTimeOffset? OfferedAt { get; set; }

    /// <summary>When it returns by itself; null unless it is offered.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public ReturnCause? Cause { get; set; }
    public string? ReturnReason { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; init; }

    public IReadOnlyList<ChecklistAnswer> Checklist => [.. ChecklistItems.Select((item, i) => new ChecklistAnswer((ChecklistItem)item, ChecklistNotes[i]))];

    public ChainFact? Fact => FactKind is { } kind ? new(kind, FactId!, FactBlockHash!, FactAt!.Value) : null;

    /// <summary>The row as the rules see it.</summary>
    public HandOver ToHandOver()
    {
        var from = new Owner(FromId, FromName);
        var to = ToId is { } id ? new Owner(id, ToName!) : null;
        return State switch
        {
            HandOverState.Due => new HandOver.Due(Id, AccountId, Step, from, Fact!),
            HandOverState.Offered => new HandOver.Offered(Id, AccountId, Step, from, to!, OfferedAt!.Value, DueAt!.Value, Fact),
            HandOverState.Accepted => new HandOver.Accepted(Id, AccountId, Step, from, to!, DecidedAt!.Value),
            _ => new HandOver.Returned(Id, AccountId, Step, from, DecidedAt!.Value, Cause!.Value),
        };
    }

    /// <summary>Takes over what an event made of it.</summary>
    public void Become(HandOver handOver, HandOverEvent happened)
    {
        State = handOver switch
        {
            HandOver.Due => HandOverState.Due,
            HandOver.Offered => HandOverState.Offered,
            HandOver.Accepted => HandOverState.Accepted,
            _ => HandOverState.Returned,
        };
        DueAt = (handOver as HandOver.Offered)?.DueAt;
        switch (happened)
        {
            case HandOverEvent.Offered e:
                (ToId, ToName, Note, OfferedAt) = (e.To.Id, e.To.Name, e.Note, e.At);
                ChecklistItems = [.. e.Checklist.Select(a => (short)a.Item)];
                ChecklistNotes = [.. e.Checklist.Select(a => a.Note)];
                (DecidedAt, Cause, ReturnReason) = (null, null, null);
                break;
            case HandOverEvent.Accepted e:
                DecidedAt = e.At;
                break;
            case HandOverEvent.Returned e:
                (DecidedAt, Cause, ReturnReason) = (e.At, e.Cause, e.Reason);
                break;
        }
    }
}

/// <summary>Who cares for a customer who has bought. One row per account.</summary>
public sealed class CareRow
{
    public required Guid AccountId { get; init; }
    public required Guid CsmId { get; set; }
    public required string CsmName { get; set; }
    public required Guid HandOverId { get; set; }
    public required DateTimeOffset Since { get; set; }
}
