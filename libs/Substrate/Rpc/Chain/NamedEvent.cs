using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>Events of the newer methods: objects whose member <c>event</c> says what they are, wherever it stands.</summary>
internal static class NamedEvent
{
    /// <summary>The event's name. The reader is a copy, so the caller's stays where it is.</summary>
    public static string PeekName(Utf8JsonReader reader)
    {
        string? name = null;
        RpcDecode.Members(ref reader, (member, ref value) =>
        {
            if (member == "event")
            {
                name = RpcDecode.Text(ref value);
            }
            else
            {
                value.Skip();
            }
        });
        return RpcDecode.Present(name, "event");
    }

    public static string TextMember(ref Utf8JsonReader reader, string member)
    {
        string? text = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            if (name == member)
            {
                text = RpcDecode.Text(ref value);
            }
            else
            {
                value.Skip();
            }
        });
        return RpcDecode.Present(text, member);
    }
}
