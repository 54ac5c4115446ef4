namespace CoretimeDesk.Substrate;

/// <summary>
/// How long a signed extrinsic stays valid: for ever, or for a period of blocks from a phase on. Source: sp_runtime::generic::Era.
/// <c>default</c> is immortal.
/// </summary>
/// <param name="Period">Length in blocks: a power of two from 4 to 65,536; 0 for immortal.</param>
/// <param name="Phase">Block number modulo the period at which validity begins, rounded down to what two bytes can say.</param>
public readonly record struct Era(int Period, int Phase)
{
    private const int PeriodMax = 1 << 16;

    /// <summary>Valid until the runtime changes in a way that forbids it. Replay is prevented by the nonce alone.</summary>
    public static Era Immortal => default;

    /// <summary>True when there is no end.</summary>
    public bool IsImmortal => Period == 0;

    /// <summary>An era that begins at or just before <paramref name="block"/>.</summary>
    /// <param name="block">Number of the block whose hash is signed along.</param>
    /// <param name="period">Blocks that it should stay valid, raised to the next power of two from 4 to 65,536.</param>
    public static Era Mortal(ulong block, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        var length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(period, 4, PeriodMax));
        var factor = Factor(length);
        return new(length, (int)(block % (ulong)length) / factor * factor);
    }

    /// <summary>The block whose hash has to be signed along, as seen at <paramref name="current"/>.</summary>
    public ulong Birth(ulong current)
    {
        if (IsImmortal)
        {
            return 0;
        }

        var (phase, period) = ((ulong)Phase, (ulong)Period);
        return (Math.Max(current, phase) - phase) / period * period + phase;
    }

    /// <summary>The first block at which it is no longer valid, as seen at <paramref name="current"/>.</summary>
    public ulong Death(ulong current) => IsImmortal ? ulong.MaxValue : Birth(current) + (ulong)Period;

    /// <summary>Reads one byte (0, immortal) or two.</summary>
    /// <exception cref="ScaleException">The two bytes are no era.</exception>
    public static Era Read(ref ScaleReader reader)
    {
        var start = reader.Position;
        var first = reader.ReadByte();
        if (first == 0)
        {
            return Immortal;
        }

        if (reader.Remaining == 0)
        {
            throw new ScaleException(ScaleFault.Truncated, start, "the second byte of a mortal era is missing");
        }

        var encoded = first | reader.ReadByte() << 8;
        var period = 2 << (encoded % 16);
        var phase = (encoded >> 4) * Factor(period);
        return period >= 4 && phase < period
            ? new(period, phase)
            : throw new ScaleException(ScaleFault.BadFormat, start, $"0x{encoded:x4} is no era");
    }

    /// <summary>Writes one byte (immortal) or two.</summary>
    public void Write(ScaleWriter writer)
    {
        if (IsImmortal)
        {
            writer.WriteByte(0);
            return;
        }

        var trailing = System.Numerics.BitOperations.TrailingZeroCount(Period);
        writer.WriteUInt16((ushort)(Math.Clamp(trailing - 1, 1, 15) | Phase / Factor(Period) << 4));
    }

    private static int Factor(int period) => Math.Max(period >> 12, 1);
}
