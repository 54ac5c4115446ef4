using CoretimeDesk.Sidecar.Delivery;

namespace CoretimeDesk.Sidecar;

/// <summary>Pauses deliveries while an app says that it is not well; they resume without asking for subscriptions again.</summary>
internal sealed class HealthProbe(AppChannel app, string path, TimeSpan interval, PauseGate gate, TimeProvider time, ILogger log, string appId)
{
    private const int FailuresMax = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public async Task WaitUntilHealthyAsync(CancellationToken cancel)
    {
        while (!await IsHealthyAsync(cancel))
        {
            await Task.Delay(interval, time, cancel);
        }
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            for (var failures = 0; ;)
            {
                await Task.Delay(interval, time, cancel);
                failures = await IsHealthyAsync(cancel) ? 0 : failures + 1;
                if (failures == 0 && !gate.IsOpen)
                {
                    log.LogInformation("{AppId} is healthy again: deliveries go on", appId);
                    gate.Open();
                }
                else if (failures == FailuresMax)
                {
                    log.LogWarning("{AppId} failed {Failures} health checks in a row: deliveries pause", appId, failures);
                    gate.Close();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            var (status, _) = await app.SendAsync(HttpMethod.Get, path, null, null, withToken: false, either.Token);
            return status is >= 200 and < 300;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }
}
