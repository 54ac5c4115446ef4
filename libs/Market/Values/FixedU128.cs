namespace CoretimeDesk.Market;

/// <summary>The chain's unsigned number with 18 decimals, such as the traffic of the on-demand queue. <c>default</c> is zero.</summary>
/// <param name="Inner">The number in units of 10^-18, as it is stored.</param>
public readonly record struct FixedU128(UInt128 Inner)
{
    /// <summary>How many of <see cref="Inner"/> make one.</summary>
    public const ulong Accuracy = 1_000_000_000_000_000_000;

    /// <summary>One: the traffic of an empty queue.</summary>
    public static FixedU128 One => new(Accuracy);

    /// <summary>The shortest decimal number that is exact: <c>1.25</c>.</summary>
    public override string ToString() => DecimalText.Format(Inner, 18);
}
