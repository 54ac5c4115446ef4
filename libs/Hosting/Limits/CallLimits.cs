using System.ComponentModel.DataAnnotations;

namespace CoretimeDesk.Hosting;

/// <summary>What one caller may ask of a service. Configuration section <c>Limits</c>: <c>Limits__CallsPerSecond=50</c>.</summary>
public sealed class CallLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>Bytes of one request message. Larger ones answer RESOURCE_EXHAUSTED.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Calls a second that one caller may make in the long run; 0 switches the limit off.</summary>
    [Range(0, 1_000_000)]
    public int CallsPerSecond { get; set; } = 500;

    /// <summary>Calls that one caller may make at once after a rest.</summary>
    [Range(1, 10_000_000)]
    public int CallBurst { get; set; } = 2000;

    /// <summary>The deadline of a unary call that brings none.</summary>
    [Range(1, 3600)]
    public int UnarySeconds { get; set; } = 30;

    /// <summary>Calls in progress on one connection.</summary>
    [Range(1, 10_000)]
    public int StreamsPerConnection { get; set; } = 256;

    /// <summary>Seconds that calls in progress get to finish after SIGTERM.</summary>
    [Range(0, 600)]
    public int ShutdownSeconds { get; set; } = 10;

    /// <summary>Seconds that open streams get after that; then they end with UNAVAILABLE and their callers reconnect.</summary>
    [Range(0, 600)]
    public int StreamSeconds { get; set; } = 2;

    /// <summary>Seconds between "not ready" and the end of listening, for load balancers to notice. 0 on one machine.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; }
}
