using System.Globalization;
using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting;

/// <summary>
/// A sum of amounts of planck, or one times a rate, exact: 256 bits, where a chain's balance has 128. <c>default</c> is zero; it cannot be negative.
/// </summary>
/// <remarks>Nothing is rounded, wrapped or capped; what would leave the 256 bits throws <see cref="OverflowException"/>.</remarks>
public readonly struct WidePlanck : IComparable<WidePlanck>, IEquatable<WidePlanck>
{
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private WidePlanck(UInt128 high, UInt128 low) => (_high, _low) = (high, low);

    /// <summary>Nothing.</summary>
    public static WidePlanck Zero => default;

    /// <summary>The amount is zero.</summary>
    public bool IsZero => _low == UInt128.Zero && _high == UInt128.Zero;

    /// <summary>An amount, as it is.</summary>
    public static implicit operator WidePlanck(Planck amount) => new(UInt128.Zero, amount.Value);

    /// <summary>The sum.</summary>
    public static WidePlanck operator +(WidePlanck left, WidePlanck right)
    {
        var low = unchecked(left._low + right._low);
        var high = left._high + right._high;
        return new(low < left._low ? high + UInt128.One : high, low);
    }

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">It is below zero.</exception>
    public static WidePlanck operator -(WidePlanck left, WidePlanck right)
    {
        var high = left._high - right._high;
        return new(left._low < right._low ? high - UInt128.One : high, unchecked(left._low - right._low));
    }

    /// <summary>So many times the amount.</summary>
    public static WidePlanck operator *(WidePlanck amount, uint times)
    {
        // By words of 64 bits: the product of two has 128, and the carry from below still fits in.
        var carry = Math.BigMul(Lower(amount._low), times, out var word0);
        var upper = Math.BigMul(Upper(amount._low), times, out var word1);
        word1 = unchecked(word1 + carry);
        carry = word1 < carry ? upper + 1 : upper;
        return new(amount._high == UInt128.Zero ? carry : (amount._high * times) + carry, new(word1, word0));
    }

    /// <summary>Divides, and says what is left over.</summary>
    /// <exception cref="DivideByZeroException">By nothing.</exception>
    public static (WidePlanck Quotient, uint Remainder) DivRem(WidePlanck amount, uint by)
    {
        if (amount._high == UInt128.Zero && Upper(amount._low) == 0)
        {
            var (quotient, remainder) = Math.DivRem(Lower(amount._low), by);
            return (new(UInt128.Zero, quotient), (uint)remainder);
        }

        // As on paper, in digits of 32 bits: a rest and the next digit together fit in 64.
        ulong rest = 0;
        var words = (Divide(Upper(amount._high)), Divide(Lower(amount._high)), Divide(Upper(amount._low)), Divide(Lower(amount._low)));
        return (new(new(words.Item1, words.Item2), new(words.Item3, words.Item4)), (uint)rest);

        ulong Divide(ulong word)
        {
            var (first, firstRest) = Math.DivRem((rest << 32) | (word >> 32), by);
            var (second, secondRest) = Math.DivRem((firstRest << 32) | (word & uint.MaxValue), by);
            rest = secondRest;
            return (first << 32) | second;
        }
    }

    /// <summary>⌊amount · rate ÷ 10,000⌋: the most that is still within the rate.</summary>
    /// <param name="rateBp">Basis points; may be more than 10,000.</param>
    public WidePlanck Share(uint rateBp)
    {
        var (whole, rest) = DivRem(this, BasisPoints.One);
        return (whole * rateBp) + new WidePlanck(UInt128.Zero, (ulong)rest * rateBp / BasisPoints.One);
    }

    /// <summary>The smaller of two amounts.</summary>
    public static WidePlanck Min(WidePlanck left, WidePlanck right) => left <= right ? left : right;

    /// <summary>Less than.</summary>
    public static bool operator <(WidePlanck left, WidePlanck right) => left._high == right._high ? left._low < right._low : left._high < right._high;

    /// <summary>More than.</summary>
    public static bool operator >(WidePlanck left, WidePlanck right) => right < left;

    /// <summary>At most.</summary>
    public static bool operator <=(WidePlanck left, WidePlanck right) => !(right < left);

    /// <summary>At least.</summary>
    public static bool operator >=(WidePlanck left, WidePlanck right) => !(left < right);

    /// <summary>The same amount.</summary>
    public static bool operator ==(WidePlanck left, WidePlanck right) => left.Equals(right);

    /// <summary>Another amount.</summary>
    public static bool operator !=(WidePlanck left, WidePlanck right) => !left.Equals(right);

    /// <summary>False when it needs more than the 128 bits of an amount on the chain.</summary>
    public bool TryNarrow(out Planck amount)
    {
        amount = new(_low);
        return _high == UInt128.Zero;
    }

    /// <inheritdoc/>
    public int CompareTo(WidePlanck other) => this < other ? -1 : this > other ? 1 : 0;

    /// <inheritdoc/>
    public bool Equals(WidePlanck other) => _low == other._low && _high == other._high;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WidePlanck other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>As a number without a bound.</summary>
    public BigInteger ToBigInteger() => ((BigInteger)_high << 128) + (BigInteger)_low;

    /// <summary>The digits, without sign or separators.</summary>
    public override string ToString() =>
        _high == UInt128.Zero ? _low.ToString(CultureInfo.InvariantCulture) : ToBigInteger().ToString(CultureInfo.InvariantCulture);

    private static ulong Upper(UInt128 value) => (ulong)(value >> 64);

    private static ulong Lower(UInt128 value) => unchecked((ulong)value);
}
