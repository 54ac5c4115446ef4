using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>An event's bytes without its phase.</summary>
/// <param name="Phase">When it was emitted.</param>
/// <param name="Extrinsic">Position of its extrinsic, with the phase that has one.</param>
/// <param name="Rest">Event and topics.</param>
internal readonly record struct EventSlice(EventPhase Phase, uint Extrinsic, ReadOnlyMemory<byte> Rest);

/// <summary>Takes the value of <c>System.Events</c> apart without decoding it, and puts it together again.</summary>
internal static class EventSlices
{
    private const byte ApplyExtrinsic = 0;
    private const byte Finalization = 1;
    private const byte Initialization = 2;

    /// <exception cref="ScaleException">The bytes are no events of that runtime.</exception>
    public static List<EventSlice> Split(Runtime runtime, byte[] events)
    {
        var vector = runtime.Pallet("System").Storage.First(s => s.Name == "Events").Value;
        var record = ((TypeDefinition.Sequence)Unwrapped(runtime, vector)).Item;
        var reader = new ScaleReader(events);
        var slices = new List<EventSlice>(reader.ReadCount(1));
        for (var left = slices.Capacity; left > 0; left--)
        {
            var start = reader.Position;
            var length = runtime.Skip(record, events.AsSpan(start));
            var phase = reader.ReadByte();
            var extrinsic = phase == ApplyExtrinsic ? reader.ReadUInt32() : 0;
            slices.Add(new(
                phase switch { ApplyExtrinsic => EventPhase.ApplyExtrinsic, Finalization => EventPhase.Finalization, _ => EventPhase.Initialization },
                extrinsic,
                events.AsMemory(reader.Position, length - (reader.Position - start))));
            reader.Skip(start + length - reader.Position);
        }

        reader.ExpectEnd();
        return slices;
    }

    public static byte[] Join(IReadOnlyCollection<EventSlice> slices)
    {
        var writer = new ScaleWriter(slices.Sum(s => s.Rest.Length + 5) + 4);
        writer.WriteCompact((uint)slices.Count);
        foreach (var (phase, extrinsic, rest) in slices)
        {
            writer.WriteByte(phase switch { EventPhase.ApplyExtrinsic => ApplyExtrinsic, EventPhase.Finalization => Finalization, _ => Initialization });
            if (phase == EventPhase.ApplyExtrinsic)
            {
                writer.WriteUInt32(extrinsic);
            }

            writer.WriteBytes(rest.Span);
        }

        return writer.ToArray();
    }

    // The vector may lie in a struct of its own.
    private static TypeDefinition Unwrapped(Runtime runtime, int type) => runtime.Metadata.Types[type].Definition is TypeDefinition.Composite { Fields: [var only] }
        ? Unwrapped(runtime, only.Type)
        : runtime.Metadata.Types[type].Definition;
}
