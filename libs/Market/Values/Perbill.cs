namespace CoretimeDesk.Market;

/// <summary>A part of something in billionths, as the chain configures them. <c>default</c> is zero.</summary>
public readonly record struct Perbill : IComparable<Perbill>
{
    /// <summary>All of it, as a number of billionths.</summary>
    public const uint One = 1_000_000_000;

    /// <summary>So many billionths.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than a whole; the chain's own type cannot hold that either.</exception>
    public Perbill(uint parts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, One);
        Parts = parts;
    }

    /// <summary>Billionths, 0 to <see cref="One"/>.</summary>
    public uint Parts { get; }

    /// <summary>This part of an amount, rounded to the nearest planck; a half is rounded down.</summary>
    /// <remarks>So multiplies sp-arithmetic (<c>Perbill * Balance</c>), which is neither the usual rounding nor a plain floor.</remarks>
    public Planck Of(Planck amount) => new(Of(amount.Value));

    /// <summary>This part of a count, such as of cores, rounded as <see cref="Of(Planck)"/> rounds.</summary>
    public uint Of(uint count) => (uint)Of((UInt128)count);

    private UInt128 Of(UInt128 value)
    {
        var (whole, rest) = UInt128.DivRem(value, One);
        return (whole * Parts) + Rounding.NearestPrefDown((ulong)rest * Parts, One);
    }

    /// <summary>A smaller part.</summary>
    public static bool operator <(Perbill left, Perbill right) => left.Parts < right.Parts;

    /// <summary>A larger part.</summary>
    public static bool operator >(Perbill left, Perbill right) => left.Parts > right.Parts;

    /// <summary>At most.</summary>
    public static bool operator <=(Perbill left, Perbill right) => left.Parts <= right.Parts;

    /// <summary>At least.</summary>
    public static bool operator >=(Perbill left, Perbill right) => left.Parts >= right.Parts;

    /// <inheritdoc/>
    public int CompareTo(Perbill other) => Parts.CompareTo(other.Parts);

    /// <summary>In percent: <c>3 %</c>.</summary>
    public override string ToString() => $"{DecimalText.Format(Parts, 7)} %";
}
