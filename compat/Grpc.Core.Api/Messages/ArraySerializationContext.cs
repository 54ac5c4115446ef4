using System.Buffers;

namespace Grpc.Core;

/// <summary>Collects a message into an array, for callers that want one from a marshaller that writes to contexts.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private ArrayBufferWriter<byte>? _writer;
    private int _length;
    private byte[]? _payload;

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        Finish(payload);
    }

    public override void Complete() => Finish(_writer?.WrittenSpan.ToArray() ?? []);

    public override IBufferWriter<byte> GetBufferWriter() =>
        _writer ??= _length > 0 ? new ArrayBufferWriter<byte>(_length) : new ArrayBufferWriter<byte>();

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        _length = payloadLength;
    }

    public byte[] Payload() =>
        _payload ?? throw new InvalidOperationException("The serializer returned without completing the message.");

    private void Finish(byte[] payload)
    {
        if (_payload is not null)
        {
            throw new InvalidOperationException("The serializer completed the message twice.");
        }

        _payload = payload;
    }
}
