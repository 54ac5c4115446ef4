using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Journal;
using Google.Protobuf;

namespace CoretimeDesk.Commissions.Told;

/// <summary>A message, and how it was told.</summary>
/// <param name="Aggregate">Of what it tells.</param>
/// <param name="Sequence">Its place among the events of that.</param>
/// <param name="Actor">Who caused it; <see cref="Guid.Empty"/> for the desk itself.</param>
/// <param name="At">When it was recorded, in whole milliseconds as facts have them.</param>
/// <param name="Message">What it says.</param>
internal sealed record Told<T>(Guid Aggregate, long Sequence, Guid Actor, DateTimeOffset At, T Message);

/// <summary>All that was told, by type.</summary>
internal sealed class Observations
{
    private readonly ILookup<string, ObservationRow> _byMessage;

    /// <param name="rows">In any order.</param>
    public Observations(IEnumerable<ObservationRow> rows) =>
        _byMessage = rows.DistinctBy(r => r.Id).OrderBy(r => r.AggregateId).ThenBy(r => r.Told).ThenBy(r => r.Id).ToLookup(r => TypeOf(r.Type).Message.FullName, StringComparer.Ordinal);

    /// <summary>All of a type, by aggregate and then as they happened to it.</summary>
    public IReadOnlyList<Told<T>> Of<T>()
        where T : IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return [.. _byMessage[new T().Descriptor.FullName].Select(r => new Told<T>(r.AggregateId, r.Told, r.ActorId, Millis(r.ToldAt), parser.ParseFrom(r.Body)))];
    }

    /// <summary>In whole milliseconds: the fact file has no more, and a fact must be the same in both.</summary>
    public static DateTimeOffset Millis(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>The type of a stored name.</summary>
    public static EventType TypeOf(string name) => EventCatalog.Default.TryFind(name, out var type) ? type : throw new InvalidOperationException($"The database holds an observation of the type {name}, which this version of the service does not know.");
}
