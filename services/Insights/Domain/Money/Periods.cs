namespace CoretimeDesk.Insights.Money;

/// <summary>
/// Which payments net retention counts, in periods of a sale: 28 days each. A month looks at the three periods that end with it, and at the first three periods of customers who were won
/// four periods or more before its end; so there is a period at least between what is compared.
/// </summary>
internal static class Periods
{
    /// <summary>How long the three periods are that are compared, in ticks.</summary>
    public const long Compared = 3 * 28 * Day;

    private const long Day = TimeSpan.TicksPerDay;
    private const long Old = 4 * 28 * Day;

    /// <summary>An instant is within the three periods up to a month's end.</summary>
    public static bool IsTrailing(Month month, long ticks) => ticks < month.End.UtcTicks && ticks >= month.End.UtcTicks - Compared;

    /// <summary>A customer was won four periods before a month's end, or longer.</summary>
    public static bool IsOld(Month month, long won) => month.End.UtcTicks - won >= Old;

    /// <summary>The first month that a customer counts in; null when the calendar ends before.</summary>
    public static Month? FirstOf(long won) => won <= DateTime.MaxValue.Ticks - Old ? Month.Of(won + Old - 1) : null;

    /// <summary>The first instant after a customer's first three periods.</summary>
    public static long FirstEnd(long won) => won <= DateTime.MaxValue.Ticks - Compared ? won + Compared : DateTime.MaxValue.Ticks;
}
