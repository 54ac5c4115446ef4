using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>256-bit integers. The desk's chains use them nowhere; EVM chains do. The value is a slice of the input.</summary>
internal sealed class WidePlan(string name, bool isSigned) : TypePlan(name)
{
    private const int Width = 32;

    private readonly BigInteger _min = isSigned ? -BigInteger.One << 255 : BigInteger.Zero;
    private readonly BigInteger _max = (BigInteger.One << (isSigned ? 255 : 256)) - 1;

    public override ScaleKind Kind => ScaleKind.Wide;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        slot = new(this, arena.Buffer, arena.Place(reader.Position), Width);
        reader.Skip(Width);
    }

    public override void Skip(ref ScaleReader reader) => reader.Skip(Width);

    public override void Encode(in ScaleValue value, ScaleWriter writer) => writer.WriteBytes(value.AsBytes());

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => json.GetString(),
            _ => null,
        };

        // 78 digits and a sign: longer text would only cost time.
        if (text is not { Length: <= 79 } || !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < _min || value > _max)
        {
            throw Unfit(json, $"give a whole number from {_min} to {_max}, as a string");
        }

        Span<byte> bytes = stackalloc byte[Width];
        bytes.Fill(value.Sign < 0 ? (byte)0xff : (byte)0);
        value.TryWriteBytes(bytes, out _, isUnsigned: !isSigned);
        writer.WriteBytes(bytes);
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form) =>
        writer.WriteStringValue(new BigInteger(value.AsBytes(), isUnsigned: !isSigned).ToString(CultureInfo.InvariantCulture));

    protected override (int Min, int Fixed) Sizes() => (Width, Width);
}
