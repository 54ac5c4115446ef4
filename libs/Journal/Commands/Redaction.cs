using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Journal;

/// <summary>
/// Requests without the fields that their proto file marks <c>debug_redact</c>. A digest is kept for weeks, and that of a
/// request with a password in it would let its reader try passwords a billion times faster than the password's own hash does.
/// </summary>
internal static class Redaction
{
    private static readonly ConcurrentDictionary<MessageDescriptor, bool> WithSecrets = new();

    /// <summary>The message itself when it has no such field, else a copy without them.</summary>
    public static IMessage Of(IMessage message)
    {
        if (!WithSecrets.GetOrAdd(message.Descriptor, type => HasSecrets(type, [])))
        {
            return message;
        }

        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        Clear(copy);
        return copy;
    }

    private static void Clear(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (IsSecret(field))
            {
                field.Accessor.Clear(message);
            }
            else if (field is { FieldType: FieldType.Message, IsMap: false })
            {
                var value = field.Accessor.GetValue(message);
                foreach (var inner in (field.IsRepeated ? (System.Collections.IEnumerable)value : new[] { value }).OfType<IMessage>())
                {
                    Clear(inner);
                }
            }
        }
    }

    private static bool HasSecrets(MessageDescriptor type, HashSet<MessageDescriptor> seen) =>
        seen.Add(type) && type.Fields.InFieldNumberOrder().Any(f => IsSecret(f) || (f is { FieldType: FieldType.Message, IsMap: false } && HasSecrets(f.MessageType, seen)));

    private static bool IsSecret(FieldDescriptor field) => field.GetOptions()?.DebugRedact == true;
}
