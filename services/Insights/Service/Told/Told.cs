using CoretimeDesk.Insights.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Insights.Told;

/// <summary>A message, and how it was told.</summary>
/// <param name="Topic">By which part of the desk.</param>
/// <param name="Type">The event type.</param>
/// <param name="Aggregate">Of what it tells.</param>
/// <param name="Sequence">Its place among the events of that.</param>
/// <param name="Actor">Who caused it; <see cref="Guid.Empty"/> for the desk itself.</param>
/// <param name="At">When it was recorded, in whole milliseconds as fact files have them.</param>
/// <param name="Message">What it says.</param>
internal sealed record Told<T>(string Topic, string Type, Guid Aggregate, long Sequence, Guid Actor, DateTimeOffset At, T Message)
    where T : IMessage
{
    /// <summary>Where it is found again.</summary>
    public Evidence Evidence() => new() { Topic = Topic, Type = Type, AggregateId = $"{Aggregate}", Sequence = Sequence, ToldAt = At.ToTimestamp() };
}

/// <summary>All that was told of one subject, each event once.</summary>
internal sealed class SubjectTold
{
    private readonly ILookup<System.Type, Told<IMessage>> _byType;

    /// <param name="subject">What it is about.</param>
    /// <param name="told">In any order, and any number of times.</param>
    public SubjectTold(string subject, IEnumerable<Told<IMessage>> told)
    {
        Subject = subject;
        _byType = told.DistinctBy(t => (t.Type, t.Aggregate, t.Sequence)).OrderBy(t => t.At).ThenBy(t => t.Aggregate).ThenBy(t => t.Sequence).ToLookup(t => t.Message.GetType());
    }

    /// <summary>What it is about.</summary>
    public string Subject { get; }

    /// <summary>All of a type, as they were recorded.</summary>
    public IReadOnlyList<Told<T>> Of<T>()
        where T : class, IMessage<T> =>
        [.. _byType[typeof(T)].Select(t => new Told<T>(t.Topic, t.Type, t.Aggregate, t.Sequence, t.Actor, t.At, (T)t.Message))];

    /// <summary>In whole milliseconds: the fact file has no more, and a fact must be the same in both.</summary>
    public static DateTimeOffset Millis(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>The type of a stored name.</summary>
    public static EventType TypeOf(string name) => EventCatalog.Default.TryFind(name, out var type) ? type : throw new InvalidOperationException($"The database holds an observation of the type {name}, which this version of the service does not know.");
}
