using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// How one type is decoded, skipped, encoded and written as JSON, worked out once per runtime. Decoding is a walk over plans; nothing is looked
/// up by name on the way.
/// </summary>
internal abstract class TypePlan(string name)
{
    private enum Measuring : byte
    {
        NotYet,
        Now,
        Done,
    }

    private Measuring _measuring;

    /// <summary>The type as a person would write it.</summary>
    public string Name { get; } = name;

    public abstract ScaleKind Kind { get; }

    /// <summary>Bytes that a value takes at least. Good once the plan is in the book.</summary>
    public int SizeMin { get; private set; }

    /// <summary>Bytes that every value takes; -1 when it depends on the value.</summary>
    public int FixedSize { get; private set; } = -1;

    public abstract void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot);

    /// <summary>Passes over a value. Allocates nothing.</summary>
    public abstract void Skip(ref ScaleReader reader);

    public abstract void Encode(in ScaleValue value, ScaleWriter writer);

    /// <summary>Encodes JSON in the form of <see cref="JsonForm"/>.</summary>
    /// <exception cref="ScaleEncodeException">The type cannot hold it.</exception>
    public abstract void Encode(JsonElement json, ScaleWriter writer);

    public abstract void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form);

    /// <summary>Works out the sizes, of the parts first. A type within itself counts as nothing while it is being measured.</summary>
    public void Measure()
    {
        if (_measuring == Measuring.NotYet)
        {
            _measuring = Measuring.Now;
            (SizeMin, FixedSize) = Sizes();
            _measuring = Measuring.Done;
        }
    }

    protected abstract (int Min, int Fixed) Sizes();

    protected static ScaleEncodeException Unfit(JsonElement json, string wanted)
    {
        var text = json.ValueKind == JsonValueKind.Undefined ? "nothing" : json.GetRawText();
        return new($"{(text.Length > 80 ? text[..80] + "…" : text)} does not fit: {wanted}");
    }

    /// <summary>A sum of sizes that stays a size: a type of more than 2 GB cannot be in any input.</summary>
    protected static int Capped(long size) => (int)Math.Min(size, int.MaxValue);
}
