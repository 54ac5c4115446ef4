namespace CoretimeDesk.Hosting;

/// <summary>One thing a service needs before it can be of use.</summary>
public interface IReadinessCheck
{
    /// <summary>Short and stable, shown to operators: <c>database</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Looks once. A throw counts as failed; the answer is cut off after two seconds. The detail is readable by anyone who
    /// can reach the port, so it names no secret and no address.
    /// </summary>
    Task<ReadinessResult> CheckAsync(CancellationToken cancellation);
}

/// <summary>How it is.</summary>
public enum ReadinessStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Calls still succeed, something needs attention.</summary>
    Degraded,

    /// <summary>Calls would fail: send them elsewhere.</summary>
    Failed,
}

/// <summary>A check's answer.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Detail">For people; empty when there is nothing to say.</param>
public readonly record struct ReadinessResult(ReadinessStatus Status, string Detail = "")
{
    /// <summary>As it should be.</summary>
    public static ReadinessResult Ok(string detail = "") => new(ReadinessStatus.Ok, detail);

    /// <summary>Works, but needs attention.</summary>
    public static ReadinessResult Degraded(string detail) => new(ReadinessStatus.Degraded, detail);

    /// <summary>Does not work.</summary>
    public static ReadinessResult Failed(string detail) => new(ReadinessStatus.Failed, detail);
}
