using CoretimeDesk.Sidecar.Delivery;

namespace CoretimeDesk.Sidecar.Resiliency;

/// <summary>How often and at what distance a failed delivery is tried again, as one entry of <c>policies.retries</c>.</summary>
internal sealed record RetryPolicy
{
    // The retry library of the real sidecar stops an exponential policy after this time, whatever maxRetries says.
    private static readonly TimeSpan ExponentialBudget = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ExponentialFirst = TimeSpan.FromMilliseconds(500);
    private const double Growth = 1.5;
    private const double Jitter = 0.5;

    public bool Exponential { get; init; }

    /// <summary>The distance of a constant policy.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The greatest distance of an exponential policy.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts beyond the first; -1 means without end (an exponential policy ends after 15 minutes all the same).</summary>
    public long MaxRetries { get; init; } = -1;

    /// <summary>Which HTTP failures are tried again at all; empty means all.</summary>
    public IReadOnlyList<(int From, int To)> HttpStatusCodes { get; init; } = [];

    /// <summary>How long to wait before the next attempt, or null when the policy is used up.</summary>
    /// <param name="failures">How many attempts have failed so far, from 1.</param>
    /// <param name="spent">Time since the first attempt began.</param>
    /// <param name="answer">What the last attempt came to.</param>
    /// <param name="chance">Between 0 and 1, for the jitter.</param>
    public TimeSpan? Next(long failures, TimeSpan spent, Answer answer, double chance)
    {
        if (MaxRetries >= 0 && failures > MaxRetries)
        {
            return null;
        }

        // A RETRY status and a missing answer are always tried again.
        if (HttpStatusCodes.Count > 0 && answer.HttpStatus is { } status and not (>= 200 and < 300)
            && !HttpStatusCodes.Any(range => status >= range.From && status <= range.To))
        {
            return null;
        }

        if (!Exponential)
        {
            return Duration;
        }

        var interval = Math.Min(ExponentialFirst.TotalMilliseconds * Math.Pow(Growth, Math.Min(failures - 1, 100)), MaxInterval.TotalMilliseconds);
        var wait = TimeSpan.FromMilliseconds(interval * (1 - Jitter + (2 * Jitter * chance)));
        return spent + wait > ExponentialBudget ? null : wait;
    }
}
