namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>Events of a block: decoded in full, passed over, and decoded in part. All three accept the same inputs and find the same records.</summary>
internal sealed class EventsTarget : FuzzTarget
{
    private readonly (EventCodec Codec, EventFilter All, EventFilter Some, EventFilter None, byte[] Bytes)[] _samples;
    private int _current;
    private int _turn;

    public EventsTarget(IEnumerable<(Runtime Runtime, byte[] Bytes)> samples)
        : base("events") =>
        _samples = [.. samples.Select(s => (s.Runtime.Events, s.Runtime.Events.Filter(_ => true), s.Runtime.Events.Filter(e => e.Index % 3 == 0), s.Runtime.Events.Filter(_ => false), s.Bytes))];

    protected override byte[] Next(Mutator mutator)
    {
        _current = mutator.Next(_samples.Length);
        return mutator.Mutate(_samples[_current].Bytes, _samples[mutator.Next(_samples.Length)].Bytes);
    }

    protected override FuzzOutcome Check(byte[] input)
    {
        var (codec, all, some, none, _) = _samples[_current];
        EventRecord[] records = [];
        var refusal = Measure(() => records = codec.Decode(input), input, out var allocated);

        // One filter for each input: exceptions cost more than the decoding.
        var (filter, wanted) = (_turn++ % 3) switch
        {
            0 => (none, []),
            1 => (some, [.. records.Where(r => r.Event.Index % 3 == 0)]),
            _ => (all, records),
        };
        EventRecord[] filtered = [];
        var filteredRefusal = Measure(() => filtered = codec.Decode(input, filter), input, out _);
        Require(refusal is null == filteredRefusal is null, $"in full: {refusal?.Message ?? "accepted"}; filtered: {filteredRefusal?.Message ?? "accepted"}");
        if (refusal is null)
        {
            RequireSame(input, input.Length == 0 ? [] : Encode(records), "a block's events");
            Require(filtered.Select(r => r.Index).SequenceEqual(wanted.Select(r => r.Index)), "the filter lets other events through");
            RequireSame(Encode(wanted), Encode(filtered), "what the filter lets through");
        }

        return Outcome(refusal, input, allocated);
    }

    private static byte[] Encode(EventRecord[] records)
    {
        var writer = new ScaleWriter();
        writer.WriteCompact((uint)records.Length);
        foreach (var record in records)
        {
            // ApplyExtrinsic, Finalization and Initialization have these numbers on every chain here.
            writer.WriteByte((byte)record.Phase);
            if (record.ExtrinsicIndex is { } extrinsic)
            {
                writer.WriteUInt32(extrinsic);
            }

            writer.WriteByte(record.Event.PalletIndex);
            writer.WriteByte(record.Event.Index);
            writer.WriteBytes(record.Fields.Encode());
            writer.WriteCompact((uint)record.Topics.Count);
            foreach (var topic in record.Topics)
            {
                writer.WriteBytes(topic.AsSpan());
            }
        }

        return writer.ToArray();
    }
}
