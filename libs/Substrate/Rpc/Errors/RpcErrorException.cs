namespace CoretimeDesk.Substrate.Rpc;

/// <summary>The node understood the request and refused it.</summary>
public sealed class RpcErrorException : RpcException
{
    // A runtime's panic message can be pages long; this much tells what happened.
    private const int ShownMax = 500;

    /// <summary>The error object of a JSON-RPC answer.</summary>
    /// <param name="method">What was called, or the subscription that ended.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="serverMessage">The error's message.</param>
    /// <param name="dataJson">The error's data as JSON, where there is any.</param>
    public RpcErrorException(string method, long code, string serverMessage, string? dataJson = null)
        : base($"{method} was refused: {Shorten(serverMessage)} (code {code}){(dataJson is null ? "" : ", " + Shorten(dataJson))}")
    {
        Method = method;
        Code = code;
        ServerMessage = serverMessage;
        DataJson = dataJson;
    }

    /// <summary>The method that was called.</summary>
    public string Method { get; }

    /// <summary>The node's error code, for example -32601 for an unknown method or 1010 for an invalid transaction.</summary>
    public long Code { get; }

    /// <summary>The node's message, in full.</summary>
    public string ServerMessage { get; }

    /// <summary>The node's further data as JSON, in full; null where there is none.</summary>
    public string? DataJson { get; }

    internal static string Shorten(string text) => text.Length <= ShownMax ? text : string.Concat(text.AsSpan(0, ShownMax), "…");
}
