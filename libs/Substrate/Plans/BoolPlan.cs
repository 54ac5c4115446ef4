using System.Text.Json;

namespace CoretimeDesk.Substrate;

internal sealed class BoolPlan(string name) : TypePlan(name)
{
    public override ScaleKind Kind => ScaleKind.Bool;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot) => slot = new(this, null, reader.ReadBool() ? 1UL : 0UL, 0);

    // A skipped bool is checked like a read one: what is skipped today may be wanted tomorrow.
    public override void Skip(ref ScaleReader reader) => reader.ReadBool();

    public override void Encode(in ScaleValue value, ScaleWriter writer) => writer.WriteBool(value.Low == 1);

    public override void Encode(JsonElement json, ScaleWriter writer) =>
        writer.WriteBool(json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Unfit(json, "give true or false"));

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form) => writer.WriteBooleanValue(value.Low == 1);

    protected override (int Min, int Fixed) Sizes() => (1, -1);
}
