using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Unsigned integers of 1, 2, 4, 8 or 16 bytes, of fixed width or compact.</summary>
internal sealed class UnsignedPlan(string name, int width, bool isCompact) : TypePlan(name)
{
    private readonly UInt128 _max = UInt128.MaxValue >> (128 - 8 * width);

    public bool IsCompact => isCompact;

    /// <summary>Bytes of the integer, whatever its encoding takes.</summary>
    public int Width => width;

    public override ScaleKind Kind => ScaleKind.Unsigned;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        if (isCompact)
        {
            slot = width <= 4 && _max == uint.MaxValue
                ? new(this, null, reader.ReadCompactUInt32(), 0)
                : new(this, CompactReader.ReadLong(ref reader, _max));
            return;
        }

        var bytes = reader.ReadBytes(width);
        slot = width switch
        {
            4 => new(this, null, BinaryPrimitives.ReadUInt32LittleEndian(bytes), 0),
            16 => new(this, null, BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..])),
            8 => new(this, null, BinaryPrimitives.ReadUInt64LittleEndian(bytes), 0),
            2 => new(this, null, BinaryPrimitives.ReadUInt16LittleEndian(bytes), 0),
            _ => new(this, null, bytes[0], 0),
        };
    }

    public override void Skip(ref ScaleReader reader)
    {
        if (!isCompact)
        {
            reader.Skip(width);
        }
        else if (_max == uint.MaxValue)
        {
            reader.ReadCompactUInt32();
        }
        else
        {
            CompactReader.ReadLong(ref reader, _max);
        }
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer) => Write(value.Raw, writer);

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => json.GetString(),
            _ => null,
        };
        if (!UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > _max)
        {
            throw Unfit(json, $"give a whole number from 0 to {_max}{(width > 4 ? ", as a string" : "")}");
        }

        Write(value, writer);
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        if (width <= 4)
        {
            writer.WriteNumberValue((uint)value.Low);
        }
        else
        {
            writer.WriteStringValue(value.Raw.ToString(CultureInfo.InvariantCulture));
        }
    }

    protected override (int Min, int Fixed) Sizes() => isCompact ? (1, -1) : (width, width);

    private void Write(UInt128 value, ScaleWriter writer)
    {
        if (isCompact)
        {
            writer.WriteCompact(value);
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);
        writer.WriteBytes(bytes[..width]);
    }
}
