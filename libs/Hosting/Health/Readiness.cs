using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Runs the readiness checks and remembers the answer for a second, so that probes from everywhere cost one round. Once the
/// process is told to stop, the answer is "unready" for good.
/// </summary>
internal sealed class Readiness(IEnumerable<IReadinessCheck> checks, TimeProvider time, ILogger<Readiness> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly IReadinessCheck[] _checks = [.. checks];
    private readonly SemaphoreSlim _one = new(1, 1);
    private ReadinessReport? _last;
    private long _lastAt;
    private ReadinessStatus? _told;

    /// <summary>Set once, when the process begins to stop.</summary>
    public bool Draining { get; private set; }

    /// <summary>From now on unready.</summary>
    public void Drain() => Draining = true;

    /// <summary>How it is, at most a second old.</summary>
    public async Task<ReadinessReport> AskAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_last is null || time.GetElapsedTime(_lastAt) >= Fresh)
            {
                _last = new([.. await Task.WhenAll(_checks.Select(RunAsync))]);
                _lastAt = time.GetTimestamp();
                Tell(_last);
            }

            return Draining ? _last.AsDraining() : _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ReadinessEntry> RunAsync(IReadinessCheck check)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            // The wait is bounded here as well: a check may ignore its token.
            return new(check.Name, await check.CheckAsync(patience.Token).WaitAsync(Patience, time, CancellationToken.None));
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return new(check.Name, ReadinessResult.Failed($"No answer within {Patience.TotalSeconds:0} s."));
        }
        catch (Exception e)
        {
            logger.LogDebug(e, "The readiness check {Check} threw.", check.Name);
            return new(check.Name, ReadinessResult.Failed("The check itself failed; the log has more."));
        }
    }

    // Changes are worth a line; probes every few seconds are not.
    private void Tell(ReadinessReport report)
    {
        if (_told == report.Worst)
        {
            return;
        }

        var before = _told;
        _told = report.Worst;
        if (report.Worst == ReadinessStatus.Ok)
        {
            if (before is not null)
            {
                logger.LogInformation("Ready again.");
            }
        }
        else
        {
            logger.LogWarning("Readiness is {Status}: {Checks}.", report.Status, report.Complaints);
        }
    }
}
