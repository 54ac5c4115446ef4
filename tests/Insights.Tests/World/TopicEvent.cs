using CoretimeDesk.Insights.Told;
using CoretimeDesk.Journal;
using CoretimeDesk.Journal.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Insights.Tests;

/// <summary>An event as a topic tells it, and as its journal has it.</summary>
public sealed record TopicEvent(string Topic, Guid Aggregate, long Sequence, IMessage Message, Guid Actor, DateTimeOffset At)
{
    public string Type => $"coretimedesk.{Topic}.{Message.Descriptor.Name}.v1";

    public byte[] ToBus() => new CloudEvent
    {
        Id = $"{Message.Descriptor.Name}/{Aggregate}/{Sequence}", Source = Topic, Type = Type, Time = At, AggregateId = Aggregate, AggregateType = "thing", Sequence = Sequence, ActorId = Actor,
        DataJson = JsonFormatter.Default.Format(Message),
    }.ToJson();

    public JournalEntry ToJournal(int position) => new()
    {
        Position = $"1-{position}", EventId = $"{Message.Descriptor.Name}/{Aggregate}/{Sequence}", Type = Type, AggregateType = "thing", AggregateId = $"{Aggregate}", Version = Sequence, Sequence = Sequence,
        ActorId = $"{Actor}", OccurredAt = At.ToTimestamp(), DataJson = JsonFormatter.Default.Format(Message),
    };

    internal Told<IMessage> ToTold() => new(Topic, Type, Aggregate, Sequence, Actor, SubjectTold.Millis(At), Message);
}
