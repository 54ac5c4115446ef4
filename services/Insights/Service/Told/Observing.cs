using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Journal;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Told;

/// <summary>Observations from events, and events from observations.</summary>
internal static class Observing
{
    /// <summary>The row of an event that facts follow from.</summary>
    public static ObservationRow RowOf(string topic, string type, Guid aggregate, long sequence, Guid actor, DateTimeOffset at, IMessage message)
    {
        var (subject, also) = Subjects.Of(message);
        return new()
        {
            Id = IdOf($"{type}/{aggregate}/{sequence}"), Topic = topic, Type = type, AggregateId = aggregate, Told = sequence, ActorId = actor, ToldAt = at.ToUniversalTime(), Subject = subject,
            Also = also, Body = message.ToByteArray(),
        };
    }

    /// <summary>The event of a row.</summary>
    public static Told<IMessage> ToTold(ObservationRow row) =>
        new(row.Topic, row.Type, row.AggregateId, row.Told, row.ActorId, SubjectTold.Millis(row.ToldAt), SubjectTold.TypeOf(row.Type).Message.Parser.ParseFrom(row.Body));

    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
}
