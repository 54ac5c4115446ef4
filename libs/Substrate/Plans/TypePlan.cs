using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// How one type is decoded, skipped, encoded and written as JSON, worked out once per runtime. Decoding is a walk over plans; nothing is looked
/// up by name on the way.
/// </summary>
internal abstract class TypePlan(string name)
{
    private bool _isMeasured;

    /// <summary>The type as a person would write it.</summary>
    public string Name { get; } = name;

    public abstract ScaleKind Kind { get; }

    /// <summary>Bytes that a value takes at least. Good once the plan is in the book.</summary>
    public int SizeMin { get; private set; }

    /// <summary>Bytes that every value takes; -1 when it depends on the value.</summary>
    public int FixedSize { get; private set; } = -1;

    /// <summary>Values that one takes room for beneath itself before a tag or a count is read: its fields, theirs, and the items of arrays.</summary>
    public long Slots { get; protected set; }

    /// <summary>Structs and arrays within each other that are entered without a level being counted.</summary>
    public int Nesting { get; protected set; }

    /// <summary>As an item of a vector it is more values than bytes, and has to be counted while it is read.</summary>
    public bool IsDenseItem { get; private set; }

    /// <summary>The same for what stands behind a tag, whose byte counts for it.</summary>
    public bool IsDensePayload { get; private set; }

    public abstract void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot);

    /// <summary>Passes over a value. Allocates nothing.</summary>
    public abstract void Skip(ref ScaleReader reader);

    public abstract void Encode(in ScaleValue value, ScaleWriter writer);

    /// <summary>Encodes JSON in the form of <see cref="JsonForm"/>.</summary>
    /// <exception cref="ScaleEncodeException">The type cannot hold it.</exception>
    public abstract void Encode(JsonElement json, ScaleWriter writer);

    public abstract void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form);

    /// <summary>
    /// Works out the sizes, of the parts first. What stands behind a count or a tag is no part: only there may a type contain itself.
    /// </summary>
    public void Measure()
    {
        if (!_isMeasured)
        {
            _isMeasured = true;
            (SizeMin, FixedSize) = Sizes();
            IsDenseItem = Slots + 1 > ScaleLimits.UncountedPerByte * (long)SizeMin;
            IsDensePayload = Slots + 1 > ScaleLimits.UncountedPerByte * (SizeMin + 1L);
        }
    }

    protected abstract (int Min, int Fixed) Sizes();

    /// <summary>Every sixteenth of structs within structs counts as a level, so that they do not use up the stack between two checks.</summary>
    protected static bool IsLevelAt(int nesting) => nesting > 0 && nesting % 16 == 0;

    protected static ScaleEncodeException Unfit(JsonElement json, string wanted)
    {
        var text = json.ValueKind == JsonValueKind.Undefined ? "nothing" : json.GetRawText();
        return new($"{(text.Length > 80 ? text[..80] + "…" : text)} does not fit: {wanted}");
    }

    /// <summary>A sum of sizes that stays a size: a type of more than 2 GB cannot be in any input.</summary>
    protected static int Capped(long size) => (int)Math.Min(size, int.MaxValue);
}
