namespace CoretimeDesk.Journal;

/// <summary>The current state of one aggregate, as a row. The journal keeps its two counters.</summary>
public interface IJournaled
{
    /// <summary>The aggregate's id; also its id in the journal and on the bus.</summary>
    Guid Id { get; }

    /// <summary>Events recorded so far, private ones included. The optimistic lock.</summary>
    long Version { get; set; }

    /// <summary>Public events recorded so far.</summary>
    long Sequence { get; set; }
}

/// <summary>One recorded event, as a command writes it. Columns that only readers need are not mapped.</summary>
public sealed class JournalRow
{
    public required Guid AggregateId { get; init; }
    public required long Version { get; init; }
    public required long? Sequence { get; init; }
    public required Guid EventId { get; init; }
    public required string AggregateType { get; init; }
    public required string Type { get; init; }
    public required string Payload { get; init; }
    public required Guid ActorId { get; init; }
    public required string ActorName { get; init; }
    public string? RuleVersion { get; init; }
    public Guid? RequestId { get; init; }
    public string? Traceparent { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>The first answer to a request id.</summary>
public sealed class RequestRow
{
    public required Guid ActorId { get; init; }
    public required Guid RequestId { get; init; }
    public required string Method { get; init; }
    public required byte[] Digest { get; init; }
    public required bool Refused { get; init; }
    public required byte[] Answer { get; init; }
    public required DateTimeOffset AnsweredAt { get; init; }
}
