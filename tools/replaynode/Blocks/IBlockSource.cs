using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>A chain of blocks from a first to a last height, without a gap. Safe for several threads.</summary>
internal interface IBlockSource
{
    /// <summary><c>recorded</c>, <c>relinked</c> or <c>synthetic</c>.</summary>
    string Mode { get; }

    ulong First { get; }

    ulong Last { get; }

    /// <exception cref="ChainRecording.RecordingException">Its file is damaged.</exception>
    ReplayBlock At(ulong height);

    H256 HashAt(ulong height);

    ulong? HeightOf(H256 hash);

    /// <summary>A recorded block of that height that did not last.</summary>
    ReplayBlock? SiblingAt(ulong height);
}
