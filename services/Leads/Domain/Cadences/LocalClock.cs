namespace CoretimeDesk.Leads.Cadences;

/// <summary>What a clock change did to a local time.</summary>
public enum ClockChange
{
    None = 0,

    /// <summary>The clocks skip this time: the instant at which they jump is meant.</summary>
    Skipped = 1,

    /// <summary>The clocks show this time twice: the first run is meant.</summary>
    Repeated = 2,
}

/// <summary>Between local times and instants, with clock changes decided on purpose.</summary>
public static class LocalClock
{
    /// <summary>The instant at which a clock of this zone shows a time.</summary>
    public static (DateTimeOffset At, ClockChange Change) Resolve(TimeZoneInfo zone, DateTime local)
    {
        if (zone.IsInvalidTime(local))
        {
            // Minute by minute: no zone jumps at anything finer, and some jump by half an hour.
            var after = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Unspecified);
            while (zone.IsInvalidTime(after))
            {
                after = after.AddMinutes(1);
            }

            return (new DateTimeOffset(after, zone.GetUtcOffset(after)).ToUniversalTime(), ClockChange.Skipped);
        }

        return zone.IsAmbiguousTime(local)
            ? (new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Max()).ToUniversalTime(), ClockChange.Repeated)
            : (new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime(), ClockChange.None);
    }

    /// <summary>What a clock of this zone shows.</summary>
    public static DateTime TimeOf(TimeZoneInfo zone, DateTimeOffset at) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(at, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>The date there.</summary>
    public static DateOnly DayOf(TimeZoneInfo zone, DateTimeOffset at) => DateOnly.FromDateTime(TimeOf(zone, at));
}
