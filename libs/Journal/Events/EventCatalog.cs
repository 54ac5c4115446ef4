using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Journal;

/// <summary>How an event type is kept.</summary>
/// <param name="Name">The type name on the bus: <c>coretimedesk.leads.LeadClaimed.v1</c>.</param>
/// <param name="Message">Its protobuf message.</param>
/// <param name="IsPublic">Published on the bus, or only recorded.</param>
public sealed record EventType(string Name, MessageDescriptor Message, bool IsPublic);

/// <summary>
/// The event types that this build knows: every message of a file called <c>events.proto</c> (public) or
/// <c>private_events.proto</c> (recorded, never published) in a versioned package.
/// </summary>
public sealed class EventCatalog
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
    private readonly FrozenDictionary<string, EventType> _byName;
    private readonly FrozenDictionary<string, EventType> _byMessage;

    /// <summary>Reads the types out of these proto files; others are passed over.</summary>
    public EventCatalog(IEnumerable<FileDescriptor> files)
    {
        var types = files.SelectMany(Types).ToList();
        _byName = types.ToFrozenDictionary(t => t.Name);
        _byMessage = types.ToFrozenDictionary(t => t.Message.FullName);
    }

    /// <summary>All types of the desk's own protos.</summary>
    public static EventCatalog Default { get; } = new(ProtoFiles.Of(typeof(V1.JournalReflection).Assembly));

    /// <summary>All types, by name.</summary>
    public IEnumerable<EventType> All => _byName.Values.OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>The type of a message that a service wants to record.</summary>
    /// <exception cref="InvalidOperationException">The message is no event: it is declared in another file.</exception>
    public EventType Of(IMessage message) => _byMessage.TryGetValue(message.Descriptor.FullName, out var type)
        ? type
        : throw new InvalidOperationException($"{message.Descriptor.FullName} is declared in {message.Descriptor.File.Name}; events belong in events.proto or private_events.proto.");

    /// <summary>The type of that name, if this build knows it.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out EventType? type) => _byName.TryGetValue(name, out type);

    /// <summary>Explains a name that is not in the catalogue: a newer version of a known type, or nothing known.</summary>
    public string WhyUnknown(string name)
    {
        var dot = name.LastIndexOf(".v", StringComparison.Ordinal);
        var known = dot > 0 ? _byName.Keys.FirstOrDefault(k => k.StartsWith(name[..(dot + 2)], StringComparison.Ordinal)) : null;
        return known is null
            ? $"type \"{name}\" is unknown to this version of the service"
            : $"type \"{name}\" is another version than {known}, the one this service knows";
    }

    /// <summary>Parses protobuf-JSON; unknown fields are allowed, because adding fields is.</summary>
    /// <exception cref="InvalidProtocolBufferException">The text is no such message.</exception>
    public static IMessage Parse(EventType type, string json) => Parser.Parse(json, type.Message);

    private static IEnumerable<EventType> Types(FileDescriptor file)
    {
        var isPublic = file.Name.EndsWith("/events.proto", StringComparison.Ordinal);
        if (!isPublic && !file.Name.EndsWith("/private_events.proto", StringComparison.Ordinal))
        {
            yield break;
        }

        var (package, version) = SplitVersion(file.Package);
        foreach (var message in file.MessageTypes)
        {
            yield return new($"{package}.{message.Name}.{version}", message, isPublic);
        }
    }

    private static (string Package, string Version) SplitVersion(string package)
    {
        var dot = package.LastIndexOf(".v", StringComparison.Ordinal);
        return dot > 0 ? (package[..dot], package[(dot + 1)..]) : throw new InvalidOperationException($"Package {package} has no version: end it in .v1.");
    }
}
