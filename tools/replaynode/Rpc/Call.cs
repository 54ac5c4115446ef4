namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>A request under way.</summary>
/// <param name="connection">Where it came from; null over HTTP, where nothing can be subscribed to.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="result">Where its result goes: one JSON value.</param>
internal sealed class Call(RpcConnection? connection, Arguments arguments, Json result)
{
    public Arguments Arguments { get; } = arguments;

    public Json Result { get; } = result;

    /// <exception cref="RpcFailure">There is no connection to subscribe on.</exception>
    public RpcConnection Connection => connection ?? throw new RpcFailure(RpcFailure.MethodNotFound, "Subscriptions need a WebSocket");

    /// <summary>What is to be done right behind the answer, while the chain stands still: the first notification, and being told of the next.</summary>
    public Action? Then { get; set; }
}

/// <summary>Writes a call's result, or throws an <see cref="RpcFailure"/>.</summary>
internal delegate void Method(Call call);
