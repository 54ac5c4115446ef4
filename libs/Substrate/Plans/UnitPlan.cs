using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>The unit type, and structs without fields: no bytes.</summary>
internal sealed class UnitPlan(string name) : TypePlan(name)
{
    public static UnitPlan Nameless { get; } = new("()");

    public override ScaleKind Kind => ScaleKind.Unit;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot) => slot = new(this, null, 0, 0);

    public override void Skip(ref ScaleReader reader)
    {
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer)
    {
    }

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        var isEmpty = json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            || (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 0)
            || (json.ValueKind == JsonValueKind.Object && !json.EnumerateObject().Any());
        if (!isEmpty)
        {
            throw Unfit(json, "this type has no content; give null");
        }
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form) => writer.WriteNullValue();

    protected override (int Min, int Fixed) Sizes() => (0, 0);
}
