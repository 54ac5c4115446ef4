using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>The extrinsic that a fact happened in.</summary>
/// <param name="Index">Its position in the block.</param>
/// <param name="Hash">BLAKE2b-256 of its bytes, as explorers show it. Only together with the block it names one extrinsic.</param>
/// <param name="Signer">The account that signed it; null when nobody did. It need not be the account that anything was done for: see <see cref="RealOrigin"/>.</param>
public sealed record ExtrinsicRef(uint Index, H256 Hash, AccountId32? Signer);

/// <summary>As what a call ran.</summary>
public enum OriginKind
{
    /// <summary>As an account; it is null when the call names it in a way that the block alone cannot resolve.</summary>
    Account = 1,

    /// <summary>As the chain itself, by sudo or governance.</summary>
    Root = 2,

    /// <summary>As nobody: inherents and unsigned transactions.</summary>
    None = 3,

    /// <summary>As something else: a collective, an origin of a pallet.</summary>
    Other = 4,
}

/// <summary>As whom the call behind a fact ran, worked out from the calls nested in the extrinsic and the order of its events.</summary>
/// <param name="Kind">As what.</param>
/// <param name="Account">The account, where it ran as one.</param>
/// <param name="Path">The way from the extrinsic to the call: empty when there is none, <c>proxy</c>, <c>multisig</c>, <c>sudo/dispatch_as/batch_all[2]</c>.</param>
/// <param name="Call">The call at the end of the way: <c>Broker.purchase</c>.</param>
public sealed record RealOrigin(OriginKind Kind, AccountId32? Account, string Path, string Call);

/// <summary>Where and when a fact happened, and by whom. A fact is told apart by chain, block hash and event index.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Block">The finalised block.</param>
/// <param name="EventIndex">The event's position in the block; null for what only the block's storage tells.</param>
/// <param name="Phase">When in the block.</param>
/// <param name="Extrinsic">The extrinsic; null in hooks: auto-renewals and messages of other chains have none.</param>
/// <param name="RanAs">As whom the call ran; null when it cannot be told for certain, and outside extrinsics.</param>
/// <param name="At">The block's own timestamp, UTC, in whole milliseconds.</param>
/// <param name="RelayBlock">On the Coretime chain the block's relay parent; on the relay chain the block itself. Hooks at a block's start still see the relay parent of the block before.</param>
/// <param name="Timeslice">The timeslice that the relay block lies in.</param>
public sealed record FactOrigin(
    ChainRef Chain, BlockRef Block, uint? EventIndex, EventPhase Phase, ExtrinsicRef? Extrinsic, RealOrigin? RanAs, DateTimeOffset At, uint RelayBlock, uint Timeslice)
{
    /// <summary>The id of the fact that its event is; of facts of one account's storage a block may have several, see <see cref="ChainFact.Id"/>. See <see cref="FactId"/>.</summary>
    public Guid Id => FactId.Of(Chain.Genesis, Block.Hash, EventIndex);

    /// <summary>True for two facts of one extrinsic: a remark and the purchase beside it.</summary>
    /// <remarks>Hashes of extrinsics are not unique on a chain, so the block and the position are compared.</remarks>
    public bool SharesExtrinsicWith(FactOrigin other) =>
        Extrinsic is not null && other.Extrinsic is not null
        && Chain.Genesis == other.Chain.Genesis && Block.Hash == other.Block.Hash && Extrinsic.Index == other.Extrinsic.Index;
}
