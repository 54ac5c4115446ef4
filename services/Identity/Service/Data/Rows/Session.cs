using CoretimeDesk.Journal;

namespace CoretimeDesk.Identity.Data;

/// <summary>One sign-in and what came of it.</summary>
public sealed class Session : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required DateTimeOffset SignedInAt { get; init; }
    public required DateTimeOffset RefreshedAt { get; set; }

    /// <summary>When its newest refresh token ends, and the session with it.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>By what the person proved who they are, as on the wire.</summary>
    public short Method { get; init; }

    /// <summary>What the caller said of itself; empty for nothing.</summary>
    public string Device { get; init; } = "";

    /// <summary>Where it came from, as far as known.</summary>
    public string Address { get; init; } = "";

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>One refresh token of a session, known only by its hash. Used ones stay until the session is forgotten.</summary>
public sealed class RefreshToken
{
    /// <summary>SHA-256 of the token, which is 256 random bits: nothing to guess.</summary>
    public required byte[] Hash { get; init; }

    public required Guid SessionId { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null while it can be exchanged. Also its lock: of two that use it at once, one is told that it was used.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
