using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// The enum of all calls: a pallet's index, then the enum of its calls. It is a plan of its own because calls are written and read as
/// <c>{pallet, palletIndex, call, callIndex, args}</c>, also where one is nested in another.
/// </summary>
internal sealed class CallPlan(VariantPlan pallets) : TypePlan(pallets.Name)
{
    private static readonly string[] Keys = ["pallet", "palletIndex", "call", "callIndex", "args", "i", "hash", "version", "signed", "signer", "nonce", "tip"];

    public override ScaleKind Kind => ScaleKind.Call;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        pallets.Decode(ref reader, arena, ref slot);
        slot = new(this, slot.Data, slot.Low, slot.High);
    }

    public override void Skip(ref ScaleReader reader) => pallets.Skip(ref reader);

    public override void Encode(in ScaleValue value, ScaleWriter writer) => pallets.Encode(Enum(value), writer);

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Unfit(json, "give a call as {pallet, call, args}");
        }

        foreach (var property in json.EnumerateObject())
        {
            if (!Keys.Contains(property.Name))
            {
                throw new ScaleEncodeException($"a call has no field '{property.Name}'; give pallet, call and args");
            }
        }

        Encode(TextOf(json, "pallet"), TextOf(json, "call"), json.TryGetProperty("args", out var args) ? args : default, writer);
    }

    /// <summary>Encodes a call from its names and arguments.</summary>
    public void Encode(string pallet, string call, JsonElement args, ScaleWriter writer)
    {
        var outer = pallets.Find(pallet)
            ?? throw new ScaleEncodeException($"no pallet '{pallet}' has calls here; there are {string.Join(", ", pallets.Variants.Select(v => v.Name))}");
        var calls = pallets.Shape(outer.Index).Fields.Part(0) as VariantPlan ?? throw new ScaleEncodeException($"pallet '{pallet}' has no calls");
        var inner = calls.Find(call)
            ?? throw new ScaleEncodeException($"pallet '{pallet}' has no call '{call}'; there are {string.Join(", ", calls.Variants.Select(v => v.Name))}");
        writer.WriteByte(outer.Index);
        calls.Encode(inner, args, writer);
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        writer.WriteStartObject();
        WriteParts(value, writer, form);
        writer.WriteEndObject();
    }

    /// <summary>The five members of a call, inside an object that has others as well.</summary>
    public static void WriteParts(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        var call = new CallView(value);
        writer.WriteString("pallet", call.Pallet);
        writer.WriteNumber("palletIndex", call.PalletIndex);
        writer.WriteString("call", call.Name);
        writer.WriteNumber("callIndex", call.Index);
        writer.WritePropertyName("args");
        if (call.Fields.Count == 0)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else
        {
            call.Fields.WriteJson(call.Inner, writer, form);
        }
    }

    protected override (int Min, int Fixed) Sizes() => (1, -1);

    internal ScaleValue Enum(in ScaleValue value) => new(pallets, value.Data, value.Low, value.High);

    private static string TextOf(JsonElement json, string key) => json.TryGetProperty(key, out var part) && part.ValueKind == JsonValueKind.String
        ? part.GetString()!
        : throw new ScaleEncodeException($"field '{key}' is missing; give a call as {{pallet, call, args}}");
}
