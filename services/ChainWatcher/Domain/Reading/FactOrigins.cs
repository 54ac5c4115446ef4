using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>Makes the origins of one block's facts.</summary>
internal sealed class FactOrigins(ChainProfile profile, BlockRef block, DateTimeOffset at, uint relayBlock)
{
    /// <summary>The origin of the fact that an event is.</summary>
    public FactOrigin Of(in EventRecord record, BlockBody.Part? part, CallNode? node) =>
        new(profile.Chain, block, (uint)record.Index, record.Phase, part?.Ref, node?.Real, at, relayBlock, relayBlock / profile.TimesliceBlocks);

    /// <summary>The origin of what an extrinsic did without an event of its own, reported by the event of that index.</summary>
    public FactOrigin Of(uint reportedBy, BlockBody.Part part, CallNode node) =>
        new(profile.Chain, block, reportedBy, EventPhase.ApplyExtrinsic, part.Ref, node.Real, at, relayBlock, relayBlock / profile.TimesliceBlocks);

    /// <summary>The origin of what only the block's storage tells. When in the block it happened is not known; by its end it had.</summary>
    public FactOrigin OfStorage() => new(profile.Chain, block, null, EventPhase.Finalization, null, null, at, relayBlock, relayBlock / profile.TimesliceBlocks);
}
