using System.Buffers.Binary;

namespace CoretimeDesk.ChainWatcher;

/// <summary>Which of a core's 80 parts. Bit for bit as on chain: the first byte holds the first eight parts.</summary>
/// <param name="Bits">The ten bytes as one number, the first byte being the most significant.</param>
public readonly record struct RegionMask(UInt128 Bits)
{
    /// <summary>The length on chain, in bytes.</summary>
    public const int Size = 10;

    private static readonly UInt128 Whole = (UInt128.One << (8 * Size)) - UInt128.One;

    /// <summary>True for all 80 parts.</summary>
    public bool IsWhole => Bits == Whole;

    /// <summary>Parts, of 80.</summary>
    public int Parts => (int)UInt128.PopCount(Bits);

    /// <summary>Reads the ten bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly ten.</exception>
    public static RegionMask FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A mask has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        return new(((UInt128)BinaryPrimitives.ReadUInt64BigEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]));
    }

    /// <summary><c>0x</c> and twenty lower-case hex digits.</summary>
    public override string ToString() => $"0x{(ulong)(Bits >> 16):x16}{(ushort)(Bits & ushort.MaxValue):x4}";
}

/// <summary>The id of a region: it changes when the region is split, in time or in parts.</summary>
/// <param name="Begin">Its first timeslice.</param>
/// <param name="Core">The core's index.</param>
/// <param name="Mask">Its part of the core.</param>
public sealed record RegionId(uint Begin, ushort Core, RegionMask Mask);

/// <summary>For what a core, or a part of it, is used.</summary>
public enum CoreUseKind
{
    /// <summary>For nothing.</summary>
    Idle = 1,

    /// <summary>For on-demand orders.</summary>
    Pool = 2,

    /// <summary>For a parachain.</summary>
    Task = 3,
}

/// <summary>For what a core, or a part of it, is used.</summary>
/// <param name="Kind">For what.</param>
/// <param name="Task">The parachain's id, with <see cref="CoreUseKind.Task"/>.</param>
public sealed record CoreUse(CoreUseKind Kind, uint? Task);

/// <summary>A part of a core and its use on the Coretime chain.</summary>
/// <param name="Mask">Which part.</param>
/// <param name="Use">For what.</param>
public sealed record WorkloadItem(RegionMask Mask, CoreUse Use);

/// <summary>A share of a core and its use, as the relay chain is told.</summary>
/// <param name="Use">For what.</param>
/// <param name="Share">In 57,600ths of the core.</param>
public sealed record CoreShare(CoreUse Use, ushort Share);
