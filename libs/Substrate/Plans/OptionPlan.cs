using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>An option: 0, or 1 and a value. One byte is read for the tag whatever the inner type is; the old one-byte Option&lt;bool&gt; is not in use.</summary>
internal sealed class OptionPlan(string name) : TypePlan(name)
{
    public TypePlan Inner { get; set; } = null!;

    public override ScaleKind Kind => ScaleKind.Option;

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        if (!reader.ReadOption())
        {
            slot = new(this, Array.Empty<ScaleValue>(), 0, 0);
            return;
        }

        Charge(ref reader);
        var slots = arena.Reserve(1, reader.Position, out var chunk, out var start);
        slot = new(this, chunk, (ulong)start, 1);
        reader.Enter();
        Inner.Decode(ref reader, arena, ref slots[0]);
        reader.Leave();
    }

    public override void Skip(ref ScaleReader reader)
    {
        if (reader.ReadOption())
        {
            Charge(ref reader);
            reader.Enter();
            Inner.Skip(ref reader);
            reader.Leave();
        }
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        writer.WriteBool(value.Count == 1);
        if (value.Count == 1)
        {
            var inner = value.Items[0];
            inner.Plan.Encode(inner, writer);
        }
    }

    // A value that is itself written as null (an option, a unit) needs {"Some": null} to be told from none.
    private bool IsExplicit => Inner.Kind is ScaleKind.Option or ScaleKind.Unit;

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (IsExplicit && json.ValueKind == JsonValueKind.Object && json.EnumerateObject().Count() == 1 && json.TryGetProperty("Some", out var some))
        {
            writer.WriteBool(true);
            Inner.Encode(some, writer);
            return;
        }

        var isNone = json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
        writer.WriteBool(!isNone);
        if (!isNone)
        {
            Inner.Encode(json, writer);
        }
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        if (value.Count == 0)
        {
            writer.WriteNullValue();
        }
        else if (!IsExplicit)
        {
            value.Items[0].WriteJson(writer, form);
        }
        else
        {
            writer.WriteStartObject();
            writer.WritePropertyName("Some");
            value.Items[0].WriteJson(writer, form);
            writer.WriteEndObject();
        }
    }

    protected override (int Min, int Fixed) Sizes() => (1, -1);

    private void Charge(ref ScaleReader reader)
    {
        if (Inner.IsDensePayload)
        {
            reader.Charge(Inner.Slots + 1);
        }
    }
}
