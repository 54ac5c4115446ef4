namespace CoretimeDesk.Sidecar;

/// <summary>How the sidecar speaks to an app.</summary>
public enum AppProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>Cleartext HTTP/2: events, health and gRPC on one port.</summary>
    H2c,
}

/// <summary>One app id, and the ports that the sidecar opens for it. Port 0 takes any free one.</summary>
/// <param name="AppId">Its name on the bus.</param>
/// <param name="AppPorts">The app's own ports on 127.0.0.1, one per replica; none for an app that only publishes.</param>
/// <param name="Protocol">What those ports speak.</param>
/// <param name="HttpPort">Where the sidecar's HTTP API of this app listens.</param>
/// <param name="GrpcPort">Where its gRPC proxy listens.</param>
public sealed record SidecarApp(string AppId, IReadOnlyList<int> AppPorts, AppProtocol Protocol, int HttpPort, int GrpcPort);

/// <summary>Everything that can be asked of a sidecar process.</summary>
public sealed record SidecarOptions
{
    public required IReadOnlyList<SidecarApp> Apps { get; init; }

    /// <summary>Name of the one pub/sub component.</summary>
    public required string PubSub { get; init; }

    /// <summary>Where accepted events are kept. One process at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>A Resiliency resource, or null: no inbound policy, as on a real sidecar without one.</summary>
    public string? ResiliencyFile { get; init; }

    /// <summary>A component file with publishing and subscription scopes, or null.</summary>
    public string? ScopesFile { get; init; }

    /// <summary>Deliveries under way at a time, per app and topic.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>Share of events that are delivered twice on purpose, 0 to 1.</summary>
    public double DuplicateShare { get; init; }

    /// <summary>Deliveries wait a random time up to this.</summary>
    public TimeSpan DelayMax { get; init; }

    /// <summary>Deliver deliberately out of order.</summary>
    public bool Reorder { get; init; }

    /// <summary>Share of publish calls that are answered 500 on purpose, 0 to 1.</summary>
    public double RefuseShare { get; init; }

    /// <summary>Makes duplicates, delays, disorder and refusals repeatable.</summary>
    public long Seed { get; init; }

    public long MaxBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a handler may take when no timeout policy says otherwise.</summary>
    public TimeSpan HandlerLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When an event that failed and has no dead-letter topic is tried again.</summary>
    public TimeSpan Redelivery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Path of the app's health check, or null: deliveries never pause.</summary>
    public string? HealthCheckPath { get; init; }

    public TimeSpan HealthCheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Asked of every API call; health is exempt.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Sent with every call to an app.</summary>
    public string? AppToken { get; init; }

    /// <summary>How long deliveries under way may take when the sidecar stops.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Newest events of each topic that are kept for apps that subscribe later.</summary>
    public int WindowEvents { get; init; } = 10_000;

    public long SegmentBytes { get; init; } = 16 * 1024 * 1024;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
