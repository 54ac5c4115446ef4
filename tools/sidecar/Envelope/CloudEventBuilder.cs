using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Sidecar.Envelope;

/// <summary>What surrounds a published body: who, where to, when, and in which trace.</summary>
internal readonly record struct PublishContext(string AppId, string PubSub, string Topic, DateTimeOffset LocalNow, TraceContext Trace);

/// <summary>
/// Makes the envelope of a published event: wraps a plain body, or completes an envelope that the publisher sent. The
/// rules are those of the real sidecar, odd ones included.
/// </summary>
internal static class CloudEventBuilder
{
    private const string OwnEnvelope = "application/cloudevents+json";
    private const string DefaultType = "com.dapr.event.sent";

    /// <summary>The media type without parameters, in lower case; empty stays empty.</summary>
    public static string MediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>Whether the body is a whole envelope already.</summary>
    public static bool IsOwnEnvelope(string? contentType) => MediaType(contentType) == OwnEnvelope;

    /// <summary>Wraps a body by its content type.</summary>
    public static byte[] Wrap(ReadOnlyMemory<byte> body, string? contentType, PublishMetadata metadata, PublishContext context)
    {
        var media = MediaType(contentType);
        using var json = media == "application/json" ? GoJson.ParseFirst(body) : null;
        if (json is not null)
        {
            return Wrap(Member.Of("data", json.RootElement), contentType, metadata, context);
        }

        return media is "application/octet-stream" or "application/cloudevents+protobuf"
            ? Wrap(Member.Of("data_base64", Convert.ToBase64String(body.Span)), contentType, metadata, context)
            : Wrap(Member.Of("data", Encoding.UTF8.GetString(body.Span)), contentType, metadata, context);
    }

    /// <summary>Wraps a value of a bulk request, whose numbers go through floating point.</summary>
    public static byte[] WrapBulk(JsonElement data, string contentType, PublishMetadata metadata, PublishContext context) =>
        Wrap(new Member("data", data, null, ExactNumbers: false), contentType, metadata, context);

    /// <summary>Completes an envelope of the publisher's own.</summary>
    /// <returns>Null when it is not a JSON object.</returns>
    public static byte[]? Complete(ReadOnlyMemory<byte> body, PublishMetadata metadata, PublishContext context)
    {
        using var json = GoJson.ParseFirst(body);
        return json is null ? null : Complete(json.RootElement, metadata, context, exactNumbers: true);
    }

    /// <inheritdoc cref="Complete(ReadOnlyMemory{byte}, PublishMetadata, PublishContext)"/>
    public static byte[]? Complete(JsonElement own, PublishMetadata metadata, PublishContext context, bool exactNumbers)
    {
        if (own.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var members = new Members();
        foreach (var member in own.EnumerateObject())
        {
            members.Set(new Member(GoText.NameOf(member), member.Value, null, exactNumbers));
        }

        members.Set(Member.Of("topic", context.Topic));
        members.Set(Member.Of("pubsubname", context.PubSub));
        members.Fill("source", "Dapr");
        members.Fill("type", DefaultType);
        members.Fill("specversion", "1.0");
        members.Fill("time", GoTime(context.LocalNow));
        members.Fill("tracestate", context.Trace.TraceState);
        if (members.Fill("traceid", context.Trace.TraceParent))
        {
            // Without a traceid of the publisher's the whole trace context is replaced.
            members.Set(Member.Of("traceparent", context.Trace.TraceParent));
        }

        SetExpiration(members, metadata, context);
        return members.ToBytes();
    }

    /// <summary>What a subscription for raw payloads gets: the body in an envelope with an id that is new every time.</summary>
    public static byte[] WrapRaw(ReadOnlySpan<byte> body, string pubSub, string topic, DateTimeOffset now)
    {
        var members = new Members();
        members.Set(Member.Of("id", Guid.CreateVersion7(now).ToString()));
        members.Set(Member.Of("specversion", "1.0"));
        members.Set(Member.Of("datacontenttype", "application/octet-stream"));
        members.Set(Member.Of("source", "Dapr"));
        members.Set(Member.Of("type", DefaultType));
        members.Set(Member.Of("topic", topic));
        members.Set(Member.Of("pubsubname", pubSub));
        members.Set(Member.Of("data_base64", Convert.ToBase64String(body)));
        return members.ToBytes();
    }

    private static byte[] Wrap(Member data, string? contentType, PublishMetadata metadata, PublishContext context)
    {
        var members = new Members();
        members.Set(data);
        members.Set(Member.Of("specversion", "1.0"));
        members.Set(Member.Of("id", metadata.Override("id") ?? Guid.CreateVersion7(context.LocalNow).ToString()));
        members.Set(Member.Of("source", metadata.Override("source") ?? context.AppId));
        members.Set(Member.Of("type", metadata.Override("type") ?? DefaultType));
        members.Set(Member.Of("datacontenttype", string.IsNullOrEmpty(contentType) ? "text/plain" : contentType));
        members.Set(Member.Of("time", GoTime(context.LocalNow)));
        members.Set(Member.Of("topic", context.Topic));
        members.Set(Member.Of("pubsubname", context.PubSub));
        if (metadata.Override("subject") is { } subject)
        {
            members.Set(Member.Of("subject", subject));
        }

        var parent = metadata.Override("traceparent") ?? metadata.Override("traceid") ?? context.Trace.TraceParent;
        members.Set(Member.Of("traceparent", parent));
        members.Set(Member.Of("traceid", metadata.Override("traceid") ?? parent));
        members.Set(Member.Of("tracestate", metadata.Override("tracestate") ?? context.Trace.TraceState));
        SetExpiration(members, metadata, context);
        return members.ToBytes();
    }

    private static void SetExpiration(Members members, PublishMetadata metadata, PublishContext context)
    {
        if (metadata.TimeToLive() is { } ttl)
        {
            members.Set(Member.Of("expiration", GoTime(context.LocalNow.ToUniversalTime() + ttl)));
        }
    }

    private static string GoTime(DateTimeOffset time) =>
        time.Offset == TimeSpan.Zero ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") : time.ToString("yyyy-MM-dd'T'HH:mm:sszzz");

    private readonly record struct Member(string Name, JsonElement Json, string? Text, bool ExactNumbers)
    {
        public static Member Of(string name, string text) => new(name, default, text, true);

        public static Member Of(string name, JsonElement json) => new(name, json, null, true);
    }

    private sealed class Members
    {
        private readonly SortedDictionary<string, Member> _members = new(StringComparer.Ordinal);

        public void Set(Member member) => _members[member.Name] = member;

        /// <returns>Whether it was missing (or null).</returns>
        public bool Fill(string name, string text)
        {
            if (_members.TryGetValue(name, out var there) && (there.Text is not null || there.Json.ValueKind != JsonValueKind.Null))
            {
                return false;
            }

            Set(Member.Of(name, text));
            return true;
        }

        public byte[] ToBytes()
        {
            var into = new ArrayBufferWriter<byte>(512);
            var separator = "{"u8;
            foreach (var member in _members.Values)
            {
                into.Write(separator);
                separator = ","u8;
                GoJson.WriteString(into, member.Name);
                into.Write(":"u8);
                if (member.Text is { } text)
                {
                    GoJson.WriteString(into, text);
                }
                else
                {
                    GoJson.Write(into, member.Json, member.ExactNumbers);
                }
            }

            into.Write("}"u8);
            return into.WrittenSpan.ToArray();
        }
    }
}
