using System.Threading.RateLimiting;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Hosting;

/// <summary>One token bucket per signed-in person, or per address for everybody else. Health is never limited.</summary>
internal sealed class CallRateLimiter : IDisposable
{
    private const int RefillsPerSecond = 10;
    private readonly PartitionedRateLimiter<string>? _limiter;

    public CallRateLimiter(IOptions<CallLimits> options)
    {
        var limits = options.Value;
        if (limits.CallsPerSecond == 0)
        {
            return;
        }

        // Refills are even parts of a second where the rate divides; below ten a second they come one by one.
        var refills = Math.Min(RefillsPerSecond, limits.CallsPerSecond);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(limits.CallBurst, 1),
            TokensPerPeriod = limits.CallsPerSecond / refills,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1d / refills),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
        _limiter = PartitionedRateLimiter.Create<string, string>(
            caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => bucket), StringComparer.Ordinal);
    }

    /// <summary>How long to wait, or null when the call may go on.</summary>
    public TimeSpan? Refuse(HttpContext context, IMethod method, Actor? caller)
    {
        if (_limiter is null || method.ServiceName == Grpc.Health.V1.Health.Descriptor.FullName)
        {
            return null;
        }

        var key = caller is not null ? $"person {caller.Id}" : $"address {context.Connection.RemoteIpAddress}";
        using var lease = _limiter.AttemptAcquire(key);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _limiter?.Dispose();
}
