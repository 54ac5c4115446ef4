using System.Text;

namespace CoretimeDesk.Sealing;

/// <summary>A journal row as it goes into a seal: everything that says what happened, and nothing that says how it was delivered.</summary>
/// <param name="Service">Whose journal: <c>quoting</c>.</param>
/// <param name="EventId">The event's id, the same as on the bus.</param>
/// <param name="AggregateId">What it happened to.</param>
/// <param name="AggregateType">For example <c>quote</c>.</param>
/// <param name="Version">Counts all events of the aggregate.</param>
/// <param name="Sequence">Counts the public ones; 0 for a private one.</param>
/// <param name="Type">For example <c>coretimedesk.leads.LeadClaimed.v1</c>.</param>
/// <param name="Payload">The event's JSON as PostgreSQL writes the stored value.</param>
/// <param name="ActorId">Who did it; the nil UUID is the desk itself.</param>
/// <param name="ActorName">Their name at that time.</param>
/// <param name="RuleVersion">The rules that judged it; empty where none did.</param>
/// <param name="RequestId">The request that caused it; null where none did.</param>
/// <param name="OccurredAt">When, UTC, whole microseconds.</param>
public sealed record SealedRow(
    string Service, Guid EventId, Guid AggregateId, string AggregateType, long Version, long Sequence, string Type, string Payload,
    Guid ActorId, string ActorName, string RuleVersion, Guid? RequestId, DateTimeOffset OccurredAt)
{
    /// <summary>The text that the leaf is the hash of.</summary>
    public string Canonical() => new CanonicalJson().BeginObject()
        .Number("v", 1)
        .Text("journal", Service)
        .Text("event", EventId.ToString("D"))
        .Text("aggregate", AggregateId.ToString("D"))
        .Text("aggregate_type", AggregateType)
        .Number("version", Version)
        .Number("sequence", Sequence)
        .Text("type", Type)
        .Text("payload", Payload)
        .Text("actor", ActorId.ToString("D"))
        .Text("actor_name", ActorName)
        .Text("rule_version", RuleVersion)
        .Text("request", RequestId?.ToString("D") ?? "")
        .Instant("occurred_at", OccurredAt)
        .EndObject().ToString();

    /// <summary>The leaf's hash.</summary>
    public byte[] LeafHash() => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(Canonical()));

    /// <summary>Reads what <see cref="Canonical"/> wrote; null for any other text.</summary>
    public static SealedRow? TryParse(string text)
    {
        var row = CanonicalReading.TryRead(text, json => new SealedRow(
            json.Text("journal"), json.Id("event"), json.Id("aggregate"), json.Text("aggregate_type"), json.Number("version"), json.Number("sequence"), json.Text("type"),
            json.Text("payload"), json.Id("actor"), json.Text("actor_name"), json.Text("rule_version"), json.OptionalId("request"), json.Instant("occurred_at")));
        return row?.Canonical() == text ? row : null;
    }
}
