using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>Opens connections, and says without secrets why one cannot be opened.</summary>
internal sealed class ConnectionOpener(RpcOptions options, Func<long> nextId)
{
    /// <summary>A running connection to the chain that is expected.</summary>
    /// <exception cref="RpcException">There is none to be had from this endpoint now.</exception>
    /// <exception cref="OperationCanceledException">Told to stop, or to move on.</exception>
    public async Task<RpcConnection> OpenAsync(RpcEndpoint endpoint, Action<RpcConnection> closing, CancellationToken stop, CancellationToken moveOn)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, moveOn);
        var connection = new RpcConnection(await ConnectAsync(endpoint, either.Token), endpoint, options, nextId, closing);
        try
        {
            connection.Start();
            await VerifyAsync(connection, either.Token);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<ClientWebSocket> ConnectAsync(RpcEndpoint endpoint, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = options.PingInterval;
            socket.Options.KeepAliveTimeout = options.PongTimeout;
            socket.Options.CollectHttpResponseDetails = true;
            if (endpoint.Authorization is { } authorization)
            {
                socket.Options.SetRequestHeader("Authorization", authorization);
            }

            await socket.ConnectAsync(endpoint.Address, either.Token);
            return socket;
        }
        catch (Exception e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            // The cause itself stays out: what the layers below put in their messages is not ours to vouch for.
            var why = patience.IsCancellationRequested ? $"no connection within {options.ConnectTimeout.TotalSeconds:0.###} s"
                : status is 0 or HttpStatusCode.SwitchingProtocols ? $"no connection ({Explain(e)})"
                : $"no connection (HTTP status {(int)status})";
            throw new RpcConnectionException(endpoint, why) { MayHaveBeenSent = false };
        }
    }

    /// <summary>Asks for the chain, if one is expected, before anybody else may use the connection.</summary>
    private async Task VerifyAsync(RpcConnection connection, CancellationToken cancellation)
    {
        if (options.GenesisHash is not { } expected)
        {
            return;
        }

        var reply = new CallReply<H256>("chain_getBlockHash", RpcDecode.Hash) { Id = nextId() };
        if (!connection.TrySend(OutgoingFrame.Single(reply, new RpcParams().Add(0))))
        {
            throw (await connection.Closed).ToException(sent: false);
        }

        try
        {
            if (await reply.Task.WaitAsync(options.ConnectTimeout, options.Time, cancellation) is var genesis && genesis != expected)
            {
                throw new RpcConnectionException(connection.Endpoint, $"serves another chain, with genesis {genesis}") { MayHaveBeenSent = false };
            }
        }
        catch (TimeoutException)
        {
            throw new RpcConnectionException(connection.Endpoint, "did not say which chain it serves") { MayHaveBeenSent = false };
        }
        catch (BrokenException e)
        {
            throw e.Fault.ToException(sent: false);
        }
    }

    /// <summary>Says what the layers below reported by their codes, which cannot hold a secret, instead of their messages.</summary>
    private static string Explain(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException socket:
                    return $"{socket.SocketErrorCode}";
                case AuthenticationException:
                    return "TLS refused";
                case HttpRequestException http when http.HttpRequestError != HttpRequestError.Unknown && http.InnerException is null:
                    return $"{http.HttpRequestError}";
                case WebSocketException { InnerException: null } socket:
                    return $"WebSocket handshake failed, {socket.WebSocketErrorCode}";
            }
        }

        return e.GetType().Name;
    }
}
