namespace CoretimeDesk.Market;

/// <summary>An amount of coretime, whenever and on whichever core: parts of a core times timeslices. <c>default</c> is none.</summary>
/// <param name="MaskBits">How many timeslices of how many 80ths of a core: a whole core for one timeslice is 80.</param>
public readonly record struct Coretime(ulong MaskBits) : IComparable<Coretime>
{
    /// <summary>So many timeslices of those parts of a core.</summary>
    public static Coretime Of(CoreMask mask, uint timeslices) => new((ulong)mask.Count * timeslices);

    /// <summary>So many whole cores for a region length each.</summary>
    /// <exception cref="OverflowException">That is more than 64 bits can count.</exception>
    public static Coretime OfCorePeriods(uint count, SaleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new(PerCorePeriod(configuration) * count);
    }

    /// <summary>How many whole core-periods it contains; what is left over is dropped.</summary>
    public ulong WholeCorePeriods(SaleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return MaskBits / PerCorePeriod(configuration);
    }

    /// <summary>How many core-periods it is, for display: 2.5, and a third rounded at the 28th digit.</summary>
    public decimal InCorePeriods(SaleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return (decimal)MaskBits / PerCorePeriod(configuration);
    }

    private static ulong PerCorePeriod(SaleConfiguration configuration) => (ulong)CoreMask.Bits * configuration.RegionLength;

    /// <summary>The sum.</summary>
    public static Coretime operator +(Coretime left, Coretime right) => new(left.MaskBits + right.MaskBits);

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">It is below zero.</exception>
    public static Coretime operator -(Coretime left, Coretime right) => new(left.MaskBits - right.MaskBits);

    /// <summary>Less.</summary>
    public static bool operator <(Coretime left, Coretime right) => left.MaskBits < right.MaskBits;

    /// <summary>More.</summary>
    public static bool operator >(Coretime left, Coretime right) => left.MaskBits > right.MaskBits;

    /// <summary>At most.</summary>
    public static bool operator <=(Coretime left, Coretime right) => left.MaskBits <= right.MaskBits;

    /// <summary>At least.</summary>
    public static bool operator >=(Coretime left, Coretime right) => left.MaskBits >= right.MaskBits;

    /// <inheritdoc/>
    public int CompareTo(Coretime other) => MaskBits.CompareTo(other.MaskBits);
}
