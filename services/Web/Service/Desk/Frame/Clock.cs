namespace CoretimeDesk.Web.Desk.Frame;

/// <summary>The time for pages, and what is to be done every so often.</summary>
public sealed class Clock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public PeriodicTimer Every(TimeSpan interval) => new(interval, time);
}
