using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Quoting.Fiat;

/// <summary>A currency of ISO 4217.</summary>
/// <param name="Code">"EUR".</param>
/// <param name="MinorDigits">How many decimals its smallest unit has: 2 of the euro, none of the yen.</param>
public sealed record Currency(string Code, int MinorDigits)
{
    private static readonly Dictionary<string, Currency> All = (
        Of(0, "CLP ISK JPY KRW PYG UGX VND XAF XOF")
            .Concat(Of(2, "AED ARS AUD BGN BRL CAD CHF CNY COP CZK DKK EGP EUR GBP GEL HKD HUF IDR ILS INR KES MAD MXN MYR NGN NOK NZD PEN PHP PLN RON RSD SAR SEK SGD THB TRY TWD UAH USD UYU ZAR"))
            .Concat(Of(3, "BHD JOD KWD OMR TND"))).ToDictionary(c => c.Code, StringComparer.Ordinal);

    /// <summary>Their codes.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The currency with that code, in capitals; false where the desk knows none.</summary>
    public static bool TryFind(string code, [NotNullWhen(true)] out Currency? currency) => All.TryGetValue(code, out currency);

    private static IEnumerable<Currency> Of(int digits, string codes) => codes.Split(' ').Select(c => new Currency(c, digits));
}
