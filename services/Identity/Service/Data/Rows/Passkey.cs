using Microsoft.AspNetCore.Identity;

namespace CoretimeDesk.Identity.Data;

/// <summary>A person's passkey: the public half, which opens nothing.</summary>
public sealed class Passkey
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>What the authenticator calls it.</summary>
    public required byte[] CredentialId { get; init; }

    public required byte[] PublicKey { get; init; }
    public required string Name { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Counts uses, where the authenticator counts at all. Also the lock of two uses at once.</summary>
    public long SignCount { get; set; }

    public required string[] Transports { get; init; }
    public bool IsUserVerified { get; init; }
    public bool IsBackupEligible { get; init; }
    public bool IsBackedUp { get; set; }
    public required byte[] AttestationObject { get; init; }
    public required byte[] ClientDataJson { get; init; }

    /// <summary>As ASP.NET Core Identity sees it.</summary>
    public UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, CreatedAt, checked((uint)SignCount), Transports, IsUserVerified, IsBackupEligible, IsBackedUp, AttestationObject, ClientDataJson) { Name = Name };
}

/// <summary>A passkey ceremony that has opened a session: it opens no second one. Forgotten when it is over anyway.</summary>
public sealed class UsedCeremony
{
    public required Guid Id { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
