using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Hosting;

/// <summary>
/// The first thing a stopping host does: tell everyone that it is not ready. Load balancers get <c>Limits:DrainSeconds</c>
/// to notice while calls are still accepted; then listening ends and calls in progress may finish.
/// </summary>
internal sealed class Draining(Readiness readiness, IHostApplicationLifetime lifetime, IOptions<CallLimits> limits, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(readiness.Drain);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Drain();
        await Task.Delay(TimeSpan.FromSeconds(limits.Value.DrainSeconds), time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
