using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>One public journal row as it leaves for the bus or for a replaying reader.</summary>
internal sealed record PublicRow(
    Guid AggregateId, long Version, long Sequence, Guid EventId, string AggregateType, string Type, string Payload,
    Guid ActorId, string ActorName, string? RuleVersion, string? Traceparent, DateTimeOffset OccurredAt)
{
    /// <summary>The columns that <see cref="Read"/> expects, in this order.</summary>
    public const string Columns =
        "aggregate_id, version, sequence, event_id, aggregate_type, type, payload::text, actor_id, actor_name, rule_version, traceparent, occurred_at";

    public static PublicRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt64(1), row.GetInt64(2), row.GetGuid(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.GetGuid(7), row.GetString(8), row.IsDBNull(9) ? null : row.GetString(9), row.IsDBNull(10) ? null : row.GetString(10),
        row.GetFieldValue<DateTimeOffset>(11));

    public CloudEvent ToCloudEvent(string source) => new()
    {
        Id = EventId.ToString(),
        Source = source,
        Type = Type,
        Time = OccurredAt,
        AggregateId = AggregateId,
        AggregateType = AggregateType,
        Sequence = Sequence,
        ActorId = ActorId,
        ActorName = ActorName,
        Traceparent = Traceparent,
        DataJson = Payload,
    };
}
