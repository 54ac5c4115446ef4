using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>A request is answered with an error. Codes and words are those of nodes (jsonrpsee; sc-rpc-api's chain and state errors).</summary>
internal sealed class RpcFailure(int code, string message) : Exception(message)
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    private const int StateClient = 4003;
    private const int StateCount = 4002;

    public int Code { get; } = code;

    public static RpcFailure NoMethod() => new(MethodNotFound, "Method not found");

    public static RpcFailure BadParams(string what) => new(InvalidParams, $"Invalid params: {what}");

    /// <summary>Storage was asked for at a block that nobody knows.</summary>
    public static RpcFailure UnknownBlock(H256 hash) => new(StateClient, $"Client error: UnknownBlock: Header was not found in the database: {hash}");

    /// <summary>Storage was asked for at a block whose state is gone.</summary>
    public static RpcFailure Discarded(H256 hash) => new(StateClient, $"Client error: UnknownBlock: State already discarded for {hash}");

    /// <summary>The runtime was to be called at such a block: nodes word it differently.</summary>
    public RpcFailure AsCall() => new(Code, Message.Replace("UnknownBlock:", "Api called for an unknown Block:", StringComparison.Ordinal));

    public static RpcFailure TooMany(ulong count, int max) => new(StateCount, $"count exceeds maximum value. value: {count}, max: {max}");

    public static RpcFailure Execution(string why) => new(StateClient, $"Client error: Execution failed: {why}");
}
