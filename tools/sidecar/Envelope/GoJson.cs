using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Sidecar.Envelope;

/// <summary>
/// Writes JSON the way the real sidecar does (it is written in Go): members in alphabetical order at every level, no
/// white space, angle brackets and ampersands escaped. A service that hashes or signs the text of an event would work
/// with a kinder writer and break on the real one.
/// </summary>
internal static class GoJson
{
    /// <summary>How deep a value may be nested; deeper counts as unreadable.</summary>
    public const int DepthMax = 512;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        "\"\\<>&\u2028\u2029\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <summary>Reads the first JSON value and ignores what follows it, as the real sidecar does.</summary>
    /// <returns>Null when there is no readable value.</returns>
    public static JsonDocument? ParseFirst(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = DepthMax, AllowMultipleValues = true });
            return JsonDocument.TryParseValue(ref reader, out var document) ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="exactNumbers">
    /// True keeps numbers digit for digit; false passes them through floating point, which is what bulk publishing does.
    /// </param>
    public static void Write(IBufferWriter<byte> into, JsonElement value, bool exactNumbers = true)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // The last of repeated members wins, as in a Go map.
                var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject())
                {
                    members[GoText.NameOf(member)] = member.Value;
                }

                var separator = "{"u8;
                foreach (var (name, member) in members)
                {
                    into.Write(separator);
                    separator = ","u8;
                    WriteString(into, name);
                    into.Write(":"u8);
                    Write(into, member, exactNumbers);
                }

                into.Write(members.Count == 0 ? "{}"u8 : "}"u8);
                break;
            case JsonValueKind.Array:
                var between = "["u8;
                foreach (var item in value.EnumerateArray())
                {
                    into.Write(between);
                    between = ","u8;
                    Write(into, item, exactNumbers);
                }

                into.Write(value.GetArrayLength() == 0 ? "[]"u8 : "]"u8);
                break;
            case JsonValueKind.String:
                WriteString(into, GoText.Of(value));
                break;
            case JsonValueKind.Number:
                WriteAscii(into, exactNumbers ? value.GetRawText() : GoFloat.Format(value.GetDouble()));
                break;
            default:
                WriteAscii(into, value.GetRawText());
                break;
        }
    }

    public static void WriteString(IBufferWriter<byte> into, string text)
    {
        into.Write("\""u8);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Special) is var at and >= 0)
        {
            WriteUtf8(into, rest[..at]);
            WriteAscii(into, rest[at] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                var other => $"\\u{(int)other:x4}",
            });
            rest = rest[(at + 1)..];
        }

        WriteUtf8(into, rest);
        into.Write("\""u8);
    }

    private static void WriteAscii(IBufferWriter<byte> into, string text) => WriteUtf8(into, text);

    private static void WriteUtf8(IBufferWriter<byte> into, ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
        {
            Encoding.UTF8.GetBytes(text, into);
        }
    }
}
