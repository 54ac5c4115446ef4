using CoretimeDesk.ReplayNode.Blocks;

namespace CoretimeDesk.ReplayNode.Chain;

/// <summary>What a head is announced as.</summary>
internal enum HeadKind
{
    /// <summary>Every block, on whatever fork.</summary>
    All,

    /// <summary>A new best block.</summary>
    New,

    /// <summary>A new final block; heights may be skipped.</summary>
    Finalized,
}

/// <summary>Is told of heads while the chain is locked: it must not wait.</summary>
internal interface IHeadListener
{
    void Announce(HeadKind kind, ReplayBlock block);

    /// <summary>The best block's state has another runtime.</summary>
    void AnnounceRuntime(ServedRuntime runtime);
}
