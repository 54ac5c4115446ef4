namespace CoretimeDesk.Leads.Registrations;

/// <summary>Which days are worked, and so how long a deadline in working days is. Monday to Friday, UTC, unless told otherwise.</summary>
/// <param name="zone">Where days begin and end.</param>
/// <param name="holidays">Further days off, as dates of that zone.</param>
public sealed class WorkCalendar(TimeZoneInfo zone, IReadOnlySet<DateOnly> holidays)
{
    /// <summary>Monday to Friday, UTC, no holidays.</summary>
    public static readonly WorkCalendar Utc = new(TimeZoneInfo.Utc, new HashSet<DateOnly>());

    // A list of holidays that leaves no day to work must not become an endless loop.
    private const int SearchDaysMax = 400;

    /// <summary>Is this date worked?</summary>
    public bool IsWorked(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(date);

    /// <summary>The date, in the calendar's zone, of an instant.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>
    /// The same time of day so many working days later: Friday 15:00 and three days is Wednesday 15:00. What begins on a day
    /// off begins with the next working day: Saturday and three days is Thursday 00:00, after all of Monday to Wednesday.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workingDays"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The holidays leave no working day within a year.</exception>
    public DateTimeOffset Add(DateTimeOffset start, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        var local = TimeZoneInfo.ConvertTime(start, zone).DateTime;
        var (date, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (!IsWorked(date))
        {
            (date, time) = (NextWorked(date), TimeOnly.MinValue);
        }

        for (var day = 0; day < workingDays; day++)
        {
            date = NextWorked(date);
        }

        return ToInstant(date.ToDateTime(time));
    }

    private DateOnly NextWorked(DateOnly date)
    {
        for (var ahead = 1; ahead <= SearchDaysMax; ahead++)
        {
            if (IsWorked(date.AddDays(ahead)))
            {
                return date.AddDays(ahead);
            }
        }

        throw new InvalidOperationException($"The calendar has no working day in the {SearchDaysMax} days after {date:yyyy-MM-dd}. Take holidays out of it.");
    }

    private DateTimeOffset ToInstant(DateTime local)
    {
        // A local time that the clocks skip means the instant at which they jump: offset arithmetic alone would put it behind
        // times that come later on the same day. Of an hour that they repeat, the second run is meant: nobody loses time.
        while (zone.IsInvalidTime(local))
        {
            local = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute), local.Kind).AddMinutes(1);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
