using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary>JSON on standard output, and values shortened for tables.</summary>
internal static class ChainOutput
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints JSON straight to standard output; a block can be megabytes of it.</summary>
    public static void Json(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Indented))
        {
            write(writer);
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>JSON in one line, as people read it: no quotes around names, hashes and byte strings cut in the middle.</summary>
    public static string Brief(JsonElement json)
    {
        var text = new StringBuilder();
        Write(json, text);
        return text.ToString();
    }

    public static string Brief(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return Brief(document.RootElement);
    }

    private static void Write(JsonElement json, StringBuilder text)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when json.TryGetProperty("ss58", out var address) && json.TryGetProperty("hex", out _):
                text.Append(address.GetString());
                break;
            case JsonValueKind.Object when json.TryGetProperty("pallet", out var pallet) && json.TryGetProperty("args", out var args):
                text.Append(pallet.GetString()).Append('.').Append(json.GetProperty("call").GetString()).Append('(');
                Join(args.EnumerateObject(), p => Named(p, text), text);
                text.Append(')');
                break;
            case JsonValueKind.Object:
                text.Append('{');
                Join(json.EnumerateObject(), p => Named(p, text), text);
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                Join(json.EnumerateArray(), item => Write(item, text), text);
                text.Append(']');
                break;
            case JsonValueKind.String:
                var value = json.GetString()!;
                text.Append(value.StartsWith("0x", StringComparison.Ordinal) && value.Length > 30 ? $"{value[..14]}…{value[^8..]}" : value);
                break;
            case JsonValueKind.Null:
                text.Append('–');
                break;
            default:
                text.Append(json.GetRawText());
                break;
        }
    }

    private static void Named(JsonProperty property, StringBuilder text)
    {
        text.Append(property.Name).Append(": ");
        Write(property.Value, text);
    }

    private static void Join<T>(IEnumerable<T> items, Action<T> write, StringBuilder text)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "" : ", ");
            write(item);
            isFirst = false;
        }
    }
}
