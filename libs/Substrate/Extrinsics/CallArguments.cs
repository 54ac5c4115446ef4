using System.Collections;
using System.Numerics;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Arguments given as .NET values, in the JSON form that the encoder reads. Integers become strings: no number is too wide for those.</summary>
internal static class CallArguments
{
    public static JsonElement ToJson(IEnumerable<(string Name, object? Value)> args)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonForm.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in args)
            {
                writer.WritePropertyName(name);
                Write(value, writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.GetBuffer().AsMemory(0, (int)stream.Length), JsonForm.ReaderOptions);
        return document.RootElement.Clone();
    }

    private static void Write(object? value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or Int128 or UInt128 or BigInteger or H160 or H256 or H512 or AccountId32 or AccountId20:
                writer.WriteStringValue(value.ToString());
                break;
            case byte[] bytes:
                writer.WriteStringValue(Hex.Encode(bytes));
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case ScaleValue decoded:
                decoded.WriteJson(writer);
                break;
            case CallView call:
                call.Value.WriteJson(writer);
                break;
            case IDictionary fields:
                writer.WriteStartObject();
                foreach (DictionaryEntry field in fields)
                {
                    writer.WritePropertyName($"{field.Key}");
                    Write(field.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new ScaleEncodeException($"a value of .NET type {value.GetType().Name} cannot be encoded; give integers, strings, bools, bytes, hashes, accounts, lists or dictionaries");
        }
    }
}
