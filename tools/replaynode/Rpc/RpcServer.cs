using System.Net.WebSockets;
using System.Text.Json;
using CoretimeDesk.ReplayNode.Chain;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>Answers JSON-RPC 2.0, over WebSockets with subscriptions and over HTTP without.</summary>
internal sealed partial class RpcServer(ReplayChain chain, HeadHub hub, Methods methods, Mischief mischief, Counters counters, TimeProvider time)
{
    // An id that no client can have used by then.
    private static readonly JsonElement StrangerId = JsonSerializer.SerializeToElement(9_000_000_000_000_000UL);

    private readonly Lock _gate = new();
    private readonly HashSet<RpcConnection> _connections = [];

    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>New connections are turned away.</summary>
    public bool IsRefusing { get; set; }

    /// <summary>Serves one HTTP request, or one WebSocket as long as it lasts.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (IsRefusing)
        {
            counters.Refuse();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var connection = new RpcConnection(socket, context, this);
            lock (_gate)
            {
                _connections.Add(connection);
            }

            counters.Connected();
            await connection.RunAsync();
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await PostAsync(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
    }

    /// <summary>Ends all connections.</summary>
    /// <param name="politely">With a closing handshake; otherwise the cable is pulled.</param>
    public int DropAll(bool politely)
    {
        RpcConnection[] all;
        lock (_gate)
        {
            all = [.. _connections];
        }

        foreach (var connection in all)
        {
            if (politely)
            {
                connection.Close();
            }
            else
            {
                connection.Drop();
            }
        }

        counters.Drop(all.Length);
        return all.Length;
    }

    public void Left(RpcConnection connection)
    {
        hub.RemoveAll(connection);
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    /// <summary>Answers a message. The bytes may be used again when this returns.</summary>
    public void Handle(RpcConnection connection, ReadOnlyMemory<byte> message)
    {
        using var reply = new Reply(this, connection, message);
        if (reply.Answer is not { } answer)
        {
            return;
        }

        var then = reply.Then;
        var outgoing = Spoil(answer, reply.Garbage);
        void Deliver() => chain.Locked(() =>
        {
            if (outgoing is not null)
            {
                connection.Send(outgoing);
            }

            then?.Invoke();
            return true;
        });

        var delay = mischief.NextDelay(reply.Called);
        if (delay > TimeSpan.Zero)
        {
            _ = LaterAsync(delay, Deliver, connection.Gone);
        }
        else
        {
            Deliver();
        }
    }

    private async Task LaterAsync(TimeSpan delay, Action deliver, CancellationToken gone)
    {
        try
        {
            await Task.Delay(delay, time, gone);
            deliver();
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any more.
        }
    }

    private async Task PostAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var reply = new Reply(this, null, body.ToArray());
        context.Response.ContentType = "application/json";
        if (reply.Answer is { } answer)
        {
            using (answer)
            {
                await context.Response.Body.WriteAsync(answer.Written, context.RequestAborted);
            }
        }
    }

    private static Outgoing? Spoil(Json answer, Garbage? garbage)
    {
        switch (garbage?.Kind)
        {
            case GarbageKind.TruncatedJson:
                answer.Cut(answer.Length / 2);
                return new(answer);
            case GarbageKind.Binary:
                return new(answer, WebSocketMessageType.Binary);
            case GarbageKind.HugeMessage:
                // Behind the opening quote of a result that never ends.
                answer.Cut(0);
                answer.Raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x"u8);
                return new(answer, Padding: garbage.Bytes);
            case GarbageKind.WrongHex:
                var text = answer.Written.Span;
                for (int at, from = 0; (at = text[from..].IndexOf("\"0x"u8)) >= 0; from += at + 3)
                {
                    if (text[from + at + 3] != (byte)'"')
                    {
                        text[from + at + 3] = (byte)'z';
                    }
                }

                return new(answer);
            case GarbageKind.Silence:
                answer.Dispose();
                return null;
            default:
                return new(answer);
        }
    }

    private Garbage? Spoiling(List<string> called) => called.Count == 0 ? null : mischief.Next(called);

    private void Run(string name, Call call)
    {
        if (!methods.TryFind(name, out var method))
        {
            counters.Requested("unknown");
            throw RpcFailure.NoMethod();
        }

        counters.Requested(name);
        try
        {
            method(call);
        }
        catch (ChainRecording.RecordingException e)
        {
            throw new RpcFailure(-32603, $"Internal error: {e.Message}");
        }
    }
}
