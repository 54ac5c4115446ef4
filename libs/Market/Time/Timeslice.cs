using System.Globalization;

namespace CoretimeDesk.Market;

/// <summary>A timeslice, the unit in which coretime is sold: 80 relay blocks, nominally 8 minutes. <c>default</c> is the first.</summary>
/// <param name="Value">The number; timeslice 0 begins with relay block 0.</param>
public readonly record struct Timeslice(uint Value) : IComparable<Timeslice>
{
    /// <summary>How many relay blocks one lasts: <c>TimeslicePeriod</c> of the runtimes of Polkadot, Kusama and Paseo.</summary>
    public const uint Period = 80;

    /// <summary>The last timeslice that has a first block; later numbers exist as data, such as a lease without end.</summary>
    public static Timeslice LastWithBlocks => new(uint.MaxValue / Period);

    /// <summary>The timeslice in which a relay block lies.</summary>
    public static Timeslice Of(RelayBlock block) => new(block.Value / Period);

    /// <summary>The relay block with which it begins.</summary>
    /// <exception cref="OverflowException">It begins after the last block number; see <see cref="LastWithBlocks"/>.</exception>
    public RelayBlock FirstBlock() => new(Value * Period);

    /// <summary>So many timeslices later.</summary>
    /// <exception cref="OverflowException">No number of 32 bits is left for it.</exception>
    public static Timeslice operator +(Timeslice timeslice, uint timeslices) => new(timeslice.Value + timeslices);

    /// <summary>So many timeslices earlier.</summary>
    /// <exception cref="OverflowException">That is before the first.</exception>
    public static Timeslice operator -(Timeslice timeslice, uint timeslices) => new(timeslice.Value - timeslices);

    /// <summary>How many timeslices lie between: positive if the first is the later one.</summary>
    public static long operator -(Timeslice left, Timeslice right) => (long)left.Value - right.Value;

    /// <summary>Earlier.</summary>
    public static bool operator <(Timeslice left, Timeslice right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(Timeslice left, Timeslice right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Timeslice left, Timeslice right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Timeslice left, Timeslice right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Timeslice other) => Value.CompareTo(other.Value);

    /// <summary>The number in digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
