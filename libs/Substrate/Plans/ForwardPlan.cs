using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Stands for a type that is still being planned and has no plan of its own: a struct with one unnamed field, reached from within itself.</summary>
internal sealed class ForwardPlan(string name) : TypePlan(name)
{
    public TypePlan Target { get; set; } = null!;

    public override ScaleKind Kind => Target.Kind;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot) => Target.Decode(ref reader, arena, ref slot);

    public override void Skip(ref ScaleReader reader) => Target.Skip(ref reader);

    public override void Encode(in ScaleValue value, ScaleWriter writer) => Target.Encode(value, writer);

    public override void Encode(JsonElement json, ScaleWriter writer) => Target.Encode(json, writer);

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form) => Target.WriteJson(value, writer, form);

    protected override (int Min, int Fixed) Sizes()
    {
        Target.Measure();
        (Slots, Nesting) = (Target.Slots, Target.Nesting);
        return (Target.SizeMin, Target.FixedSize);
    }
}
