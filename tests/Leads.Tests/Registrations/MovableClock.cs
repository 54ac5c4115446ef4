namespace CoretimeDesk.Leads.Tests.Registrations;

/// <summary>A clock that stands still until a test moves it. Timers stay real.</summary>
public sealed class MovableClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    /// <summary>How far each look at the clock moves it: time that passes while things happen at once.</summary>
    public TimeSpan Step { get; set; }

    public DateTimeOffset Now => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, Step.Ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    /// <summary>Forward or back: a machine's clock may be wrong.</summary>
    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref _ticks, to.UtcTicks);
}

/// <summary>The clock of a machine that is ahead of the others.</summary>
public sealed class ClockAhead(TimeProvider clock, Func<TimeSpan> by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + by();
}
