using System.Runtime.InteropServices;

namespace CoretimeDesk.Substrate;

/// <summary>Bytes to decode, as the array that values can be slices of: the caller's own where it is one, else a copy.</summary>
internal readonly struct Input
{
    private readonly byte[] _buffer;
    private readonly int _origin;
    private readonly int _length;

    public Input(ReadOnlyMemory<byte> bytes)
    {
        _length = bytes.Length;
        (_buffer, _origin) = MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array
            ? (array, segment.Offset)
            : (bytes.ToArray(), 0);
    }

    public ValueArena Arena() => new(_buffer, _origin, _length);
}
