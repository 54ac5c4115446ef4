namespace CoretimeDesk.Substrate;

/// <summary>
/// Decodes the value of System.Events: a vector of (phase, event, topics). A record carries no length, so one event of unknown shape makes the
/// rest unreadable: that is an error, never a guess.
/// </summary>
public sealed class EventCodec
{
    private const int RecordSizeMin = 4; // Phase, pallet, event, number of topics.

    private readonly EventPhase?[] _phases;
    private readonly EventShape?[]?[] _shapes = new EventShape?[]?[256];
    private readonly TypePlan _topics;

    internal EventCodec(Runtime runtime)
    {
        var types = runtime.Metadata.Types;
        var entry = runtime.Storage("System", "Events").Entry;
        if (types[entry.Value].Definition is not TypeDefinition.Sequence list
            || types[list.Item].Definition is not TypeDefinition.Composite { Fields: [{ Name: "phase" } phase, { Name: "event" } @event, { Name: "topics" } topics] }
            || types[phase.Type].Definition is not TypeDefinition.Variant phases
            || types[@event.Type].Definition is not TypeDefinition.Variant pallets)
        {
            throw new ScaleException(ScaleFault.BadType, 0, "System.Events is no list of (phase, event, topics)");
        }

        _phases = PhasesOf(phases, types);
        _topics = runtime.Plans.Of(topics.Type) is ListPlan { FixedSize: < 0, Item: BytesPlan { FixedSize: H256.Size } } hashes
            ? hashes
            : throw new ScaleException(ScaleFault.BadType, 0, "the topics of events are no list of hashes");
        var all = new List<EventShape>();
        foreach (var outer in pallets.Variants)
        {
            if (outer.Fields is [{ } only] && runtime.Plans.Of(only.Type) is VariantPlan events)
            {
                var pallet = runtime.Metadata.Pallets.FirstOrDefault(p => p.Index == outer.Index) ?? new() { Name = outer.Name, Index = outer.Index };
                var table = new EventShape?[256];
                foreach (var definition in events.Variants)
                {
                    all.Add(table[definition.Index] = new(pallet, events, definition, all.Count));
                }

                _shapes[outer.Index] = table;
            }
        }

        All = all;
    }

    /// <summary>Every event of the runtime.</summary>
    public IReadOnlyList<EventShape> All { get; }

    /// <summary>The event of that name; null when the runtime has none.</summary>
    public EventShape? Find(string pallet, string name) => All.FirstOrDefault(e => e.Pallet == pallet && e.Name == name);

    /// <summary>
    /// A compiled reader of an event's fields into a .NET record, whose constructor names the fields that it wants: <c>RegionId</c> reads
    /// <c>region_id</c>. Make it once per runtime.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The runtime has no such event.</exception>
    /// <exception cref="ScaleBindException">The event has no such field, or one that the record cannot hold.</exception>
    public Func<EventRecord, T> Bind<T>(string pallet, string name)
    {
        var shape = Find(pallet, name) ?? throw new KeyNotFoundException($"The runtime has no event {pallet}.{name}.");
        var read = Binder.Bind<T>(shape.Plan, shape.ToString());
        return record => record.Event == shape
            ? read(record.Fields)
            : throw new ArgumentException($"{record.Event} is no {shape} of the runtime that this reader was made for.", nameof(record));
    }

    /// <summary>A filter that wants what the predicate says. Make it once per runtime.</summary>
    public EventFilter Filter(Func<EventShape, bool> wanted) => new(this, [.. All.Select(wanted)]);

    /// <summary>A filter that wants these events, as <c>Pallet.Event</c>, or as <c>Pallet.*</c> for all of a pallet. A name that the runtime does not have wants nothing.</summary>
    public EventFilter Filter(params string[] names)
    {
        var set = names.ToHashSet(StringComparer.Ordinal);
        return Filter(e => set.Contains(e.ToString()) || set.Contains($"{e.Pallet}.*"));
    }

    /// <summary>Decodes all events of a block.</summary>
    /// <param name="bytes">The value of System.Events; the records keep it, so it must not change afterwards. Empty bytes are no events.</param>
    /// <exception cref="ScaleException">The bytes are no events of this runtime.</exception>
    public EventRecord[] Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }

        var arena = new Input(bytes).Arena();
        var reader = new ScaleReader(bytes.Span);
        var records = new EventRecord[reader.ReadCount(RecordSizeMin)];
        EventShape? shape = null;
        var i = 0;
        try
        {
            for (; i < records.Length; i++)
            {
                shape = null;
                records[i] = ReadRecord(ref reader, arena, i, ref shape);
            }
        }
        catch (ScaleException e) when (Locate(e, shape, i))
        {
            throw;
        }

        reader.ExpectEnd();
        return records;
    }

    /// <summary>Decodes the wanted events of a block. The others cost a walk over their bytes and no memory.</summary>
    /// <param name="bytes">The value of System.Events; the records keep it, so it must not change afterwards. Empty bytes are no events.</param>
    /// <param name="filter">A filter of this runtime.</param>
    /// <exception cref="ScaleException">The bytes are no events of this runtime; events that are not wanted are checked as well.</exception>
    public EventRecord[] Decode(ReadOnlyMemory<byte> bytes, EventFilter filter)
    {
        if (filter.Codec != this)
        {
            throw new ArgumentException("The filter was made for another runtime.", nameof(filter));
        }

        if (bytes.IsEmpty)
        {
            return [];
        }

        ValueArena? arena = null;
        List<EventRecord>? wanted = null;
        var reader = new ScaleReader(bytes.Span);
        var count = reader.ReadCount(RecordSizeMin);
        EventShape? shape = null;
        var i = 0;
        try
        {
            for (; i < count; i++)
            {
                shape = null;
                var start = reader.Position;
                ReadPhase(ref reader, out _);
                shape = ReadShape(ref reader);
                if (!filter.Wants(shape))
                {
                    shape.Plan.Skip(ref reader);
                    SkipTopics(ref reader);
                    continue;
                }

                reader.Return(start);
                arena ??= new Input(bytes).Arena();
                (wanted ??= []).Add(ReadRecord(ref reader, arena, i, ref shape));
            }
        }
        catch (ScaleException e) when (Locate(e, shape, i))
        {
            throw;
        }

        reader.ExpectEnd();
        return wanted is null ? [] : [.. wanted];
    }

    private EventRecord ReadRecord(ref ScaleReader reader, ValueArena arena, int index, ref EventShape? shape)
    {
        var phase = ReadPhase(ref reader, out var extrinsic);
        shape = ReadShape(ref reader);
        var fields = default(ScaleValue);
        shape.Plan.Decode(ref reader, arena, ref fields);
        return new(index, phase, extrinsic, shape, fields, ReadTopics(ref reader, arena));
    }

    private EventPhase ReadPhase(ref ScaleReader reader, out uint extrinsic)
    {
        var tag = reader.ReadByte();
        if (_phases[tag] is not { } phase)
        {
            throw new ScaleException(ScaleFault.UnknownTag, reader.Position - 1, $"there is no phase {tag}");
        }

        extrinsic = phase == EventPhase.ApplyExtrinsic ? reader.ReadUInt32() : 0;
        return phase;
    }

    private EventShape ReadShape(ref ScaleReader reader)
    {
        var start = reader.Position;
        var pallet = reader.ReadByte();
        var table = _shapes[pallet] ?? throw new ScaleException(ScaleFault.UnknownTag, start, $"the runtime has no pallet {pallet} with events");
        var index = reader.ReadByte();
        return table[index] ?? throw new ScaleException(ScaleFault.UnknownTag, start + 1, $"pallet {pallet} has no event {index}");
    }

    private void SkipTopics(ref ScaleReader reader)
    {
        if (reader.TryPeek(out var count) && count == 0)
        {
            reader.Skip(1);
        }
        else
        {
            _topics.Skip(ref reader);
        }
    }

    private H256[] ReadTopics(ref ScaleReader reader, ValueArena arena)
    {
        if (reader.TryPeek(out var count) && count == 0)
        {
            reader.Skip(1);
            return [];
        }

        var list = default(ScaleValue);
        _topics.Decode(ref reader, arena, ref list);
        if (list.Count == 0)
        {
            return [];
        }

        var topics = new H256[list.Count];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = H256.FromBytes(list[i].AsBytes());
        }

        return topics;
    }

    private static bool Locate(ScaleException e, EventShape? shape, int index) =>
        (shape is not null && e.Within(shape.ToString())) || e.Within(index) || e.Within("events");

    private static EventPhase?[] PhasesOf(TypeDefinition.Variant definition, TypeRegistry types)
    {
        var phases = new EventPhase?[256];
        foreach (var variant in definition.Variants)
        {
            // Another payload would be read wrongly, so it is not read at all.
            phases[variant.Index] = variant switch
            {
                { Name: nameof(EventPhase.ApplyExtrinsic), Fields: [var index] } when types[index.Type].Definition is TypeDefinition.Primitive { Kind: Primitive.U32 } => EventPhase.ApplyExtrinsic,
                { Name: nameof(EventPhase.Finalization), Fields: [] } => EventPhase.Finalization,
                { Name: nameof(EventPhase.Initialization), Fields: [] } => EventPhase.Initialization,
                _ => null,
            };
        }

        return phases;
    }
}
