using CoretimeDesk.Hosting;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Fields that several requests have.</summary>
internal static class LedgerChecks
{
    /// <summary>A month.</summary>
    public static Check Month(this Check check, string field, string text, out Month month) =>
        check.Satisfies(field, Commissions.Month.TryParse(text, out month), "is no month: write 2026-11.");

    /// <summary>A month, or empty.</summary>
    public static Check OptionalMonth(this Check check, string field, string text, out Month? month)
    {
        month = null;
        if (text.Length > 0)
        {
            check.Month(field, text, out var some);
            month = some;
        }

        return check;
    }

    /// <summary>A token that the desk knows; DOT when empty.</summary>
    public static Check OptionalToken(this Check check, string field, string text, out string token)
    {
        token = text.Length == 0 ? Token.Dot.Symbol : text;
        var asked = token;
        return check.Satisfies(field, Token.Known.Any(t => t.Symbol == asked), $"is no token that the desk knows; one of {string.Join(", ", Token.Known.Select(t => t.Symbol))}.");
    }
}
