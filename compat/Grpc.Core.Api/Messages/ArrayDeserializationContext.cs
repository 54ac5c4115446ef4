using System.Buffers;

namespace Grpc.Core;

/// <summary>Serves a message out of an array, for callers that have one and a marshaller that reads from contexts.</summary>
internal sealed class ArrayDeserializationContext(byte[] payload) : DeserializationContext
{
    public override int PayloadLength => payload.Length;

    public override byte[] PayloadAsNewBuffer() => [.. payload];

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
}
