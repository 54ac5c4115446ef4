using System.Text.Json;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Discovery;

/// <summary>Where an event goes: the first rule whose expression is true.</summary>
/// <param name="Match">Null always matches.</param>
/// <param name="Path">Path on the app, with or without a leading slash.</param>
internal sealed record Rule(CelExpression? Match, string Path);

/// <summary>Many events with one request.</summary>
/// <param name="Most">How many at most.</param>
/// <param name="Wait">How long the first of them waits for others.</param>
internal sealed record Bulk(int Most, TimeSpan Wait);

/// <summary>One topic that an app wants.</summary>
internal sealed record Subscription(
    string PubSub, string Topic, IReadOnlyList<Rule> Rules, string? DeadLetterTopic, IReadOnlyDictionary<string, string> Metadata, Bulk? Bulk = null)
{
    /// <summary>Whether events are wrapped here instead of being taken for envelopes.</summary>
    public bool Raw => GoValues.TryBoolean(Metadata.GetValueOrDefault("rawPayload"), out var raw) && raw;

    /// <summary>The path for an event, or null when no rule matches.</summary>
    /// <exception cref="CelException">A rule cannot be evaluated on this event, which is a failure and not "false".</exception>
    public string? Route(JsonElement envelope) => Rules.FirstOrDefault(rule => rule.Match?.IsTrue(envelope) ?? true)?.Path;
}
