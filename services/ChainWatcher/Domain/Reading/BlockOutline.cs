using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// What any block's events look like: hooks, then the extrinsics in order with exactly one outcome each, then hooks again. Events that were decoded with the
/// metadata of another runtime may decode without an error, and to something else; they rarely keep this outline.
/// </summary>
internal static class BlockOutline
{
    /// <summary>How many extrinsics the block has.</summary>
    /// <exception cref="FactException">The events are no block's.</exception>
    public static int Check(BlockRef block, IReadOnlyList<EventRecord> events)
    {
        var (stage, outcomes) = (0, 0u);
        foreach (var record in events)
        {
            var now = record.Phase switch { EventPhase.Initialization => 0, EventPhase.ApplyExtrinsic => 1, _ => 2 };
            if (now < stage)
            {
                throw new FactException(FactFault.Inconsistent, block, $"an event of phase {record.Phase} comes after one of a later phase", record);
            }

            stage = now;
            if (record.ExtrinsicIndex is not { } extrinsic)
            {
                continue;
            }

            // An extrinsic's outcome is its last event, so all events belong to the extrinsic whose outcome comes next.
            if (extrinsic != outcomes)
            {
                throw new FactException(FactFault.Inconsistent, block, $"an event of extrinsic {extrinsic} stands where extrinsic {outcomes} is due", record);
            }

            if (IsOutcome(record.Event))
            {
                outcomes++;
            }
        }

        return checked((int)outcomes);
    }

    public static bool IsOutcome(EventShape shape) => shape.Pallet == SharedFacts.SystemPallet && shape.Name is "ExtrinsicSuccess" or "ExtrinsicFailed";
}
