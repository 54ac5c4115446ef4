using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>What the pool says of a watched extrinsic. Being in a block says nothing about success: events do.</summary>
public abstract record ExtrinsicStatus
{
    private ExtrinsicStatus()
    {
    }

    /// <summary>Valid later: an earlier nonce is missing.</summary>
    public sealed record Future : ExtrinsicStatus;

    /// <summary>Valid now.</summary>
    public sealed record Ready : ExtrinsicStatus;

    /// <summary>Told to other nodes.</summary>
    /// <param name="Peers">Which.</param>
    public sealed record Broadcast(IReadOnlyList<string> Peers) : ExtrinsicStatus;

    /// <summary>In a block, which may still be replaced.</summary>
    /// <param name="Block">The block.</param>
    public sealed record InBlock(H256 Block) : ExtrinsicStatus;

    /// <summary>Its block was replaced.</summary>
    /// <param name="Block">The block that it was in.</param>
    public sealed record Retracted(H256 Block) : ExtrinsicStatus;

    /// <summary>The last word: in a final block.</summary>
    /// <param name="Block">The block.</param>
    public sealed record Finalized(H256 Block) : ExtrinsicStatus;

    /// <summary>The last word: the node stopped waiting for the block to become final. It may do so all the same.</summary>
    /// <param name="Block">The block.</param>
    public sealed record FinalityTimeout(H256 Block) : ExtrinsicStatus;

    /// <summary>The last word: another extrinsic of the same account and nonce took its place.</summary>
    /// <param name="By">The other's hash.</param>
    public sealed record Usurped(H256 By) : ExtrinsicStatus;

    /// <summary>The last word: the pool was full. Other nodes may still have it.</summary>
    public sealed record Dropped : ExtrinsicStatus;

    /// <summary>The last word: no longer valid.</summary>
    public sealed record Invalid : ExtrinsicStatus;

    /// <summary>Something that this library does not know.</summary>
    /// <param name="Name">What the node calls it.</param>
    public sealed record Unknown(string Name) : ExtrinsicStatus;

    /// <summary>Whether the node will say no more.</summary>
    public bool IsLast => this is Finalized or FinalityTimeout or Usurped or Dropped or Invalid;

    /// <summary>Reads a status: a name, or an object with the name as its only member.</summary>
    public static ExtrinsicStatus Decode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Plain(reader.GetString()!);
        }

        ExtrinsicStatus? status = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            status = name switch
            {
                "broadcast" => new Broadcast(RpcDecode.List(ref value, RpcDecode.Text)),
                "inBlock" => new InBlock(RpcDecode.Hash(ref value)),
                "retracted" => new Retracted(RpcDecode.Hash(ref value)),
                "finalized" => new Finalized(RpcDecode.Hash(ref value)),
                "finalityTimeout" => new FinalityTimeout(RpcDecode.Hash(ref value)),
                "usurped" => new Usurped(RpcDecode.Hash(ref value)),
                _ => Plain(name),
            };
            value.Skip();
        });
        return status ?? throw new FormatException("a status has no name");
    }

    private static ExtrinsicStatus Plain(string name) => name switch
    {
        "future" => new Future(),
        "ready" => new Ready(),
        "dropped" => new Dropped(),
        "invalid" => new Invalid(),
        _ => new Unknown(name),
    };
}
