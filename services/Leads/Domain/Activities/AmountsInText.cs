using System.Text.RegularExpressions;

namespace CoretimeDesk.Leads.Activities;

/// <summary>
/// Amounts of money in what people and the desk write about a customer. Solution engineers judge what can run and see no price; what a chain fact or a colleague's
/// note says of one is left out for them.
/// </summary>
public static partial class AmountsInText
{
    /// <summary>What stands where an amount was.</summary>
    public const string Hidden = "(an amount)";

    // Digits, grouped or not. It is never given back once matched, and never begun within a number: a text of digits is looked through once.
    private const string Number = @"(?<!\d)(?<!\d[.,_'’])(?>\d+(?:[.,_'’]\d+|[\u0020\u00a0\u202f]\d{3}(?!\d))*)";
    private const string Times = @"(?:k|m|thousand|million)";
    private const string Before = @"(?<!\p{L})(?:€|\$|£|CHF|EUR|USD|GBP)\s?" + Number + @"(?:\s?" + Times + @"(?!\p{L}))?";

    // Tokens that the desk knows or that test chains use, planck, and the money of quotes on paper.
    private const string After = Number + @"\s?" + Times + @"?\s?(?:planck|DOTs?|KSM|PAS|WND|ROC|UNIT|€|\$|£|CHF|EUR|euros?|USDC|USDT|USD|dollars?|GBP|pounds?)(?![\p{L}\p{N}])";

    /// <summary>The text without amounts: numbers with a unit of money before or after them, as the desk writes them (24.62232142 DOT) and as people do (€ 1,200; 3k USD).</summary>
    public static string Without(string text)
    {
        try
        {
            return Amount().Replace(text, Hidden);
        }
        catch (RegexMatchTimeoutException)
        {
            return Hidden; // What cannot be looked through is not shown.
        }
    }

    [GeneratedRegex(Before + "|" + After, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amount();
}
