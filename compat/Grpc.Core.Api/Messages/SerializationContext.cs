using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller puts the bytes of one message: all at once, or into a writer and then <see cref="Complete()"/>.</summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The writer to put the message into.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Announces the exact length, in bytes, before anything is written.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
        // A hint: a context that has no use for it may ignore it.
    }

    /// <summary>Says that everything has been written to the writer.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
