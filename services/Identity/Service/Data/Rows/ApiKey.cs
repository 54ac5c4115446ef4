using System.Collections.Immutable;
using CoretimeDesk.Journal;

namespace CoretimeDesk.Identity.Data;

/// <summary>A script's key, known only by its hash.</summary>
public sealed class ApiKey : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid OwnerId { get; init; }
    public required string Name { get; init; }
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the key, which holds 256 random bits: nothing to guess.</summary>
    public required byte[] Hash { get; init; }

    public required string[] Roles { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }

    public ImmutableHashSet<Role> RoleSet => Data.RoleSet.Read(Roles);

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}
