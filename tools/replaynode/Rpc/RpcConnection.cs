using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>
/// One client. Requests are answered in the order in which they come; announcements go out between answers. A client that does not read is not read from
/// either, once so much waits for it.
/// </summary>
internal sealed class RpcConnection(WebSocket socket, HttpContext context, RpcServer server) : IDisposable
{
    private const int RequestBytesMax = 15 << 20; // As nodes have it.
    private const long QueuedBytesMax = 64 << 20;
    private static readonly byte[] Zeros = [.. Enumerable.Repeat((byte)'0', 64 << 10)];

    private readonly Channel<Outgoing> _outgoing = Channel.CreateUnbounded<Outgoing>(new() { SingleReader = true });
    private readonly SemaphoreSlim _sent = new(0, 1);
    private long _queued;

    public CancellationToken Gone => context.RequestAborted;

    /// <summary>Queues a message. Never waits.</summary>
    public void Send(Outgoing message)
    {
        Interlocked.Add(ref _queued, message.Content.Length);
        if (!_outgoing.Writer.TryWrite(message))
        {
            message.Content.Dispose();
        }
    }

    /// <summary>Pulls the cable.</summary>
    public void Drop() => context.Abort();

    /// <summary>Says goodbye, as a node that is stopped.</summary>
    public void Close() => _outgoing.Writer.TryComplete();

    /// <summary>Serves until either side has gone.</summary>
    public async Task RunAsync()
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // It was cut.
        }
        finally
        {
            server.Left(this);
            _outgoing.Writer.TryComplete();
            await writing;
        }
    }

    public void Dispose() => _sent.Dispose();

    private async Task ReadAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(4096), Gone);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            buffer.Advance(part.Count);
            if (buffer.WrittenCount > RequestBytesMax)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "the request is too large", Gone);
                return;
            }

            if (part.EndOfMessage)
            {
                server.Handle(this, buffer.WrittenMemory);
                buffer.ResetWrittenCount();
                while (Interlocked.Read(ref _queued) > QueuedBytesMax)
                {
                    await _sent.WaitAsync(Gone);
                }
            }
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(Gone))
            {
                using (message.Content)
                {
                    await socket.SendAsync(message.Content.Written, message.Type, message.Padding == 0, Gone);
                    for (var left = message.Padding; left > 0; left -= Zeros.Length)
                    {
                        await socket.SendAsync(Zeros.AsMemory(0, (int)Math.Min(left, Zeros.Length)), message.Type, left <= Zeros.Length, Gone);
                    }

                    Interlocked.Add(ref _queued, -message.Content.Length);
                }

                if (_sent.CurrentCount == 0)
                {
                    _sent.Release();
                }
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Gone);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            context.Abort(); // Nobody reads any more: the reading side shall end as well.
        }
        finally
        {
            while (_outgoing.Reader.TryRead(out var message))
            {
                message.Content.Dispose();
            }
        }
    }
}
