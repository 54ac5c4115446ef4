using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CoretimeDesk.Market;

/// <summary>What an amount is of: the symbol that people know, and how many decimals lie between it and planck.</summary>
public sealed record Token
{
    /// <summary>With more decimals, one token would not fit into 128 bits.</summary>
    public const int DecimalsMax = 38;

    private const int SymbolLengthMax = 12;

    /// <summary>A token.</summary>
    /// <param name="symbol">Up to 12 letters and digits, the first a letter.</param>
    /// <param name="decimals">0 to <see cref="DecimalsMax"/>.</param>
    /// <exception cref="ArgumentException">One of them is not so.</exception>
    public Token(string symbol, int decimals)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        if (symbol.Length > SymbolLengthMax || !char.IsAsciiLetter(symbol[0]) || !symbol.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException($"'{symbol}' is no token's symbol: up to {SymbolLengthMax} letters and digits, the first a letter.", nameof(symbol));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, DecimalsMax);
        (Symbol, Decimals) = (symbol, decimals);
    }

    /// <summary>Polkadot's.</summary>
    public static Token Dot { get; } = new("DOT", 10);

    /// <summary>Kusama's.</summary>
    public static Token Ksm { get; } = new("KSM", 12);

    /// <summary>Paseo's, worth nothing.</summary>
    public static Token Pas { get; } = new("PAS", 10);

    /// <summary>The tokens of the networks that sell coretime.</summary>
    public static IReadOnlyList<Token> Known { get; } = [Dot, Ksm, Pas];

    /// <summary>As people write it: <c>DOT</c>.</summary>
    public string Symbol { get; }

    /// <summary>One token is 10 to this power planck.</summary>
    public int Decimals { get; }

    /// <summary>One whole token.</summary>
    public Planck One => Whole(1);

    /// <summary>So many whole tokens.</summary>
    /// <exception cref="OverflowException">They need more than 128 bits.</exception>
    public Planck Whole(ulong tokens) => new(PowerOfTen(Decimals) * tokens);

    /// <summary>The amount in tokens, exact and without the symbol: <c>2749.910711</c>.</summary>
    public string FormatNumber(Planck amount) => DecimalText.Format(amount.Value, Decimals);

    /// <summary>The amount in tokens, exact: <c>2749.910711 PAS</c>. <see cref="Parse"/> reads it back.</summary>
    public string Format(Planck amount) => $"{FormatNumber(amount)} {Symbol}";

    /// <summary>Reads an amount of tokens, exactly: <c>2749.910711</c>, with or without a blank and the symbol behind it.</summary>
    /// <exception cref="FormatException">The text is something else; the message says what is wrong.</exception>
    public Planck Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var amount, out var problem) ? amount : throw new FormatException(problem);
    }

    /// <summary>Reads an amount of tokens, exactly, from text that may well be wrong.</summary>
    /// <param name="text">Digits, perhaps a point and more digits, perhaps a blank and the symbol.</param>
    /// <param name="amount">The amount, or zero.</param>
    /// <param name="problem">A sentence that says what is wrong.</param>
    public bool TryParse(ReadOnlySpan<char> text, out Planck amount, [NotNullWhen(false)] out string? problem)
    {
        amount = default;
        var number = text;
        if (text.IndexOf(' ') is var blank and >= 0)
        {
            if (!text[(blank + 1)..].SequenceEqual(Symbol))
            {
                problem = $"'{Excerpt(text)}' is no amount of {Symbol}: behind the number and one blank, only {Symbol} may stand.";
                return false;
            }

            number = text[..blank];
        }

        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? default : number[(point + 1)..];
        if (!Digits.Are(whole) || (point >= 0 && !Digits.Are(fraction)))
        {
            problem = $"'{Excerpt(text)}' is no amount of {Symbol}: write digits, and after a point perhaps more, without sign or separators.";
            return false;
        }

        fraction = fraction.TrimEnd('0');
        if (fraction.Length > Decimals)
        {
            problem = $"'{Excerpt(text)}' is finer than one planck: {Symbol} has {Decimals} decimals.";
            return false;
        }

        if (!TryCombine(whole, fraction, out amount))
        {
            problem = $"'{Excerpt(text)}' is more {Symbol} than 128 bits can hold.";
            return false;
        }

        problem = null;
        return true;
    }

    /// <summary>The token with that symbol among the <see cref="Known"/> ones; case does not matter.</summary>
    public static bool TryFind(string? symbol, [NotNullWhen(true)] out Token? token) =>
        (token = Known.FirstOrDefault(t => t.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase))) is not null;

    private bool TryCombine(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, out Planck amount)
    {
        amount = default;
        var rest = fraction.IsEmpty ? 0 : UInt128.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture) * PowerOfTen(Decimals - fraction.Length);
        if (!UInt128.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) || tokens > (UInt128.MaxValue - rest) / PowerOfTen(Decimals))
        {
            return false;
        }

        amount = new((tokens * PowerOfTen(Decimals)) + rest);
        return true;
    }

    private static string Excerpt(ReadOnlySpan<char> text) => text.Length > 60 ? $"{text[..60]}…" : text.ToString();

    private static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
