namespace CoretimeDesk.CreditGrants.Programmes;

/// <summary>The days of a grant that people wait for. Business days are Monday to Friday, UTC; no calendar of holidays is known here.</summary>
public static class GrantClock
{
    /// <summary>Until when a request is decided: the end of the last of so many business days after the one of the request.</summary>
    public static DateTimeOffset DecideBy(DateTimeOffset requested, int businessDays)
    {
        var day = new DateTimeOffset(requested.UtcDateTime.Date, TimeSpan.Zero);
        for (var left = businessDays; left > 0;)
        {
            day = day.AddDays(1);
            left -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return day.AddDays(1);
    }

    /// <summary>From when on a grant is reviewed; its award when it does not last as long as that.</summary>
    public static DateTimeOffset ReviewFrom(DateTimeOffset awarded, DateTimeOffset expires, int daysBefore) =>
        expires - awarded <= TimeSpan.FromDays(daysBefore) ? awarded : expires.AddDays(-daysBefore);

    /// <summary>Until when the sponsor must have paid once.</summary>
    public static DateTimeOffset ActivateBy(DateTimeOffset awarded, int days) => awarded.AddDays(days);
}
