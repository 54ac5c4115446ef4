using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CoretimeDesk.Market;

/// <summary>An amount of planck, the chain's smallest unit. <c>default</c> is zero; it cannot be negative.</summary>
/// <param name="Value">The amount. A chain's balance is an unsigned number of 128 bits, and so is this.</param>
/// <remarks>Sums and products that leave the 128 bits, and differences below zero, throw <see cref="OverflowException"/>.</remarks>
public readonly record struct Planck(UInt128 Value) : IComparable<Planck>, ISpanParsable<Planck>
{
    /// <summary>The most digits that an amount can have.</summary>
    public const int DigitsMax = 39;

    /// <summary>Nothing.</summary>
    public static Planck Zero => default;

    /// <summary>The largest amount that a chain can encode.</summary>
    public static Planck MaxValue => new(UInt128.MaxValue);

    /// <summary>The amount is zero.</summary>
    public bool IsZero => Value == UInt128.Zero;

    /// <summary>The part that <paramref name="rate"/> grants, rounded down: nobody gets a planck more than allowed.</summary>
    /// <remarks>Divides first, so that even the largest amount a chain can encode stays within 128 bits.</remarks>
    public Planck Share(BasisPoints rate)
    {
        var (whole, rest) = UInt128.DivRem(Value, BasisPoints.One);
        return new((whole * rate.Value) + (rest * rate.Value / BasisPoints.One));
    }

    /// <summary>Divides all of the amount by weight; the parts add up to it exactly.</summary>
    /// <param name="weights">At least one must not be zero.</param>
    /// <returns>
    /// One part for each weight, in the same order. What rounding down leaves goes out planck by planck to the largest
    /// remainders; of equal ones the earlier is served first.
    /// </returns>
    public Planck[] Split(params ReadOnlySpan<uint> weights)
    {
        var total = 0UL;
        foreach (var weight in weights)
        {
            total += weight;
        }

        ArgumentOutOfRangeException.ThrowIfZero(total, nameof(weights));
        var (whole, rest) = UInt128.DivRem(Value, total);
        var parts = new Planck[weights.Length];
        var remainders = new UInt128[weights.Length];
        var left = Value;
        for (var i = 0; i < parts.Length; i++)
        {
            // rest and weight are below 2^64 and 2^32: no overflow.
            var (more, remainder) = UInt128.DivRem(rest * weights[i], total);
            parts[i] = new((whole * weights[i]) + more);
            remainders[i] = remainder;
            left -= parts[i].Value;
        }

        // What is left is the sum of the remainders over the total: fewer planck than there are remainders above zero.
        var order = Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).Take((int)left);
        foreach (var i in order)
        {
            parts[i] = new(parts[i].Value + 1);
        }

        return parts;
    }

    /// <summary>The smaller of two amounts.</summary>
    public static Planck Min(Planck left, Planck right) => left <= right ? left : right;

    /// <summary>The larger of two amounts.</summary>
    public static Planck Max(Planck left, Planck right) => left >= right ? left : right;

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">It needs more than 128 bits.</exception>
    public static Planck operator +(Planck left, Planck right) => new(left.Value + right.Value);

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">It is below zero.</exception>
    public static Planck operator -(Planck left, Planck right) => new(left.Value - right.Value);

    /// <summary>So many times the amount.</summary>
    /// <exception cref="OverflowException">It needs more than 128 bits.</exception>
    public static Planck operator *(Planck amount, uint times) => new(amount.Value * times);

    /// <summary>Less than.</summary>
    public static bool operator <(Planck left, Planck right) => left.Value < right.Value;

    /// <summary>More than.</summary>
    public static bool operator >(Planck left, Planck right) => left.Value > right.Value;

    /// <summary>At most.</summary>
    public static bool operator <=(Planck left, Planck right) => left.Value <= right.Value;

    /// <summary>At least.</summary>
    public static bool operator >=(Planck left, Planck right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Planck other) => Value.CompareTo(other.Value);

    /// <summary>The digits, without sign or separators, as they stand in JSON, protobuf and on the command line.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads decimal digits: no sign, no blanks, no separators.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">The text is something else.</exception>
    /// <exception cref="OverflowException">The number needs more than 128 bits.</exception>
    public static Planck Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static Planck Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => Digits.Are(s)
        ? new(UInt128.Parse(s, NumberStyles.None, CultureInfo.InvariantCulture))
        : throw new FormatException("An amount of planck is decimal digits: no sign, no blanks, no separators.");

    /// <summary>Reads decimal digits; false for anything else and for more than 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out Planck result)
    {
        var isNumber = Digits.TryParse<UInt128>(s, out var value);
        result = new(value);
        return isNumber;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Planck)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Planck result) => TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Planck)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Planck result) => TryParse(s, out result);
}
