namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>
/// Damages good bytes in the ways that find faults in decoders. Seed and index of an input give the same input on every machine. The long run of
/// the benchmark program and the tests use it alike.
/// </summary>
internal sealed class Mutator
{
    // Bytes that mean something: tags, the modes of compact integers, the longest of each.
    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x03, 0x04, 0x7f, 0x80, 0xfc, 0xfd, 0xfe, 0xff];

    private ulong _state;

    /// <summary>Begins an input.</summary>
    public void Start(int seed, long index) => _state = unchecked(((ulong)(uint)seed << 40) ^ (ulong)index * 0x9e3779b97f4a7c15);

    /// <summary>A number from 0 to one less than <paramref name="below"/>; 0 when there is none.</summary>
    public int Next(int below) => below <= 1 ? 0 : (int)(NextBits() % (ulong)below);

    /// <summary>A copy of <paramref name="source"/> with one to four mutations; a splice takes its end from <paramref name="other"/>.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> source, ReadOnlySpan<byte> other)
    {
        var bytes = source.ToArray();
        for (var times = 1 + Next(4); times > 0; times--)
        {
            bytes = Once(bytes, other);
        }

        return bytes;
    }

    private byte[] Once(byte[] bytes, ReadOnlySpan<byte> other)
    {
        var at = Next(bytes.Length);
        switch (Next(10))
        {
            case 0 when bytes.Length > 0:
                bytes[at] ^= (byte)(1 << Next(8));
                return bytes;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes.AsSpan(0, at), .. other[Next(other.Length)..]];
            case 3:
                return [.. bytes.AsSpan(0, at), .. Length(), .. bytes.AsSpan(Math.Min(at + 1, bytes.Length))];
            case 4:
                return [.. bytes.AsSpan(0, at), .. Noise(1 + Next(8)), .. bytes.AsSpan(at)];
            case 5 or 6 when bytes.Length > 0:
                bytes[at] = Telling[Next(Telling.Length)];
                return bytes;
            case 7:
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(Math.Min(bytes.Length, at + 1 + Next(8)))];
            case 8:
                var run = bytes.AsSpan(at, Next(Math.Min(64, bytes.Length - at)));
                return [.. bytes.AsSpan(0, at), .. run, .. bytes.AsSpan(at)];
            case 9 when bytes.Length > 0:
                bytes[at] = unchecked((byte)NextBits());
                return bytes;
            default:
                return [.. bytes, .. Noise(1 + Next(4))];
        }
    }

    /// <summary>A compact length, mostly a lie, in a form that may be none.</summary>
    private byte[] Length() => Next(5) switch
    {
        0 => [(byte)(Next(64) << 2)],
        1 => [(byte)(Next(64) << 2 | 1), (byte)Next(256)],
        2 => [(byte)(Next(64) << 2 | 2), (byte)Next(256), (byte)Next(256), (byte)Next(256)],
        3 => [3, .. Noise(4)],
        _ => [(byte)(Next(64) << 2 | 3), .. Noise(Next(12))],
    };

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)Next(256);
        }

        return bytes;
    }

    // SplitMix64: good enough, and the same everywhere.
    private ulong NextBits()
    {
        unchecked
        {
            var z = _state += 0x9e3779b97f4a7c15;
            z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
            z = (z ^ z >> 27) * 0x94d049bb133111eb;
            return z ^ z >> 31;
        }
    }
}
