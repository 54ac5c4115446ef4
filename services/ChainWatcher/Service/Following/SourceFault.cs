namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Why a follower stops and does not go on by itself. A person has to look: the desk would otherwise tell something that is not so.</summary>
public enum StopReason
{
    /// <summary>The node serves another chain.</summary>
    WrongChain,

    /// <summary>A block does not descend from the last one that was saved, or finality went back: a fault of the node, not a reorganisation.</summary>
    SourceContradictsItself,

    /// <summary>Two nodes tell a block differently.</summary>
    SourcesDisagree,

    /// <summary>The node has forgotten the state of a block that was not read yet.</summary>
    HistoryPruned,

    /// <summary>A block cannot be turned into facts: bytes that are no events, or an event that has changed its shape.</summary>
    UnreadableBlock,

    /// <summary>The chain in the database is another one than the settings name.</summary>
    SettingsContradictDatabase,
}

/// <summary>Stops a follower, visibly.</summary>
public sealed class SourceFaultException(StopReason reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public StopReason Reason { get; } = reason;
}
