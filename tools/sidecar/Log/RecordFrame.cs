using System.Buffers.Binary;

namespace CoretimeDesk.Sidecar.Log;

/// <summary>
/// How a record lies in a segment file: magic, payload length, CRC-32C over length and payload, then the payload. All
/// integers are little-endian. A frame that is cut short or damaged anywhere does not verify.
/// </summary>
internal static class RecordFrame
{
    public const int HeaderBytes = 12;
    private const uint Magic = 0x4B534443;

    /// <summary>The bytes that every frame begins with.</summary>
    public static ReadOnlySpan<byte> Mark => "CDSK"u8;

    /// <summary>Fills the header in front of a payload that already stands at <see cref="HeaderBytes"/>.</summary>
    public static void Seal(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], frame.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Checksum(frame));
    }

    /// <summary>Whether a whole, undamaged frame begins here; if so, how long its payload is.</summary>
    public static bool TryRead(ReadOnlySpan<byte> rest, out int payloadBytes)
    {
        payloadBytes = 0;
        if (rest.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Magic)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        if (length <= 0 || length > rest.Length - HeaderBytes)
        {
            return false;
        }

        var frame = rest[..(HeaderBytes + length)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]) != Checksum(frame))
        {
            return false;
        }

        payloadBytes = length;
        return true;
    }

    // The length is covered too: a flipped bit in it must not make the reader trust another frame boundary.
    private static uint Checksum(ReadOnlySpan<byte> frame) =>
        Crc32C.Of(frame[HeaderBytes..]) ^ Crc32C.Of(frame[4..8]);
}
