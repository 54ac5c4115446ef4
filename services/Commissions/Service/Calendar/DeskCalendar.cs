namespace CoretimeDesk.Commissions.Calendar;

/// <summary>
/// What this service takes for now when it decides: which months are over, what is final, what has run. It is the clock; on a developer's desk it may be ahead of it, so that a
/// month can be seen to close. Tokens, deadlines and timers go by the clock always.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="ahead">How far ahead of it; zero in production.</param>
internal sealed class DeskCalendar(TimeProvider clock, TimeSpan ahead) : TimeProvider
{
    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
