using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>What is known of an event beyond its own fields.</summary>
public sealed class FactContext
{
    private readonly StorageValues _storage;

    internal FactContext(Runtime runtime, WatchList watch, FactOrigin origin, CallView? call, StorageValues storage, IReadOnlyList<CallView> remarks)
    {
        (Runtime, Watch, Origin, Call, _storage, Remarks) = (runtime, watch, origin, call, storage, remarks);
    }

    /// <summary>The runtime that executed the block.</summary>
    public Runtime Runtime { get; }

    /// <summary>What the desk wants to see.</summary>
    public WatchList Watch { get; }

    /// <summary>Where, when and by whom.</summary>
    public FactOrigin Origin { get; }

    /// <summary>The call that ran when the event happened; null when it cannot be told for certain.</summary>
    public CallView? Call { get; }

    /// <summary>The remark calls anywhere in the extrinsic.</summary>
    internal IReadOnlyList<CallView> Remarks { get; }

    /// <summary>Set when a remark's bytes are in no call of the extrinsic.</summary>
    internal bool IsRemarkUnread { get; set; }

    /// <summary>An amount of the chain's token.</summary>
    public TokenAmount Amount(UInt128 planck) => new(planck, Origin.Chain.Token);

    /// <summary>A value of storage that the source of the fact asked for.</summary>
    /// <returns>True when it was read.</returns>
    public bool TryRead(StorageRead read, out byte[]? value) => _storage.TryGet(read, out value);
}
