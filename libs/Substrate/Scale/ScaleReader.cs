using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace CoretimeDesk.Substrate;

/// <summary>
/// Reads SCALE out of a borrowed buffer without copying. Every read is bounds-checked; whatever is wrong is a <see cref="ScaleException"/>,
/// and the position then is that of the value at fault. Format: docs.polkadot.com, "Type encoding (SCALE)".
/// </summary>
public ref struct ScaleReader
{
    // Levels that fit on any stack: each has at most 16 structs within structs, and half of 256 KB holds them all before the compiler has optimized anything.
    private const int UncheckedDepth = 8;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data;
    private int _position;
    private int _depth;
    private long _charged;

    /// <summary>A reader at the start of <paramref name="data"/>.</summary>
    public ScaleReader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The offset of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>The next byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte()
    {
        var position = _position;
        if ((uint)position >= (uint)_data.Length)
        {
            ThrowTruncated(1);
        }

        _position = position + 1;
        return _data[position];
    }

    /// <summary>The next <paramref name="count"/> bytes, as a slice of the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        var position = _position;
        if (unchecked((uint)count) > (uint)(_data.Length - position))
        {
            ThrowTruncated(count);
        }

        _position = position + count;
        return _data.Slice(position, count);
    }

    /// <summary>Passes over <paramref name="count"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(long count)
    {
        if (unchecked((ulong)count) > (ulong)Remaining)
        {
            ThrowTruncated(count);
        }

        _position += (int)count;
    }

    /// <summary>A <c>u16</c>: two bytes, little endian.</summary>
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2));

    /// <summary>A <c>u32</c>: four bytes, little endian.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    /// <summary>A <c>u64</c>: eight bytes, little endian.</summary>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(8));

    /// <summary>A <c>u128</c>: sixteen bytes, little endian.</summary>
    public UInt128 ReadUInt128() => BinaryPrimitives.ReadUInt128LittleEndian(ReadBytes(16));

    /// <summary>A bool: one byte, 0 or 1.</summary>
    public bool ReadBool()
    {
        var tag = ReadByte();
        if (tag > 1)
        {
            ThrowTag(tag, "a bool is 0 or 1");
        }

        return tag == 1;
    }

    /// <summary>The tag of an option: true when a value follows.</summary>
    public bool ReadOption()
    {
        var tag = ReadByte();
        if (tag > 1)
        {
            ThrowTag(tag, "an option begins with 0 or 1");
        }

        return tag == 1;
    }

    /// <summary>A compact integer of at most 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadCompactUInt32()
    {
        var position = _position;
        if ((uint)position < (uint)_data.Length && (_data[position] & 3) == 0)
        {
            _position = position + 1;
            return (uint)_data[position] >> 2;
        }

        return (uint)CompactReader.ReadLong(ref this, uint.MaxValue);
    }

    /// <summary>A compact integer of at most 64 bits.</summary>
    public ulong ReadCompactUInt64() => (ulong)CompactReader.ReadLong(ref this, ulong.MaxValue);

    /// <summary>A compact integer of at most 128 bits.</summary>
    public UInt128 ReadCompactUInt128() => CompactReader.ReadLong(ref this, UInt128.MaxValue);

    /// <summary>The number of items of a vector, refused when the rest of the input cannot hold them: no allocation follows a lie.</summary>
    /// <param name="itemSizeMin">Bytes that an item takes at least; 0 for items without any bytes, whose number nothing here limits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadCount(int itemSizeMin)
    {
        var start = _position;
        var count = ReadCompactUInt32();
        if (itemSizeMin > 0 ? count > (uint)(Remaining / itemSizeMin) : count > int.MaxValue)
        {
            ThrowCount(start, count, itemSizeMin);
        }

        return (int)count;
    }

    /// <summary>The bytes of a <c>Vec&lt;u8&gt;</c>, as a slice of the input.</summary>
    public ReadOnlySpan<byte> ReadByteVector() => ReadBytes(ReadCount(1));

    /// <summary>A string: compact length in bytes, then UTF-8.</summary>
    public string ReadString()
    {
        var start = _position;
        var bytes = ReadByteVector();
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new ScaleException(ScaleFault.BadText, start, "the text is not valid UTF-8");
        }
    }

    /// <summary>Passes over a string, and refuses one that is no UTF-8.</summary>
    internal void SkipString()
    {
        var start = _position;
        if (!Utf8.IsValid(ReadByteVector()))
        {
            throw new ScaleException(ScaleFault.BadText, start, "the text is not valid UTF-8");
        }
    }

    /// <summary>Refuses bytes that are left over.</summary>
    public readonly void ExpectEnd()
    {
        if (Remaining > 0)
        {
            throw new ScaleException(ScaleFault.TrailingBytes, _position, $"{Remaining} bytes are left after the value");
        }
    }

    /// <summary>Goes back to a position that was read before.</summary>
    internal void Return(int position) => _position = position;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly bool TryPeek(out byte next)
    {
        var position = _position;
        if ((uint)position < (uint)_data.Length)
        {
            next = _data[position];
            return true;
        }

        next = 0;
        return false;
    }

    /// <summary>Passes over a compact integer of one byte, which every width can hold; false for all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TrySkipShortCompact()
    {
        var position = _position;
        if ((uint)position < (uint)_data.Length && (_data[position] & 3) == 0)
        {
            _position = position + 1;
            return true;
        }

        return false;
    }

    /// <summary>One level of nesting deeper. Pairs with <see cref="Leave"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        if (++_depth > UncheckedDepth)
        {
            CheckDepth();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave() => _depth--;

    /// <summary>
    /// Counts values of which the input holds fewer bytes than is usual: units, and structs of units. Both walks over an input count the same
    /// ones, so that what passing over accepts is accepted by decoding, too. All others are in proportion to their bytes.
    /// </summary>
    internal void Charge(long values)
    {
        _charged += values;
        if (_charged > ScaleLimits.ChargedMax(_data.Length))
        {
            throw new ScaleException(ScaleFault.TooManyValues, _position, "the input describes more values than its size allows");
        }
    }

    private readonly void CheckDepth()
    {
        if (_depth > ScaleLimits.DepthMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ScaleException(ScaleFault.TooDeep, _position, $"values are nested more than {_depth - 1} levels deep");
        }
    }

    [DoesNotReturn]
    private readonly void ThrowTruncated(long needed) =>
        throw new ScaleException(ScaleFault.Truncated, _position, $"{needed} bytes are needed and {Remaining} are left");

    [DoesNotReturn]
    private readonly void ThrowTag(byte tag, string rule) => throw new ScaleException(ScaleFault.UnknownTag, _position - 1, $"tag {tag}: {rule}");

    [DoesNotReturn]
    private readonly void ThrowCount(int start, uint count, int itemSizeMin) =>
        throw new ScaleException(ScaleFault.LengthBeyondInput, start, $"{count} items of at least {itemSizeMin} bytes cannot be in the {Remaining} bytes that are left");
}
