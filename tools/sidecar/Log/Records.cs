using System.Buffers.Binary;
using System.Text;

namespace CoretimeDesk.Sidecar.Log;

/// <summary>What a record says. The numbers are on disk: they never change meaning.</summary>
internal enum RecordKind : byte
{
    /// <summary>An event was accepted for a topic, or moved here from an older segment (same sequence number).</summary>
    Event = 1,

    /// <summary>A group (app id) is done with an event.</summary>
    Done = 2,

    /// <summary>A group subscribed to a topic for the first time.</summary>
    Register = 3,

    /// <summary>A group is done with an event by moving it to its dead-letter topic: both in one record, so never just one of them.</summary>
    DeadLetter = 4,

    /// <summary>An operator gave up a group's subscription and its backlog.</summary>
    Forget = 5,
}

/// <summary>One record of the log, decoded. Members that its kind does not use are default.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Group">The app id; empty for <see cref="RecordKind.Event"/>.</param>
/// <param name="Topic">The topic that the group consumes, or that an event was published to.</param>
/// <param name="Sequence">Event: its own number. Done, DeadLetter: the number dealt with. Register: the first number wanted.</param>
/// <param name="Stored">The event that the record carries, for Event and DeadLetter.</param>
internal readonly record struct Record(RecordKind Kind, string Group, string Topic, long Sequence, CarriedEvent Stored);

/// <summary>An event inside a record; the body is located by offsets into the payload, not copied.</summary>
internal readonly record struct CarriedEvent(string Topic, long Sequence, long AcceptedUnixMs, int BodyOffset, int BodyBytes);

/// <summary>Writes and reads record payloads.</summary>
internal static class Records
{
    public static int SizeOfEvent(string topic, int bodyBytes) => 1 + SizeOfCarried(topic, bodyBytes);

    public static int SizeOfState(string group, string topic) => 1 + SizeOfText(group) + SizeOfText(topic) + 8;

    public static int SizeOfDeadLetter(string group, string topic, string deadTopic, int bodyBytes) =>
        SizeOfState(group, topic) + SizeOfCarried(deadTopic, bodyBytes);

    /// <returns>Where in <paramref name="payload"/> the body begins.</returns>
    public static int WriteEvent(Span<byte> payload, string topic, long sequence, long acceptedUnixMs, ReadOnlySpan<byte> body)
    {
        payload[0] = (byte)RecordKind.Event;
        return WriteCarried(payload, 1, topic, sequence, acceptedUnixMs, body);
    }

    /// <returns>How many bytes were written.</returns>
    public static int WriteState(Span<byte> payload, RecordKind kind, string group, string topic, long sequence)
    {
        payload[0] = (byte)kind;
        var at = WriteText(payload, 1, group);
        at = WriteText(payload, at, topic);
        BinaryPrimitives.WriteInt64LittleEndian(payload[at..], sequence);
        return at + 8;
    }

    /// <returns>Where in <paramref name="payload"/> the body begins.</returns>
    public static int WriteDeadLetter(
        Span<byte> payload, string group, string topic, long done, string deadTopic, long sequence, long acceptedUnixMs, ReadOnlySpan<byte> body)
    {
        var at = WriteState(payload, RecordKind.DeadLetter, group, topic, done);
        return WriteCarried(payload, at, deadTopic, sequence, acceptedUnixMs, body);
    }

    /// <exception cref="InvalidDataException">The checksum was right but the content is not of this version.</exception>
    public static Record Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var kind = (RecordKind)payload[0];
            var at = 1;
            switch (kind)
            {
                case RecordKind.Event:
                    var carried = ReadCarried(payload, at);
                    return new Record(kind, "", carried.Topic, carried.Sequence, carried);
                case RecordKind.Done or RecordKind.Register or RecordKind.Forget or RecordKind.DeadLetter:
                    var group = ReadText(payload, ref at);
                    var topic = ReadText(payload, ref at);
                    var sequence = BinaryPrimitives.ReadInt64LittleEndian(payload[at..]);
                    return new Record(kind, group, topic, sequence, kind == RecordKind.DeadLetter ? ReadCarried(payload, at + 8) : default);
                default:
                    throw new InvalidDataException($"record kind {(byte)kind} is unknown: the data directory was written by a newer version");
            }
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("a record with a right checksum has the wrong shape: the data directory was written by another version", e);
        }
    }

    private static int SizeOfText(string text) => 2 + Encoding.UTF8.GetByteCount(text);

    private static int SizeOfCarried(string topic, int bodyBytes) => SizeOfText(topic) + 8 + 8 + 4 + bodyBytes;

    private static int WriteCarried(Span<byte> payload, int at, string topic, long sequence, long acceptedUnixMs, ReadOnlySpan<byte> body)
    {
        at = WriteText(payload, at, topic);
        BinaryPrimitives.WriteInt64LittleEndian(payload[at..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(payload[(at + 8)..], acceptedUnixMs);
        BinaryPrimitives.WriteInt32LittleEndian(payload[(at + 16)..], body.Length);
        body.CopyTo(payload[(at + 20)..]);
        return at + 20;
    }

    private static CarriedEvent ReadCarried(ReadOnlySpan<byte> payload, int at)
    {
        var topic = ReadText(payload, ref at);
        var sequence = BinaryPrimitives.ReadInt64LittleEndian(payload[at..]);
        var accepted = BinaryPrimitives.ReadInt64LittleEndian(payload[(at + 8)..]);
        var body = BinaryPrimitives.ReadInt32LittleEndian(payload[(at + 16)..]);
        return at + 20 + body == payload.Length
            ? new CarriedEvent(topic, sequence, accepted, at + 20, body)
            : throw new InvalidDataException($"an event record of topic '{topic}' has {payload.Length - at - 20} bytes of body instead of {body}");
    }

    private static int WriteText(Span<byte> payload, int at, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text, payload[(at + 2)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[at..], checked((ushort)bytes));
        return at + 2 + bytes;
    }

    private static string ReadText(ReadOnlySpan<byte> payload, ref int at)
    {
        var bytes = BinaryPrimitives.ReadUInt16LittleEndian(payload[at..]);
        var text = Encoding.UTF8.GetString(payload.Slice(at + 2, bytes));
        at += 2 + bytes;
        return text;
    }
}
