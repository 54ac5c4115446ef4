namespace CoretimeDesk.Commissions.Calendar;

/// <summary>Days on which people work: Monday to Friday, without holidays that are named. UTC.</summary>
/// <param name="holidays">Other days on which nobody works.</param>
public sealed class BusinessDays(IReadOnlySet<DateOnly>? holidays = null)
{
    /// <summary>People work on it.</summary>
    public bool IsBusinessDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && holidays?.Contains(day) != true;

    /// <summary>The n-th business day from a day on, which counts itself.</summary>
    /// <param name="from">The first day that may count.</param>
    /// <param name="number">From 1.</param>
    public DateOnly Nth(DateOnly from, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        for (var day = from; ; day = day.AddDays(1))
        {
            if (IsBusinessDay(day) && --number == 0)
            {
                return day;
            }
        }
    }

    /// <summary>The last business day up to a day.</summary>
    public DateOnly AtOrBefore(DateOnly day)
    {
        while (!IsBusinessDay(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    /// <summary>The end of the n-th business day after the day of an instant: the first instant that is too late.</summary>
    public DateTimeOffset EndAfter(DateTimeOffset instant, int number) => Start(Nth(DateOnly.FromDateTime(instant.UtcDateTime).AddDays(1), number).AddDays(1));

    /// <summary>The first instant of a day.</summary>
    internal static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
