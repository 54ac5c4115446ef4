using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>What happens at the head of the chain, told by <see cref="ChainHeadFollow"/>.</summary>
public abstract record ChainHeadEvent
{
    private ChainHeadEvent()
    {
    }

    /// <summary>Always the first.</summary>
    /// <param name="FinalizedBlocks">The newest final blocks, oldest first; all of them are pinned.</param>
    /// <param name="Runtime">The last one's runtime, if runtimes were asked for.</param>
    public sealed record Initialized(IReadOnlyList<H256> FinalizedBlocks, ChainHeadRuntime? Runtime) : ChainHeadEvent;

    /// <summary>A block that is not final yet; it is pinned.</summary>
    /// <param name="Block">The block.</param>
    /// <param name="Parent">Its parent: the newest final block, or one announced before.</param>
    /// <param name="NewRuntime">Its runtime, if runtimes were asked for and it differs from the parent's.</param>
    public sealed record NewBlock(H256 Block, H256 Parent, ChainHeadRuntime? NewRuntime) : ChainHeadEvent;

    /// <summary>Another block is the best one.</summary>
    /// <param name="Block">The block, announced before.</param>
    public sealed record BestBlockChanged(H256 Block) : ChainHeadEvent;

    /// <summary>Blocks became final, others can never be. All of them stay pinned until they are unpinned.</summary>
    /// <param name="FinalizedBlocks">By increasing height; the last one is the newest.</param>
    /// <param name="PrunedBlocks">In no particular order.</param>
    public sealed record Finalized(IReadOnlyList<H256> FinalizedBlocks, IReadOnlyList<H256> PrunedBlocks) : ChainHeadEvent;

    /// <summary>The last one: the node gave up following, and its pins are gone. Follow again; what happens until then is not told.</summary>
    public sealed record Stopped : ChainHeadEvent;

    /// <summary>Something that this library does not know.</summary>
    /// <param name="Name">What the node calls it.</param>
    public sealed record Unknown(string Name) : ChainHeadEvent;

    /// <summary>Word of an operation; never reaches the reader.</summary>
    internal sealed record Operation(OperationEvent Event) : ChainHeadEvent;

    /// <summary>Reads an event.</summary>
    internal static ChainHeadEvent Decode(ref Utf8JsonReader reader)
    {
        var name = NamedEvent.PeekName(reader);
        if (OperationEvent.StepOf(name) is { } step)
        {
            return new Operation(OperationEvent.Decode(name, step, ref reader));
        }

        var members = new Members();
        RpcDecode.Members(ref reader, members.Visit);
        return name switch
        {
            "initialized" => new Initialized(
                // A list since 2024, a single hash before.
                members.Finalized ?? [RpcDecode.Present(members.FinalizedBlock, "finalizedBlockHashes")],
                members.Runtime),
            "newBlock" => new NewBlock(RpcDecode.Present(members.Block, "blockHash"), RpcDecode.Present(members.Parent, "parentBlockHash"), members.Runtime),
            "bestBlockChanged" => new BestBlockChanged(RpcDecode.Present(members.Best, "bestBlockHash")),
            "finalized" => new Finalized(RpcDecode.Present(members.Finalized, "finalizedBlockHashes"), RpcDecode.Present(members.Pruned, "prunedBlockHashes")),
            "stop" => new Stopped(),
            _ => new Unknown(name),
        };
    }

    private sealed class Members
    {
        public IReadOnlyList<H256>? Finalized { get; private set; }

        public IReadOnlyList<H256>? Pruned { get; private set; }

        public H256? FinalizedBlock { get; private set; }

        public H256? Block { get; private set; }

        public H256? Parent { get; private set; }

        public H256? Best { get; private set; }

        public ChainHeadRuntime? Runtime { get; private set; }

        public void Visit(string name, ref Utf8JsonReader value)
        {
            switch (name)
            {
                case "finalizedBlockHashes":
                    Finalized = RpcDecode.HashList(ref value);
                    break;
                case "finalizedBlockHash":
                    FinalizedBlock = RpcDecode.Hash(ref value);
                    break;
                case "prunedBlockHashes":
                    Pruned = RpcDecode.HashList(ref value);
                    break;
                case "blockHash":
                    Block = RpcDecode.Hash(ref value);
                    break;
                case "parentBlockHash":
                    Parent = RpcDecode.Hash(ref value);
                    break;
                case "bestBlockHash":
                    Best = RpcDecode.Hash(ref value);
                    break;
                case "finalizedBlockRuntime" or "newRuntime":
                    Runtime = ChainHeadRuntime.DecodeOrNull(ref value);
                    break;
                default:
                    value.Skip();
                    break;
            }
        }
    }
}

/// <summary>A block's runtime, or why the node cannot use it.</summary>
/// <param name="Version">The version; null if the node calls the runtime invalid.</param>
/// <param name="Error">Why it is invalid; null if it is not.</param>
public sealed record ChainHeadRuntime(RuntimeVersion? Version, string? Error)
{
    internal static ChainHeadRuntime? DecodeOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var bare = reader; // A copy: some servers send the version without the wrapping.
        RuntimeVersion? version = null;
        string? type = null, error = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            switch (name)
            {
                case "type":
                    type = RpcDecode.Text(ref value);
                    break;
                case "spec":
                    version = RuntimeVersion.Decode(ref value);
                    break;
                case "error":
                    error = RpcDecode.Text(ref value);
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return type switch
        {
            "valid" => new(RpcDecode.Present(version, "spec"), null),
            "invalid" => new(null, RpcDecode.Present(error, "error")),
            null => new(RuntimeVersion.Decode(ref bare), null),
            _ => throw new FormatException($"there is no runtime type {type}"),
        };
    }
}
