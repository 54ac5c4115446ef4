using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Bit vectors: compact count of bits, then whole storage units. The value is the slice with the whole encoding.</summary>
/// <param name="name">The type as a person would write it.</param>
/// <param name="unit">Bytes of a storage unit.</param>
internal sealed class BitsPlan(string name, int unit) : TypePlan(name)
{
    public override ScaleKind Kind => ScaleKind.Bits;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        var start = reader.Position;
        Skip(ref reader);
        slot = new(this, arena.Buffer, arena.Place(start), (ulong)(reader.Position - start));
    }

    public override void Skip(ref ScaleReader reader)
    {
        var start = reader.Position;
        var bytes = UnitBytes(reader.ReadCompactUInt32());
        if (bytes > reader.Remaining)
        {
            throw new ScaleException(ScaleFault.LengthBeyondInput, start, $"{bytes} bytes of bits cannot be in the {reader.Remaining} bytes that are left");
        }

        reader.Skip(bytes);
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer) => writer.WriteBytes(value.AsBytes());

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        try
        {
            var bytes = Hex.Decode(json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Unfit(json, "give the encoded bits as 0x hex"));
            var reader = new ScaleReader(bytes);
            Skip(ref reader);
            reader.ExpectEnd();
            writer.WriteBytes(bytes);
        }
        catch (Exception e) when (e is FormatException or ScaleException)
        {
            throw Unfit(json, $"give the encoded bits as 0x hex: compact count, then the bits ({e.Message})");
        }
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form) => writer.WriteStringValue(Hex.Encode(value.AsBytes()));

    protected override (int Min, int Fixed) Sizes() => (1, -1);

    private long UnitBytes(uint bits) => ((long)bits + 8 * unit - 1) / (8 * unit) * unit;
}
