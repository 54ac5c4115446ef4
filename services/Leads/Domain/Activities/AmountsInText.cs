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

    /// <summary>The text without amounts: numbers with a unit of money before or after them, as the desk writes them (24.62232142 DOT) and as people do (€ 1,200; 3k USD).</summary>
    public static string Without(string text) => Amount().Replace(text, Hidden);

    // Units are those of tokens that the desk knows or that test chains use, planck, and the money of quotes in paper. Numbers may be grouped by comma, blank, underscore or apostrophe.
    [GeneratedRegex(
        @"(?:(?:€|\$|£|CHF|EUR|USD|GBP)[\s\u00a0\u202f]?\d[\d.,_'’\u00a0\u202f]*(?:\s?(?:k|m|thousand|million))?)|(?:\d(?:[\d.,_'’\u00a0\u202f]|\s(?=\d{3}\b))*[\s\u00a0\u202f]?(?:k|m|thousand|million)?[\s\u00a0\u202f]?(?:planck|DOTs?|KSM|PAS|WND|ROC|UNIT|€|\$|£|CHF|EUR|euros?|USDC|USDT|USD|dollars?|GBP|pounds?)(?![\p{L}\p{N}]))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amount();
}
