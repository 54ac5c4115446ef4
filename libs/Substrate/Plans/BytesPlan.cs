using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Byte arrays, hashes, accounts (of a fixed length) and byte vectors. The value is a slice of the input.</summary>
internal sealed class BytesPlan : TypePlan
{
    private readonly int _length;
    private readonly bool _isAccount;

    private BytesPlan(string name, int length, bool isAccount)
        : base(name) => (_length, _isAccount) = (length, isAccount);

    public override ScaleKind Kind => ScaleKind.Bytes;

    private bool IsVector => _length < 0;

    public static BytesPlan Array(string name, uint length) => new(name, Capped(length), isAccount: false);

    public static BytesPlan Vector(string name) => new(name, -1, isAccount: false);

    public static BytesPlan Account(string name) => new(name, 32, isAccount: true);

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        var length = IsVector ? reader.ReadCount(1) : _length;
        var start = reader.Position;
        reader.Skip(length);
        slot = new(this, arena.Buffer, arena.Place(start), (ulong)length);
    }

    public override void Skip(ref ScaleReader reader) => reader.Skip(IsVector ? reader.ReadCount(1) : _length);

    public override void Encode(in ScaleValue value, ScaleWriter writer) => Write(value.AsBytes(), writer);

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        if (_isAccount)
        {
            Write(AccountOf(json), writer);
            return;
        }

        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Unfit(json, Wanted);
        byte[] bytes;
        try
        {
            bytes = Hex.Decode(text);
        }
        catch (FormatException e)
        {
            throw Unfit(json, $"{Wanted} ({e.Message})");
        }

        Write(IsVector || bytes.Length == _length ? bytes : throw Unfit(json, $"{Wanted}, these are {bytes.Length}"), writer);
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        if (!_isAccount)
        {
            writer.WriteStringValue(Hex.Encode(value.AsBytes()));
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("ss58", Ss58.Encode(value.AsBytes(), form.Ss58Prefix));
        writer.WritePropertyName("hex");
        writer.WriteStringValue(Hex.Encode(value.AsBytes()));
        writer.WriteEndObject();
    }

    protected override (int Min, int Fixed) Sizes() => IsVector ? (1, -1) : (_length, _length);

    private string Wanted => IsVector ? "give bytes as 0x hex" : $"give {_length} bytes as 0x hex";

    private static byte[] AccountOf(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && (json.TryGetProperty("hex", out var part) || json.TryGetProperty("ss58", out part)))
        {
            json = part;
        }

        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Unfit(json, "give an account as an address or as 32 bytes of 0x hex");
        try
        {
            return AccountId32.FromText(text).ToArray();
        }
        catch (FormatException e)
        {
            throw Unfit(json, e.Message);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes, ScaleWriter writer)
    {
        if (IsVector)
        {
            writer.WriteByteVector(bytes);
        }
        else
        {
            writer.WriteBytes(bytes);
        }
    }
}
