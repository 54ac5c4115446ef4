namespace CoretimeDesk.Identity.Tests;

/// <summary>The real clock, moved on when a test says so. Timers stay real.</summary>
public sealed class DeskTime : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
