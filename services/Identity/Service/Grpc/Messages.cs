using System.Collections.Immutable;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Identity;

/// <summary>Between the wire, the rows and the domain.</summary>
internal static class Messages
{
    /// <summary>The wire counts from 1, because 0 says "not set".</summary>
    public static V1.Role ToMessage(this Role role) => (V1.Role)((int)role + 1);

    public static Role ToDomain(this V1.Role role) => (Role)((int)role - 1);

    public static ImmutableHashSet<Role> ToDomain(this IEnumerable<V1.Role> roles) => [.. roles.Select(ToDomain)];

    public static IEnumerable<V1.Role> ToMessage(this IEnumerable<Role> roles) => roles.Order().Select(ToMessage);

    public static RevocationReason ToMessage(this RevocationCause cause) => (RevocationReason)((int)cause + 1);

    public static V1.Person ToMessage(this Data.Person row) => new()
    {
        PersonId = row.Id.ToString(),
        Email = row.Email,
        DisplayName = row.DisplayName,
        Roles = { RoleSet.Read(row.Roles).ToMessage() },
        TeamIds = { row.Teams.Order().Select(t => t.ToString()) },
        Disabled = row.Disabled,
        MustChangePassword = row.MustChangePassword,
        CreatedAt = row.CreatedAt.ToTimestamp(),
        LastSignInAt = row.LastSignInAt?.ToTimestamp(),
        Version = row.Version,
        HasAuthenticator = row.TwoFactorEnabled,
        LockedOutUntil = row.LockoutEnd?.ToTimestamp(),
    };

    public static V1.Team ToMessage(this Data.Team row, int members) => new()
    {
        TeamId = row.Id.ToString(),
        Name = row.Name,
        LeadId = row.LeadId?.ToString() ?? "",
        Members = members,
        Version = row.Version,
    };

    public static V1.ApiKey ToMessage(this Data.ApiKey row) => new()
    {
        ApiKeyId = row.Id.ToString(),
        OwnerId = row.OwnerId.ToString(),
        Name = row.Name,
        Prefix = row.Prefix,
        Roles = { row.RoleSet.ToMessage() },
        CreatedAt = row.CreatedAt.ToTimestamp(),
        ExpiresAt = row.ExpiresAt.ToTimestamp(),
        LastUsedAt = row.LastUsedAt?.ToTimestamp(),
        RevokedAt = row.RevokedAt?.ToTimestamp(),
    };

    public static PasskeyInfo ToMessage(this Data.Passkey row) => new()
    {
        PasskeyId = row.Id.ToString(),
        Name = row.Name,
        CreatedAt = row.CreatedAt.ToTimestamp(),
        LastUsedAt = row.LastUsedAt?.ToTimestamp(),
        BackedUp = row.IsBackedUp,
    };

    public static SessionInfo ToMessage(this Session row, Guid current) => new()
    {
        SessionId = row.Id.ToString(),
        SignedInAt = row.SignedInAt.ToTimestamp(),
        LastUsedAt = row.RefreshedAt.ToTimestamp(),
        ExpiresAt = row.ExpiresAt.ToTimestamp(),
        Method = (SignInMethod)row.Method,
        Client = new() { Device = row.Device, Address = row.Address },
        IsCurrent = row.Id == current,
    };

    public static SignInRecord ToMessage(this SignInEntry row, string name) => new()
    {
        SignInId = row.Id.ToString(),
        At = row.At.ToTimestamp(),
        PersonId = row.PersonId?.ToString() ?? "",
        DisplayName = name,
        EmailDigest = row.EmailDigest,
        Outcome = (SignInOutcome)row.Outcome,
        Method = (SignInMethod)row.Method,
        Client = new() { Device = row.Device, Address = row.Address },
        SessionId = row.SessionId?.ToString() ?? "",
    };

    public static V1.PersonAccount ToMessage(this Data.PersonAccount row) => new()
    {
        PersonId = row.PersonId.ToString(),
        Account = row.Account,
        Note = row.Note,
        AddedById = row.AddedById.ToString(),
        AddedAt = row.AddedAt.ToTimestamp(),
    };

    public static SessionRevoked Revoked(Guid sessionId, Guid personId, DateTimeOffset at, RevocationCause cause) => new()
    {
        SessionId = sessionId.ToString(),
        PersonId = personId.ToString(),
        RevokedAt = at.ToTimestamp(),
        Reason = cause.ToMessage(),
    };
}
