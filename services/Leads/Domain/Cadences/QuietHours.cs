namespace CoretimeDesk.Leads.Cadences;

/// <summary>When a contact may be reached, by the contact's own clock; every other time is quiet.</summary>
/// <param name="From">The first moment of a day.</param>
/// <param name="To">The first moment that is quiet again; later on the same day.</param>
/// <param name="Days">Days of the week.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, IReadOnlySet<DayOfWeek> Days)
{
    // Longer than any rule keeps silent: a week without an allowed day is a mistake in the rule.
    private const int SearchDaysMax = 800;

    /// <summary>08:00 to 18:00, Monday to Friday.</summary>
    public static QuietHours Usual { get; } = new(
        new(8, 0), new(18, 0), new HashSet<DayOfWeek> { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday });

    /// <summary>Whether a contact of this zone may be reached at this instant.</summary>
    public bool Allow(TimeZoneInfo zone, DateTimeOffset at)
    {
        var local = LocalClock.TimeOf(zone, at);
        return Days.Contains(local.DayOfWeek) && TimeOnly.FromDateTime(local) is var time && time >= From && time < To;
    }

    /// <summary>The first allowed instant from <paramref name="earliest"/> on, on a day that <paramref name="isTaken"/> leaves free.</summary>
    /// <exception cref="InvalidOperationException">There is none in two years.</exception>
    public DateTimeOffset Next(TimeZoneInfo zone, DateTimeOffset earliest, Func<DateOnly, bool> isTaken)
    {
        var first = LocalClock.DayOf(zone, earliest);
        if (Allow(zone, earliest) && !isTaken(first))
        {
            return earliest;
        }

        for (var ahead = 0; ahead < SearchDaysMax; ahead++)
        {
            var day = first.AddDays(ahead);
            if (!Days.Contains(day.DayOfWeek) || isTaken(day))
            {
                continue;
            }

            // Where the clocks skip the whole window the day has none.
            var (opens, _) = LocalClock.Resolve(zone, day.ToDateTime(From));
            if (opens >= earliest && Allow(zone, opens) && LocalClock.DayOf(zone, opens) == day)
            {
                return opens;
            }
        }

        throw new InvalidOperationException($"Nobody may be reached within {SearchDaysMax} days of {earliest:yyyy-MM-dd}: quiet hours leave no time from {From} to {To}.");
    }

    /// <summary>The instant after so many allowed hours.</summary>
    public DateTimeOffset AddHours(TimeZoneInfo zone, DateTimeOffset start, int hours)
    {
        var left = TimeSpan.FromHours(hours);
        var at = Next(zone, start, _ => false);
        while (true)
        {
            var closes = Close(zone, at);
            if (at + left <= closes)
            {
                return at + left;
            }

            left -= closes - at;
            at = Next(zone, closes, _ => false);
        }
    }

    /// <summary>When the window that is open at this instant closes.</summary>
    public DateTimeOffset Close(TimeZoneInfo zone, DateTimeOffset at) => LocalClock.Resolve(zone, LocalClock.DayOf(zone, at).ToDateTime(To)).At is var closes && closes > at ? closes : at.AddHours(1);
}
