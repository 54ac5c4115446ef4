using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>One text message to a server, with the answers it will cause. Either sent or withdrawn, never both.</summary>
internal sealed class OutgoingFrame
{
    private const int Queued = 0, Sent = 1, Withdrawn = 2;
    private byte[]? _bytes;
    private int _state;

    private OutgoingFrame(byte[] bytes, bool isBatch, IReadOnlyList<Reply> replies) => (_bytes, IsBatch, Replies) = (bytes, isBatch, replies);

    public bool IsBatch { get; }

    public IReadOnlyList<Reply> Replies { get; }

    /// <summary>Whether it was handed to the socket, wholly or in part.</summary>
    public bool WasSent => Volatile.Read(ref _state) == Sent;

    /// <summary>How many messages had arrived when it was sent, to tell a slow answer from a dead peer.</summary>
    public long ArrivedBefore { get; private set; }

    public static OutgoingFrame Single(Reply reply, RpcParams parameters)
    {
        var frame = new ArrayBufferWriter<byte>(128 + parameters.Items.Length);
        Write(frame, reply, parameters);
        return new(frame.WrittenSpan.ToArray(), false, [reply]);
    }

    public static OutgoingFrame Batch(IReadOnlyList<(Reply Reply, RpcParams Params)> requests)
    {
        var frame = new ArrayBufferWriter<byte>(1024);
        for (var i = 0; i < requests.Count; i++)
        {
            frame.Write(i == 0 ? "["u8 : ","u8);
            Write(frame, requests[i].Reply, requests[i].Params);
        }

        frame.Write("]"u8);
        return new(frame.WrittenSpan.ToArray(), true, [.. requests.Select(r => r.Reply)]);
    }

    /// <summary>The bytes to send; null when the caller has left and nothing may be sent.</summary>
    public byte[]? Claim(long arrived)
    {
        ArrivedBefore = arrived;
        return Interlocked.CompareExchange(ref _state, Sent, Queued) == Queued ? _bytes : null;
    }

    /// <summary>Takes it back unless it is already on its way. Frees the bytes even while the queue still holds the frame.</summary>
    public bool TryWithdraw()
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Queued) != Queued)
        {
            return false;
        }

        _bytes = null;
        return true;
    }

    private static void Write(ArrayBufferWriter<byte> frame, Reply reply, RpcParams parameters)
    {
        frame.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        Utf8Formatter.TryFormat(reply.Id, frame.GetSpan(20), out var digits);
        frame.Advance(digits);
        frame.Write(",\"method\":"u8);
        using (var writer = new Utf8JsonWriter(frame))
        {
            writer.WriteStringValue(reply.Method);
        }

        frame.Write(",\"params\":["u8);
        frame.Write(parameters.Items);
        frame.Write("]}"u8);
    }
}
