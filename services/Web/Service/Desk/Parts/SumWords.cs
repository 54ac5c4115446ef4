using System.Globalization;
using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.Web.Desk.Parts;

/// <summary>Amounts that may be negative, or sums of many: more than a chain could hold in one account.</summary>
internal static class SumWords
{
    private const int Shown = 4;

    /// <summary>Reads planck as decimal text.</summary>
    public static bool TryRead(string? planck, out BigInteger amount) => BigInteger.TryParse(planck, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out amount);

    /// <summary>"1,234.5678", cut and not rounded, towards zero; a dash for none or an unknown token. A sign is shown where it is asked for, and always before what is taken.</summary>
    public static string Number(string? planck, string symbol, bool isSigned = false) =>
        TryRead(planck, out var amount) && Of(symbol) is { } token ? Number(amount, token.Decimals, isSigned) : "–";

    /// <summary>With its unit: "1,234.5678 DOT".</summary>
    public static string Text(string? planck, string symbol, bool isSigned = false)
    {
        var number = Number(planck, symbol, isSigned);
        return number == "–" ? number : $"{number}\u00a0{symbol}";
    }

    /// <summary>The token that a symbol stands for; null for none that the desk knows.</summary>
    public static Token? Of(string symbol) => Token.Known.FirstOrDefault(t => t.Symbol == symbol);

    private static string Number(BigInteger amount, int decimals, bool isSigned)
    {
        var sign = amount.Sign < 0 ? "−" : isSigned && amount.Sign > 0 ? "+" : "";
        var (whole, rest) = BigInteger.DivRem(BigInteger.Abs(amount), BigInteger.Pow(10, decimals));
        var places = rest.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0').PadRight(Shown, '0')[..Shown];
        return $"{sign}{whole.ToString("#,0", CultureInfo.InvariantCulture)}.{places}";
    }
}
