namespace CoretimeDesk.Market;

/// <summary>A rate between nothing and all of something, in hundredths of a percent. <c>default</c> is zero.</summary>
/// <remarks>The chain's own rates are <see cref="Perbill"/>; these are the desk's.</remarks>
public readonly record struct BasisPoints : IComparable<BasisPoints>
{
    /// <summary>All of it, 100 %, as a number.</summary>
    public const uint One = 10_000;

    /// <summary>A rate.</summary>
    /// <param name="value">0 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is more than all.</exception>
    public BasisPoints(uint value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, One);
        Value = value;
    }

    /// <summary>0 to 10,000.</summary>
    public uint Value { get; }

    /// <summary>All of it.</summary>
    public static BasisPoints All => new(One);

    /// <summary>What is left of all.</summary>
    public BasisPoints Complement => new(One - Value);

    /// <summary>So many percent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 100.</exception>
    public static BasisPoints FromPercent(uint percent)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100u);
        return new(percent * 100);
    }

    /// <summary>Both together.</summary>
    /// <exception cref="OverflowException">They are more than all.</exception>
    public static BasisPoints operator +(BasisPoints left, BasisPoints right) => left.Value + right.Value is var sum and <= One
        ? new(sum)
        : throw new OverflowException($"{left} and {right} are more than 100 %.");

    /// <summary>What the second leaves of the first.</summary>
    /// <exception cref="OverflowException">The second is larger.</exception>
    public static BasisPoints operator -(BasisPoints left, BasisPoints right) => left.Value >= right.Value
        ? new(left.Value - right.Value)
        : throw new OverflowException($"{right} cannot be taken from {left}.");

    /// <summary>A lower rate.</summary>
    public static bool operator <(BasisPoints left, BasisPoints right) => left.Value < right.Value;

    /// <summary>A higher rate.</summary>
    public static bool operator >(BasisPoints left, BasisPoints right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(BasisPoints left, BasisPoints right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(BasisPoints left, BasisPoints right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(BasisPoints other) => Value.CompareTo(other.Value);

    /// <summary>In percent: <c>12.5 %</c>.</summary>
    public override string ToString() => $"{DecimalText.Format(Value, 2)} %";
}
