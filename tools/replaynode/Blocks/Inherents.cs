using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>Finds and changes what a block's author put into it: its time, and on a parachain its relay parent.</summary>
internal static class Inherents
{
    private const int IndexBytes = 2;

    /// <summary>The value that <c>ParachainSystem.ValidationData</c> has after a block: the beginning of the inherent that sets it.</summary>
    public static byte[]? ValidationData(ServedRuntime runtime, IReadOnlyList<byte[]> extrinsics)
    {
        foreach (var extrinsic in extrinsics)
        {
            if (Decoded(runtime, extrinsic) is { } call && call.Is("ParachainSystem", "set_validation_data"))
            {
                return call.Args["data"]["validation_data"].Encode();
            }
        }

        return null;
    }

    /// <summary>The inherent that sets the time; null when there is none with that time.</summary>
    public static int? FindTime(IReadOnlyList<byte[]> extrinsics, ulong timestampMs)
    {
        var time = Compact(timestampMs);
        for (var i = 0; i < extrinsics.Count; i++)
        {
            if (extrinsics[i].AsSpan().EndsWith(time) && BodyOf(extrinsics[i]) is { Length: var length } && length == 1 + IndexBytes + time.Length)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>The same inherent with another time.</summary>
    public static byte[] WithTime(byte[] extrinsic, ulong timestampMs) =>
        WithLength([.. BodyOf(extrinsic)[..(1 + IndexBytes)], .. Compact(timestampMs)]);

    /// <summary>The inherent that sets the validation data; null when there is none with that relay parent.</summary>
    public static int? FindRelayParent(ServedRuntime runtime, IReadOnlyList<byte[]> extrinsics, uint relayParent)
    {
        for (var i = 0; i < extrinsics.Count; i++)
        {
            if (Decoded(runtime, extrinsics[i]) is { } call && call.Is("ParachainSystem", "set_validation_data"))
            {
                var reader = new ScaleReader(extrinsics[i].AsSpan(RelayParentAt(extrinsics[i])));
                return reader.ReadUInt32() == relayParent ? i : null;
            }
        }

        return null;
    }

    /// <summary>The same inherent with another relay parent.</summary>
    public static byte[] WithRelayParent(byte[] extrinsic, uint relayParent)
    {
        var changed = extrinsic.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(RelayParentAt(extrinsic)), relayParent);
        return changed;
    }

    // Length, format, pallet, call; then the parent's head, of any length, and the number behind it.
    private static int RelayParentAt(byte[] extrinsic)
    {
        var reader = new ScaleReader(extrinsic);
        reader.ReadCompactUInt32();
        reader.Skip(1 + IndexBytes);
        reader.ReadByteVector();
        return reader.Position;
    }

    private static CallView? Decoded(ServedRuntime runtime, byte[] extrinsic)
    {
        try
        {
            var decoded = runtime.Parsed.Extrinsics.Decode(extrinsic);
            return decoded.Kind == ExtrinsicKind.Bare ? decoded.Call : null;
        }
        catch (ScaleException)
        {
            return null; // Not of this runtime; it is served as it is.
        }
    }

    private static ReadOnlySpan<byte> BodyOf(byte[] extrinsic)
    {
        var reader = new ScaleReader(extrinsic);
        reader.ReadCompactUInt32();
        return extrinsic.AsSpan(reader.Position);
    }

    private static byte[] Compact(ulong value)
    {
        var writer = new ScaleWriter();
        writer.WriteCompact(value);
        return writer.ToArray();
    }

    private static byte[] WithLength(byte[] body)
    {
        var writer = new ScaleWriter(body.Length + 4);
        writer.WriteByteVector(body);
        return writer.ToArray();
    }
}
