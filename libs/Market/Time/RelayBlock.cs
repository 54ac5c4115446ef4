using System.Globalization;

namespace CoretimeDesk.Market;

/// <summary>The number of a relay chain block: the clock of every sale. <c>default</c> is block 0, the genesis.</summary>
/// <param name="Value">The number.</param>
/// <remarks>
/// Never the height of the Coretime chain, which builds none, one or several blocks for each of these. An extrinsic sees the
/// number of its block's relay parent; hooks at the start of a block still see that of the block before.
/// </remarks>
public readonly record struct RelayBlock(uint Value) : IComparable<RelayBlock>
{
    /// <summary>The last block that a chain with 32-bit numbers can have.</summary>
    public static RelayBlock MaxValue => new(uint.MaxValue);

    /// <summary>So many blocks later.</summary>
    /// <exception cref="OverflowException">That is after the last block number.</exception>
    public static RelayBlock operator +(RelayBlock block, uint blocks) => new(block.Value + blocks);

    /// <summary>So many blocks earlier.</summary>
    /// <exception cref="OverflowException">That is before the genesis.</exception>
    public static RelayBlock operator -(RelayBlock block, uint blocks) => new(block.Value - blocks);

    /// <summary>How many blocks lie between: positive if the first is the later one.</summary>
    public static long operator -(RelayBlock left, RelayBlock right) => (long)left.Value - right.Value;

    /// <summary>So many blocks earlier, but not before the genesis.</summary>
    public RelayBlock Before(uint blocks) => new(Value > blocks ? Value - blocks : 0);

    /// <summary>So many blocks later; null after the last block number.</summary>
    public RelayBlock? After(uint blocks) => blocks <= uint.MaxValue - Value ? new(Value + blocks) : null;

    /// <summary>The earlier of two blocks.</summary>
    public static RelayBlock Min(RelayBlock left, RelayBlock right) => left <= right ? left : right;

    /// <summary>The later of two blocks.</summary>
    public static RelayBlock Max(RelayBlock left, RelayBlock right) => left >= right ? left : right;

    /// <summary>Earlier.</summary>
    public static bool operator <(RelayBlock left, RelayBlock right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(RelayBlock left, RelayBlock right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(RelayBlock left, RelayBlock right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(RelayBlock left, RelayBlock right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(RelayBlock other) => Value.CompareTo(other.Value);

    /// <summary>The number in digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
