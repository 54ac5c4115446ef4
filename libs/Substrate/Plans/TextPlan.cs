using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Strings, and chars as strings of one scalar value.</summary>
internal sealed class TextPlan(string name, bool isChar) : TypePlan(name)
{
    public override ScaleKind Kind => ScaleKind.Text;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot) =>
        slot = new(this, isChar ? ReadChar(ref reader).ToString() : reader.ReadString(), 0, 0);

    public override void Skip(ref ScaleReader reader)
    {
        if (isChar)
        {
            ReadChar(ref reader);
        }
        else
        {
            reader.SkipString();
        }
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer) => Write(value.AsText(), writer);

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Unfit(json, isChar ? "give one character" : "give a text");
        if (isChar && text.EnumerateRunes().Count() != 1)
        {
            throw Unfit(json, "give one character");
        }

        Write(text, writer);
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form) => writer.WriteStringValue(value.AsText());

    protected override (int Min, int Fixed) Sizes() => isChar ? (4, -1) : (1, -1);

    private static Rune ReadChar(ref ScaleReader reader)
    {
        var start = reader.Position;
        var scalar = reader.ReadUInt32();
        return Rune.TryCreate(scalar, out var rune) ? rune : throw new ScaleException(ScaleFault.BadText, start, $"0x{scalar:x} is no character");
    }

    private void Write(string text, ScaleWriter writer)
    {
        if (isChar)
        {
            writer.WriteUInt32((uint)text.EnumerateRunes().First().Value);
        }
        else
        {
            writer.WriteString(text);
        }
    }
}
