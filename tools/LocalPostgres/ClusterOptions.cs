namespace CoretimeDesk.LocalPostgres;

/// <summary>How a private cluster is made and run.</summary>
public sealed record ClusterOptions
{
    /// <summary>Holds <c>data/</c> and <c>server.log</c>; made when missing. Any length, spaces included.</summary>
    public required string Folder { get; init; }

    /// <summary>The superuser <see cref="PostgresCluster.AdminName"/>'s password. It is set when the cluster is made, and must stay the same after.</summary>
    public required string AdminPassword { get; init; }

    /// <summary>This port and no other. Null takes a free one, at every first start anew.</summary>
    public int? Port { get; init; }

    /// <summary>With no <see cref="Port"/>: tried first.</summary>
    public int? PreferredPort { get; init; }

    /// <summary>True: what was committed survives a power cut. False is faster, and for throw-away clusters only.</summary>
    public required bool Durable { get; init; }

    public int ConnectionsMax { get; init; } = 200;

    /// <summary>Null finds one on this machine.</summary>
    public IReadOnlyList<PostgresBinaries>? Binaries { get; init; }

    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(60);
}
