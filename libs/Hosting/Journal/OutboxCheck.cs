using Npgsql;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Events reach the bus in time. A bus that is away does not stop a service: commands are journalled and published later, so
/// this is never worse than degraded.
/// </summary>
internal sealed class OutboxCheck(IOutboxGauge gauge) : IReadinessCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public string Name => "outbox";

    public async Task<ReadinessResult> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            var lag = await gauge.ReadAsync(cancellation);
            return lag.Oldest < Late
                ? ReadinessResult.Ok()
                : ReadinessResult.Degraded($"{lag.Pending} events wait for the bus, the oldest for {lag.Oldest.TotalSeconds:0} s.");
        }
        catch (NpgsqlException)
        {
            return ReadinessResult.Degraded("Not measured: the database does not answer.");
        }
    }
}
