using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// An enum. The fields of a variant are planned when it is first met: a runtime has thousands, and a watcher meets a few dozen.
/// </summary>
internal sealed class VariantPlan : TypePlan
{
    private readonly PlanBook _book;
    private readonly VariantDefinition?[] _definitions;
    private readonly VariantShape?[] _shapes;

    public VariantPlan(string name, PlanBook book, IReadOnlyList<VariantDefinition> variants)
        : base(name)
    {
        _book = book;
        var top = variants.Count == 0 ? 0 : variants.Max(v => v.Index) + 1;
        (_definitions, _shapes) = (new VariantDefinition?[top], new VariantShape?[top]);
        foreach (var variant in variants)
        {
            _definitions[variant.Index] = variant;
        }
    }

    public override ScaleKind Kind => ScaleKind.Enum;

    /// <summary>True when no variant has fields: the enum is just one byte.</summary>
    public bool IsBare => Array.TrueForAll(_definitions, v => v is null or { Fields.Count: 0 });

    public IEnumerable<VariantDefinition> Variants => _definitions.OfType<VariantDefinition>();

    public VariantDefinition? Find(string variant) => Array.Find(_definitions, v => v?.Name == variant);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(byte index) => index < _definitions.Length && _definitions[index] is not null;

    /// <summary>The variant of that index, which must exist.</summary>
    public VariantShape Shape(byte index) => Volatile.Read(ref _shapes[index]) ?? _book.ShapeOf(this, ref _shapes[index], _definitions[index]!);

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        var shape = ReadShape(ref reader);
        if (shape.Fields.Count == 0)
        {
            slot = new(this, Array.Empty<ScaleValue>(), 0, (ulong)shape.Definition.Index << 32);
            return;
        }

        reader.Enter();
        try
        {
            shape.Fields.Decode(ref reader, arena, out var chunk, out var start);
            slot = new(this, chunk, (ulong)start, (uint)shape.Fields.Count | (ulong)shape.Definition.Index << 32);
        }
        catch (ScaleException e) when (e.Within(shape.Definition.Name))
        {
            throw;
        }

        reader.Leave();
    }

    public override void Skip(ref ScaleReader reader)
    {
        var shape = ReadShape(ref reader);
        if (shape.Fields.Count == 0)
        {
            return;
        }

        reader.Enter();
        try
        {
            shape.Fields.Skip(ref reader);
        }
        catch (ScaleException e) when (e.Within(shape.Definition.Name))
        {
            throw;
        }

        reader.Leave();
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer)
    {
        writer.WriteByte(value.VariantIndex);
        Shape(value.VariantIndex).Fields.Encode(value, writer);
    }

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        var (variant, payload) = json.ValueKind switch
        {
            JsonValueKind.String => (json.GetString()!, default),
            JsonValueKind.Object when json.EnumerateObject().Count() == 1 => (json.EnumerateObject().First().Name, json.EnumerateObject().First().Value),
            _ => throw Unfit(json, $"give one of {Wanted()}"),
        };
        Encode(Find(variant) ?? throw new ScaleEncodeException($"'{variant}' is no {Name}; give one of {Wanted()}"), payload, writer);
    }

    public void Encode(VariantDefinition variant, JsonElement payload, ScaleWriter writer)
    {
        writer.WriteByte(variant.Index);
        var fields = Shape(variant.Index).Fields;
        try
        {
            if (fields.Count > 0)
            {
                fields.Encode(payload, writer);
            }
            else if (payload.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && payload.GetRawText().Any(c => !"[]{} \n\r\t".Contains(c)))
            {
                throw Unfit(payload, "it has no fields");
            }
        }
        catch (ScaleEncodeException e) when (e.Within(variant.Name))
        {
            throw;
        }
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        var shape = Shape(value.VariantIndex);
        if (shape.Fields.Count == 0)
        {
            writer.WriteStringValue(shape.Definition.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName(shape.Definition.Name);
        shape.Fields.WriteJson(value, writer, form);
        writer.WriteEndObject();
    }

    protected override (int Min, int Fixed) Sizes() => (1, -1);

    private VariantShape ReadShape(ref ScaleReader reader)
    {
        var index = reader.ReadByte();
        return index < _shapes.Length && (Volatile.Read(ref _shapes[index]) ?? Plan(index)) is { } shape
            ? shape
            : throw new ScaleException(ScaleFault.UnknownTag, reader.Position - 1, $"{Name} has no variant {index}");
    }

    private VariantShape? Plan(byte index) => _definitions[index] is null ? null : Shape(index);

    private string Wanted()
    {
        var names = Variants.Select(v => v.Name).ToList();
        return names.Count <= 12 ? string.Join(", ", names) : string.Join(", ", names.Take(12)) + $" and {names.Count - 12} more";
    }
}

/// <summary>A variant with the plan of its fields.</summary>
internal sealed record VariantShape(VariantDefinition Definition, FieldsPlan Fields);
