using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Vectors, and arrays of anything but bytes.</summary>
internal sealed class ListPlan : TypePlan
{
    private readonly long _length;
    private bool _isLevel = true;

    private ListPlan(string name, long length)
        : base(name) => _length = length;

    public TypePlan Item { get; set; } = null!;

    public override ScaleKind Kind => ScaleKind.List;

    private bool IsVector => _length < 0;

    public static ListPlan Vector(string name) => new(name, -1);

    public static ListPlan Array(string name, uint length) => new(name, length);

    public override void Decode(ref ScaleReader reader, ValueArena arena, ref ScaleValue slot)
    {
        var count = ReadCount(ref reader);
        var slots = arena.Reserve(count, reader.Position, out var chunk, out var start);
        slot = new(this, chunk, (ulong)start, (ulong)count);
        if (_isLevel)
        {
            reader.Enter();
        }

        var i = 0;
        try
        {
            for (; i < slots.Length; i++)
            {
                Item.Decode(ref reader, arena, ref slots[i]);
            }
        }
        catch (ScaleException e) when (e.Within(i))
        {
            throw;
        }

        if (_isLevel)
        {
            reader.Leave();
        }
    }

    public override void Skip(ref ScaleReader reader)
    {
        var count = ReadCount(ref reader);
        if (_isLevel)
        {
            reader.Enter();
        }

        if (Item.FixedSize >= 0)
        {
            reader.Skip((long)count * Item.FixedSize);
        }
        else
        {
            SkipItems(ref reader, count);
        }

        if (_isLevel)
        {
            reader.Leave();
        }
    }

    public override void Encode(in ScaleValue value, ScaleWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (IsVector)
        {
            writer.WriteCompact((uint)value.Count);
        }

        foreach (ref readonly var item in value.Items)
        {
            item.Plan.Encode(item, writer);
        }
    }

    public override void Encode(JsonElement json, ScaleWriter writer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (json.ValueKind != JsonValueKind.Array || (!IsVector && json.GetArrayLength() != _length))
        {
            throw Unfit(json, $"give an array of {(IsVector ? "" : $"{_length} times ")}{Item.Name}");
        }

        if (IsVector)
        {
            writer.WriteCompact((uint)json.GetArrayLength());
        }

        var i = 0;
        try
        {
            foreach (var item in json.EnumerateArray())
            {
                Item.Encode(item, writer);
                i++;
            }
        }
        catch (ScaleEncodeException e) when (e.Within(i))
        {
            throw;
        }
    }

    public override void WriteJson(in ScaleValue value, Utf8JsonWriter writer, JsonForm form)
    {
        writer.WriteStartArray();
        foreach (ref readonly var item in value.Items)
        {
            item.WriteJson(writer, form);
        }

        writer.WriteEndArray();
    }

    protected override (int Min, int Fixed) Sizes()
    {
        if (IsVector)
        {
            return (1, -1);
        }

        Item.Measure();
        Slots = Capped(_length * (1 + Item.Slots));
        if (Item.FixedSize < 0 && _length > 0)
        {
            return (Capped(_length * Item.SizeMin), -1);
        }

        // Structs that hold it pass over it in one step with their other bytes, where no level is counted either.
        Nesting = Item.Nesting + 1;
        _isLevel = IsLevelAt(Nesting);
        return (Capped(_length * Item.SizeMin), _length == 0 ? 0 : Capped(_length * Item.FixedSize));
    }

    private void SkipItems(ref ScaleReader reader, int count)
    {
        var i = 0;
        try
        {
            for (; i < count; i++)
            {
                Item.Skip(ref reader);
            }
        }
        catch (ScaleException e) when (e.Within(i))
        {
            throw;
        }
    }

    private int ReadCount(ref ScaleReader reader)
    {
        if (IsVector)
        {
            var count = reader.ReadCount(Item.SizeMin);
            if (Item.IsDenseItem)
            {
                reader.Charge(count * (1 + Item.Slots));
            }

            return count;
        }

        // An array's length comes from the metadata, which may lie as well.
        return _length * Item.SizeMin <= reader.Remaining && _length <= int.MaxValue
            ? (int)_length
            : throw new ScaleException(ScaleFault.LengthBeyondInput, reader.Position, $"{_length} items of {Item.Name} cannot be in the {reader.Remaining} bytes that are left");
    }
}
