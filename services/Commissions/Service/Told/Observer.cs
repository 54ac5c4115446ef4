using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Told;

/// <summary>Keeps an event as it was told. What follows from it is worked out from all of them together, so neither their order nor their repetition matters.</summary>
internal sealed class Observer<TMessage> : IEventHandler<CommissionsDb, TMessage>
    where TMessage : IMessage<TMessage>
{
    public Task HandleAsync(TMessage message, CloudEvent envelope, CommandScope<CommissionsDb> scope) =>
        Observing.KeepAsync(scope, envelope.Type, envelope.AggregateId, envelope.Sequence, envelope.ActorId, envelope.Time, message);
}

/// <summary>Writes observations.</summary>
internal static class Observing
{
    public const string Aggregate = "observation";

    /// <summary>Keeps one, unless it is kept already.</summary>
    public static async Task KeepAsync(CommandScope<CommissionsDb> scope, string type, Guid aggregate, long sequence, Guid actor, DateTimeOffset at, IMessage message)
    {
        var id = IdOf(type, aggregate, sequence);
        if (await scope.Db.Observations.FindAsync([id], scope.Stop) is not null)
        {
            return;
        }

        var row = new ObservationRow { Id = id, Type = type, AggregateId = aggregate, Told = sequence, ActorId = actor, ToldAt = at, Body = message.ToByteArray() };
        scope.Db.Observations.Add(row);
        scope.Append(row, Aggregate, [
            new Observed { Type = type, AggregateId = $"{aggregate}", Sequence = (ulong)sequence, ActorId = $"{actor}", ToldAt = at.ToTimestamp(), Json = JsonFormatter.Default.Format(message) },
        ]);
    }

    /// <summary>Keeps what a person of the desk has decided, as the next of its aggregate, and tells everybody. The caller holds a lock on the aggregate.</summary>
    public static async Task DecideAsync(CommandScope<CommissionsDb> scope, Guid aggregate, IMessage message)
    {
        var type = EventCatalog.Default.Of(message).Name;
        var sequence = await scope.Db.Observations.CountAsync(o => o.Type == type && o.AggregateId == aggregate, scope.Stop) + 1;
        await KeepAsync(scope, type, aggregate, sequence, scope.Actor.Id, scope.Now, message);
        scope.Append(scope.Db.Observations.Local.Single(o => o.Type == type && o.AggregateId == aggregate && o.Told == sequence), Aggregate, [message]);
    }

    /// <summary>The row that an observation in the journal was written with: the ledger can be worked out from the journal alone.</summary>
    public static ObservationRow Of(Observed told)
    {
        var (aggregate, sequence) = (Guid.Parse(told.AggregateId), (long)told.Sequence);
        return new()
        {
            Id = IdOf(told.Type, aggregate, sequence), Type = told.Type, AggregateId = aggregate, Told = sequence, ActorId = Guid.Parse(told.ActorId), ToldAt = told.ToldAt.ToDateTimeOffset(),
            Body = EventCatalog.Parse(Observations.TypeOf(told.Type), told.Json).ToByteArray(),
        };
    }

    /// <summary>The id of something that has a name and no id.</summary>
    public static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);

    private static Guid IdOf(string type, Guid aggregate, long sequence) => IdOf($"{type}/{aggregate}/{sequence}");
}
