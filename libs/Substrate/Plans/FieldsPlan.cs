using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// Fields one after the other: what a struct, a tuple, and a variant of an enum have in common. The skip plan joins neighbours of fixed size into
/// one step.
/// </summary>
internal sealed class FieldsPlan(string name, string[]? names, TypePlan[] parts, bool isTuple = false, bool isPayload = false) : TypePlan(name)
{
    private SkipStep[] _steps = [];
    private int _charge; // Values to count when read; 0 unless these are the fields of an enum's variant that are hardly any bytes.

    public override ScaleKind Kind => names is null ? ScaleKind.Tuple : ScaleKind.Struct;

    public int Count => parts.Length;

    public IReadOnlyList<string>? Names => names;

    public TypePlan Part(int index) => parts[index];

    /// <summary>One unnamed field: written and read as the field itself. A tuple of one stays an array.</summary>
    private bool IsInner => names is null && parts.Length == 1 && !isTuple;

    public int IndexOf(string field) => names is null ? -1 : Array.IndexOf(names, field);

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        Decode(ref reader, arena, out var chunk, out var start);
        slot = new(this, chunk, (ulong)start, (ulong)parts.Length);
    }

    public void Decode(ref ScaleReader reader, ValueArena arena, out ScaleValue[] chunk, out int start)
    {
        if (_charge > 0)
        {
            reader.Charge(_charge);
        }

        var slots = arena.Reserve(parts.Length, reader.Position, out chunk, out start);
        var i = 0;
        try
        {
            for (; i < parts.Length; i++)
            {
                parts[i].Decode(ref reader, arena, ref slots[i]);
            }
        }
        catch (ScaleException e) when (e.Within(NameOf(i)))
        {
            throw;
        }
    }

    public override void Skip(ref ScaleReader reader) => SkipStep.Run(_steps, ref reader);

    public override void Encode(in ScaleValue value, ScaleWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (ref readonly var item in value.Items)
        {
            item.Plan.Encode(item, writer);
        }
    }

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (names is not null)
        {
            EncodeNamed(json, writer);
        }
        else if (IsInner)
        {
            parts[0].Encode(json, writer);
        }
        else if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == parts.Length)
        {
            EncodeItems(json, writer);
        }
        else
        {
            throw Unfit(json, $"give an array of {parts.Length}: {string.Join(", ", parts.Select(p => p.Name))}");
        }
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        var items = value.Items;
        if (IsInner)
        {
            items[0].WriteJson(writer, form);
            return;
        }

        if (names is null)
        {
            writer.WriteStartArray();
            foreach (ref readonly var item in items)
            {
                item.WriteJson(writer, form);
            }

            writer.WriteEndArray();
            return;
        }

        writer.WriteStartObject();
        for (var i = 0; i < items.Length; i++)
        {
            writer.WritePropertyName(names[i]);
            items[i].WriteJson(writer, form);
        }

        writer.WriteEndObject();
    }

    protected override (int Min, int Fixed) Sizes()
    {
        var (min, total, isFixed) = (0L, 0L, true);
        foreach (var part in parts)
        {
            part.Measure();
            min += part.SizeMin;
            isFixed &= part.FixedSize >= 0;
            total += Math.Max(part.FixedSize, 0);
            (Slots, Nesting) = (Capped(Slots + 1 + part.Slots), Math.Max(Nesting, part.Nesting));
        }

        _charge = isPayload && Slots > ScaleLimits.UncountedPerByte * (min + 1) ? (int)Slots : 0;
        var steps = SkipStep.Join(parts.SelectMany((part, i) => StepsOf(part, NameOf(i))));
        _steps = _charge > 0 ? [SkipStep.OfValues(_charge, NameOf(0)), .. steps] : steps;
        return (Capped(min), isFixed ? Capped(total) : -1);
    }

    /// <summary>A small struct's steps become steps of what holds it.</summary>
    private static IEnumerable<SkipStep> StepsOf(TypePlan part, string name) => part is CompositePlan { FixedSize: < 0, Fields._steps: { Length: > 0 and <= 16 } steps }
        ? steps.Select(step => step with { Name = $"{name}.{step.Name}" })
        : [SkipStep.Of(part, name)];

    private string NameOf(int index) => names is null ? $"[{index}]" : names[index];

    private void EncodeItems(JsonElement json, ScaleWriter writer)
    {
        var i = 0;
        try
        {
            foreach (var item in json.EnumerateArray())
            {
                parts[i].Encode(item, writer);
                i++;
            }
        }
        catch (ScaleEncodeException e) when (e.Within(i))
        {
            throw;
        }
    }

    private void EncodeNamed(JsonElement json, ScaleWriter writer)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Unfit(json, $"give an object with {Wanted()}");
        }

        var unknown = json.EnumerateObject().FirstOrDefault(p => IndexOf(p.Name) < 0);
        if (unknown.Value.ValueKind != JsonValueKind.Undefined)
        {
            throw new ScaleEncodeException($"there is no field '{unknown.Name}'; give {Wanted()}");
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (!json.TryGetProperty(names![i], out var part) && parts[i].Kind is not (ScaleKind.Option or ScaleKind.Unit))
            {
                throw new ScaleEncodeException($"field '{names[i]}' ({parts[i].Name}) is missing; give {Wanted()}");
            }

            try
            {
                parts[i].Encode(part, writer);
            }
            catch (ScaleEncodeException e) when (e.Within(names[i]))
            {
                throw;
            }
        }
    }

    private string Wanted() => parts.Length == 0 ? "no field" : string.Join(", ", parts.Select((part, i) => $"{names![i]}: {part.Name}"));
}
