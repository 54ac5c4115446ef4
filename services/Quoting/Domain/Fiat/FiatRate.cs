using System.Globalization;
using System.Numerics;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Fiat;

/// <summary>
/// What one whole token of a network was worth in a currency on a day, as somebody recorded it: exactly <c>Units · 10^-Scale</c>. It is never edited; a newer one takes its
/// place. Prices are planck and nothing else: a rate only makes a view of them.
/// </summary>
/// <param name="Id">The record.</param>
/// <param name="Network">The relay chain whose token it is: "polkadot".</param>
/// <param name="Currency">Of what.</param>
/// <param name="Units">The rate without its point.</param>
/// <param name="Scale">How many of its digits stand behind the point.</param>
/// <param name="AsOf">The day, UTC, of which it is.</param>
/// <param name="Source">Where it is from, so that it can be looked up again.</param>
/// <param name="RecordedBy">By whom it was recorded.</param>
/// <param name="RecordedAt">When.</param>
public sealed record FiatRate(Guid Id, string Network, Currency Currency, ulong Units, int Scale, DateOnly AsOf, string Source, Person RecordedBy, DateTimeOffset RecordedAt)
{
    /// <summary>The most digits of a rate, behind its point and in all.</summary>
    public const int ScaleMax = 12;

    /// <summary>The most digits in all.</summary>
    public const int DigitsMax = 18;

    /// <summary>The rate as it was written: "4.1205".</summary>
    public string Text => Decimal(Units, Scale);

    /// <summary>What an amount is worth. The one place where fiat is rounded: to the currency's smallest unit, half to even.</summary>
    /// <param name="amount">Planck.</param>
    /// <param name="token">What they are of.</param>
    public FiatAmount Of(Planck amount, Token token)
    {
        ArgumentNullException.ThrowIfNull(token);

        // amount · 10^-decimals tokens, times units · 10^-scale, in units of 10^-minor: all in whole numbers, and divided once.
        var exact = (BigInteger)amount.Value * Units * BigInteger.Pow(10, Currency.MinorDigits);
        return new(Currency, RoundHalfEven(exact, BigInteger.Pow(10, token.Decimals + Scale)));
    }

    /// <summary>Reads a rate: digits, with a point between them or none, more than zero.</summary>
    /// <param name="text">"4.1205".</param>
    /// <param name="units">The rate without its point; zeros at its end are dropped.</param>
    /// <param name="scale">Digits behind the point.</param>
    public static bool TryRead(string text, out ulong units, out int scale)
    {
        ArgumentNullException.ThrowIfNull(text);
        (units, scale) = (0, 0);
        var parts = text.Split('.');
        if (parts.Length > 2 || parts.Any(p => !Digits.Are(p)) || (parts.Length == 2 && parts[1].Length > ScaleMax))
        {
            return false;
        }

        var fraction = parts.Length == 2 ? parts[1].TrimEnd('0') : "";
        var whole = parts[0].TrimStart('0');
        scale = fraction.Length;
        return whole.Length + fraction.Length <= DigitsMax && Digits.TryParse($"{whole}{fraction}", out units) && units > 0;
    }

    /// <summary>A whole number with a point put into it.</summary>
    internal static string Decimal(BigInteger units, int scale)
    {
        var digits = units.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
    }

    private static BigInteger RoundHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        var half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }
}

/// <summary>An amount of a currency, in its smallest units. It is a view of an amount of planck, and never turned back into one.</summary>
/// <param name="Currency">Of what.</param>
/// <param name="Minor">How many.</param>
public readonly record struct FiatAmount(Currency Currency, BigInteger Minor)
{
    /// <summary>"1234.50", without separators, as programs read it.</summary>
    public string Text => FiatRate.Decimal(Minor, Currency.MinorDigits);

    /// <summary>"1,234.50 EUR", as people do.</summary>
    public override string ToString()
    {
        var text = Text;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = BigInteger.Parse(point < 0 ? text : text[..point], CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
        return $"{whole}{(point < 0 ? "" : text[point..])} {Currency.Code}";
    }
}
