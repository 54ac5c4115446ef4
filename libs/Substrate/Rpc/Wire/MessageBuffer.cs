using System.Buffers;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>Collects the fragments of one message in rented memory that grows with what has really arrived, up to a limit.</summary>
internal sealed class MessageBuffer(int maxBytes) : IDisposable
{
    private const int SizeUsual = 32 << 10;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(SizeUsual, maxBytes + 1));

    public int Length { get; private set; }

    public bool IsTooLarge => Length > maxBytes;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Room for the next fragment: at least one byte, and at most one more than the limit, which tells that it is passed.</summary>
    public Memory<byte> Room()
    {
        if (Length == _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * Length, maxBytes + 1L));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsMemory(Length, Math.Min(_bytes.Length, maxBytes + 1) - Length);
    }

    public void Add(int count) => Length += count;

    /// <summary>Forgets the message. The memory of an unusually large one is not kept.</summary>
    public void Reset()
    {
        Length = 0;
        if (_bytes.Length > SizeUsual * 8)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(SizeUsual);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
