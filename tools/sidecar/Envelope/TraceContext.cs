using System.Diagnostics;

namespace CoretimeDesk.Sidecar.Envelope;

/// <summary>W3C trace context as it travels in headers and envelopes.</summary>
internal readonly record struct TraceContext(string TraceParent, string TraceState)
{
    /// <summary>A span of our own below the caller's, or a new trace when the caller sent none (or nonsense).</summary>
    public static TraceContext ChildOf(string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, null, out var caller)
            ? new(Format(caller.TraceId, caller.TraceFlags), traceState ?? "")
            : new(Format(ActivityTraceId.CreateRandom(), ActivityTraceFlags.Recorded), "");

    /// <summary>A span of our own below the one that an envelope names; null when it names none.</summary>
    public static TraceContext? Continue(string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, null, out _) ? ChildOf(traceParent, traceState) : null;

    private static string Format(ActivityTraceId trace, ActivityTraceFlags flags) =>
        $"00-{trace.ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-{(int)flags:x2}";
}
