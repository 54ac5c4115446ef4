using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>A struct or tuple. It stands in the book before its fields are known, so that a type may contain itself behind a vector.</summary>
internal sealed class CompositePlan(string name) : TypePlan(name)
{
    private bool _isLevel;

    public FieldsPlan Fields { get; set; } = null!;

    public override ScaleKind Kind => Fields.Kind;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        if (_isLevel)
        {
            reader.Enter();
        }

        Fields.Decode(ref reader, arena, out var chunk, out var start);
        slot = new(this, chunk, (ulong)start, (ulong)Fields.Count);
        if (_isLevel)
        {
            reader.Leave();
        }
    }

    public override void Skip(ref ScaleReader reader)
    {
        if (!_isLevel)
        {
            Fields.Skip(ref reader);
            return;
        }

        reader.Enter();
        Fields.Skip(ref reader);
        reader.Leave();
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer) => Fields.Encode(value, writer);

    public override void Encode(JsonElement json, ScaleWriter writer) => Fields.Encode(json, writer);

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form) => Fields.WriteJson(value, writer, form);

    protected override (int Min, int Fixed) Sizes()
    {
        Fields.Measure();
        (Slots, Nesting) = (Fields.Slots, Fields.Nesting + 1);
        _isLevel = IsLevelAt(Nesting);
        return (Fields.SizeMin, Fields.FixedSize);
    }
}
