using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// A decoded value. It is a small struct that points into the memory of its decoding; bytes are slices of the input, which must not
/// change afterwards. Immutable and safe for any number of threads. <c>default</c> is the unit value.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct ScaleValue
{
    private readonly TypePlan? _plan;

    internal ScaleValue(TypePlan plan, object? data, ulong low, ulong high) => (_plan, Data, Low, High) = (plan, data, low, high);

    internal ScaleValue(TypePlan plan, UInt128 bits) => (_plan, Low, High) = (plan, (ulong)(bits & ulong.MaxValue), (ulong)(bits >> 64));

    internal TypePlan Plan => _plan ?? UnitPlan.Nameless;

    internal object? Data { get; }

    internal ulong Low { get; }

    internal ulong High { get; }

    internal UInt128 Raw => new(High, Low);

    /// <summary>What it is.</summary>
    public ScaleKind Kind => Plan.Kind;

    /// <summary>The name of its type, as a person would write it.</summary>
    public string TypeName => Plan.Name;

    /// <summary>True for an option without a value.</summary>
    public bool IsNone => Kind == ScaleKind.Option && Count == 0;

    /// <summary>Items of a list, fields of a struct, tuple or enum variant, 1 or 0 for an option; 0 for everything else.</summary>
    public int Count => Data is ScaleValue[] ? (int)(High & uint.MaxValue) : 0;

    /// <summary>The name of an enum's variant, or of a call's pallet.</summary>
    public string Variant => Plan switch
    {
        VariantPlan plan => plan.Shape(VariantIndex).Definition.Name,
        CallPlan call => call.Enum(this).Variant,
        _ => throw Mismatch("enum"),
    };

    /// <summary>The index of an enum's variant, or of a call's pallet. It may differ between runtimes.</summary>
    public byte VariantIndex => Plan is VariantPlan or CallPlan ? (byte)(High >> 32) : throw Mismatch("enum");

    /// <summary>The item, field or member at that position.</summary>
    public ScaleValue this[int index] => Items[index];

    /// <summary>The field of that name, of a struct or of an enum's variant.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public ScaleValue this[string name] => TryField(name, out var value)
        ? value
        : throw new KeyNotFoundException($"{TypeName} has no field '{name}'.");

    /// <summary>The items, fields or members.</summary>
    public ReadOnlySpan<ScaleValue> Items => Data is ScaleValue[] chunk ? chunk.AsSpan((int)Low, Count) : [];

    /// <summary>The field of that name, where there is one.</summary>
    public bool TryField(string name, out ScaleValue value)
    {
        var position = Fields?.IndexOf(name) ?? -1;
        value = position >= 0 ? Items[position] : default;
        return position >= 0;
    }

    /// <summary>The value of an option; the value itself when it is no option.</summary>
    public ScaleValue Some => Kind != ScaleKind.Option ? this : Count == 1 ? Items[0] : throw Mismatch("option with a value");

    /// <summary>A bool.</summary>
    public bool AsBool() => Kind == ScaleKind.Bool ? Low == 1 : throw Mismatch("bool");

    /// <summary>An unsigned integer.</summary>
    public UInt128 AsUInt128() => Kind == ScaleKind.Unsigned ? Raw : throw Mismatch("unsigned integer");

    /// <summary>An unsigned integer of at most 64 bits.</summary>
    /// <exception cref="OverflowException">It is larger.</exception>
    public ulong AsUInt64() => checked((ulong)AsUInt128());

    /// <summary>An unsigned integer of at most 32 bits.</summary>
    /// <exception cref="OverflowException">It is larger.</exception>
    public uint AsUInt32() => checked((uint)AsUInt128());

    /// <summary>An integer, signed or not.</summary>
    /// <exception cref="OverflowException">It is larger.</exception>
    public Int128 AsInt128() => Kind == ScaleKind.Signed ? unchecked((Int128)Raw) : checked((Int128)AsUInt128());

    /// <summary>A string or a char.</summary>
    public string AsText() => Kind == ScaleKind.Text ? (string)Data! : throw Mismatch("text");

    /// <summary>Bytes; of a 256-bit integer its little-endian bytes; of bits their whole encoding.</summary>
    public ReadOnlySpan<byte> AsBytes() => Data is byte[] buffer ? buffer.AsSpan((int)Low, (int)(High & uint.MaxValue)) : throw Mismatch("bytes");

    /// <summary>The value as JSON, in the form of <see cref="JsonForm"/>'s default.</summary>
    public override string ToString() => ToJson();

    /// <summary>The value as JSON text.</summary>
    public string ToJson(JsonForm? form = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonForm.WriterOptions))
        {
            WriteJson(writer, form);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the value as JSON.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested more deeply than the stack of this thread allows; it was decoded on a larger one.</exception>
    public void WriteJson(Utf8JsonWriter writer, JsonForm? form = null)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Plan.WriteJson(this, writer, form ?? JsonForm.Default);
    }

    /// <summary>The value as SCALE: the bytes that it was decoded from.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested more deeply than the stack of this thread allows; it was decoded on a larger one.</exception>
    public byte[] Encode()
    {
        var writer = new ScaleWriter();
        Plan.Encode(this, writer);
        return writer.ToArray();
    }

    internal FieldsPlan? Fields => Plan switch
    {
        CompositePlan composite => composite.Fields,
        FieldsPlan fields => fields,
        VariantPlan variant => variant.Shape(VariantIndex).Fields,
        _ => null,
    };

    private InvalidOperationException Mismatch(string wanted) => new($"A value of type {TypeName} is no {wanted}.");
}
