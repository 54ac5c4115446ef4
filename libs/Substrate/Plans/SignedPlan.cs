using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Signed integers of 1, 2, 4, 8 or 16 bytes, two's complement.</summary>
internal sealed class SignedPlan(string name, int width) : TypePlan(name)
{
    private readonly Int128 _max = Int128.MaxValue >> (128 - 8 * width);

    public int Width => width;

    public override ScaleKind Kind => ScaleKind.Signed;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        var bytes = reader.ReadBytes(width);
        Int128 value = width switch
        {
            1 => unchecked((sbyte)bytes[0]),
            2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt128LittleEndian(bytes),
        };
        slot = new(this, unchecked((UInt128)value));
    }

    public override void Skip(ref ScaleReader reader) => reader.Skip(width);

    public override void Encode(in ScaleValue value, ScaleWriter writer) => Write(unchecked((Int128)value.Raw), writer);

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => json.GetString(),
            _ => null,
        };
        if (!Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value > _max || value < -_max - 1)
        {
            throw Unfit(json, $"give a whole number from {-_max - 1} to {_max}{(width > 4 ? ", as a string" : "")}");
        }

        Write(value, writer);
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        if (width <= 4)
        {
            writer.WriteNumberValue((long)value.AsInt128());
        }
        else
        {
            writer.WriteStringValue(value.AsInt128().ToString(CultureInfo.InvariantCulture));
        }
    }

    protected override (int Min, int Fixed) Sizes() => (width, width);

    private void Write(Int128 value, ScaleWriter writer)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, value);
        writer.WriteBytes(bytes[..width]);
    }
}
