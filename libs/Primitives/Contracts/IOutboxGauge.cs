namespace CoretimeDesk.Hosting;

/// <summary>How far publishing lags behind the journal; shown at <c>/readyz</c>.</summary>
public interface IOutboxGauge
{
    /// <summary>Reads the gauge once; cheap enough for a probe every few seconds.</summary>
    Task<OutboxLag> ReadAsync(CancellationToken cancellation);
}

/// <summary>Public events that wait for the bus.</summary>
/// <param name="Pending">How many wait.</param>
/// <param name="Oldest">Age of the oldest; zero when none waits.</param>
public readonly record struct OutboxLag(long Pending, TimeSpan Oldest);
