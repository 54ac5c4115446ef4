using System.Buffers.Binary;
using System.Text;

namespace CoretimeDesk.Substrate;

/// <summary>Writes SCALE into a buffer that grows. Not safe for two threads at once.</summary>
public sealed class ScaleWriter
{
    private byte[] _buffer;
    private int _length;

    /// <summary>An empty writer.</summary>
    /// <param name="capacity">Bytes to expect; more is fine.</param>
    public ScaleWriter(int capacity = 64) => _buffer = new byte[Math.Max(capacity, 16)];

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <summary>What was written, valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>What was written, as an array of its own.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>One byte, which is also the tag of an enum's variant.</summary>
    public void WriteByte(byte value) => Take(1)[0] = value;

    /// <summary>Bytes as they are, without a length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>A <c>u16</c>: two bytes, little endian.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>A <c>u32</c>: four bytes, little endian.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>A <c>u64</c>: eight bytes, little endian.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>A <c>u128</c>: sixteen bytes, little endian.</summary>
    public void WriteUInt128(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Take(16), value);

    /// <summary>A bool: one byte, 0 or 1.</summary>
    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>A compact integer in its shortest form.</summary>
    public void WriteCompact(UInt128 value)
    {
        if (value < 1u << 6)
        {
            WriteByte((byte)((byte)value << 2));
        }
        else if (value < 1u << 14)
        {
            WriteUInt16((ushort)((ushort)value << 2 | 1));
        }
        else if (value < 1u << 30)
        {
            WriteUInt32((uint)value << 2 | 2);
        }
        else
        {
            var length = Math.Max(4, (128 - (int)UInt128.LeadingZeroCount(value) + 7) / 8);
            WriteByte((byte)((length - 4) << 2 | 3));
            for (var i = 0; i < length; i++, value >>= 8)
            {
                WriteByte((byte)(value & 0xff));
            }
        }
    }

    /// <summary>A <c>Vec&lt;u8&gt;</c>: compact length, then the bytes.</summary>
    public void WriteByteVector(ReadOnlySpan<byte> bytes)
    {
        WriteCompact((uint)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>A string: compact length in bytes, then UTF-8.</summary>
    public void WriteString(string text)
    {
        WriteCompact((uint)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, Take(Encoding.UTF8.GetByteCount(text)));
    }

    private Span<byte> Take(int count)
    {
        if (count > _buffer.Length - _length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }
}
