using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>Why a block cannot be turned into facts. All of these stop the chain's follower at that block.</summary>
public enum FactFault
{
    /// <summary>Bytes are not what the runtime's metadata says.</summary>
    Undecodable = 1,

    /// <summary>An event is known by name, and its fields are not as they were: the market has changed, and this version of the desk has not.</summary>
    UnknownShape = 2,

    /// <summary>The metadata is not of the runtime that executed the block, or not of such a chain.</summary>
    WrongRuntime = 3,

    /// <summary>Parts of the block contradict each other.</summary>
    Inconsistent = 4,

    /// <summary>Something was not read that the facts depend on.</summary>
    MissingInput = 5,
}

/// <summary>A block cannot be turned into facts. Nothing of it is: the follower stops there, for everyone to see.</summary>
public sealed class FactException : Exception
{
    internal FactException(FactFault fault, BlockRef block, string problem, EventRecord? at = null, Exception? inner = null)
        : base($"block {block}{(at is { } record ? $", event {record.Index} {record.Event}" : "")}: {problem}", inner)
    {
        (Fault, Block) = (fault, block);
        if (at is { } located)
        {
            (EventIndex, Event) = ((uint)located.Index, located.Event.ToString());
        }
    }

    /// <summary>What is wrong.</summary>
    public FactFault Fault { get; }

    /// <summary>The block.</summary>
    public BlockRef Block { get; }

    /// <summary>The event at fault, by its position; null when it is none in particular.</summary>
    public uint? EventIndex { get; }

    /// <summary>The event at fault, by name; null when it is none in particular.</summary>
    public string? Event { get; }
}
