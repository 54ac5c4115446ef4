namespace CoretimeDesk.Commissions;

/// <summary>Days counted from an instant, of 86,400,000 ms each.</summary>
internal static class Spans
{
    /// <summary>So many days later. What would lie beyond the calendar's end is its end: no fact can be later than that.</summary>
    public static DateTimeOffset PlusDays(this DateTimeOffset from, int days) =>
        (DateTimeOffset.MaxValue - from).Ticks / TimeSpan.TicksPerDay < days ? DateTimeOffset.MaxValue : from.AddDays(days);

    /// <summary>The 15th of the month after, when a month's statement is paid; the calendar's end if there is no such month.</summary>
    public static DateTimeOffset PayDay(this Month month) => month is { Year: 9999, Number: 12 } ? DateTimeOffset.MaxValue : month.Next.Start.AddDays(14);
}
