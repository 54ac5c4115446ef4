using System.Collections.Immutable;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Journal;
using Microsoft.AspNetCore.Identity;

namespace CoretimeDesk.Identity.Data;

/// <summary>A person as stored: what ASP.NET Core Identity needs to check a password, and what the desk knows.</summary>
/// <remarks>
/// <see cref="IdentityUser{TKey}.ConcurrencyStamp"/> changes with every token that is given, <see cref="Version"/> with
/// every event: so each of the two notices the other, and a token never escapes the revocation that was decided meanwhile.
/// </remarks>
public sealed class Person : IdentityUser<Guid>, IJournaled
{
    /// <summary>People sign in by email; there is no other name.</summary>
    public override string? UserName { get => Email; set => Email = value; }

    /// <inheritdoc cref="UserName"/>
    public override string? NormalizedUserName { get => NormalizedEmail; set => NormalizedEmail = value; }

    public required string DisplayName { get; set; }

    /// <summary>Role names, sorted.</summary>
    public required string[] Roles { get; set; }

    public required Guid[] Teams { get; set; }

    public bool Disabled { get; set; }

    /// <summary>The password is a one-time one.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>When a one-time password ends; null for one that the person chose.</summary>
    public DateTimeOffset? PasswordExpiresAt { get; set; }

    /// <summary>The key that the person's authenticator app shares, sealed; null without one. It is not in use before <see cref="IdentityUser{TKey}.TwoFactorEnabled"/>.</summary>
    public byte[]? AuthenticatorKey { get; set; }

    /// <summary>When the authenticator was turned on; null while it is not.</summary>
    public DateTimeOffset? AuthenticatorSince { get; set; }

    /// <summary>The step of the last code that was accepted.</summary>
    public long AuthenticatorStep { get; set; }

    /// <summary>SHA-256 of the recovery codes that are left: each has about 99 random bits, nothing to guess.</summary>
    public byte[][] RecoveryCodes { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSignInAt { get; set; }

    public DateTimeOffset TokenIssuedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset TokensRevokedBefore { get; set; } = DateTimeOffset.UnixEpoch;

    public long Version { get; set; }

    public long Sequence { get; set; }

    /// <summary>What the rules look at.</summary>
    public PersonState State => new(Id, RoleSet.Read(Roles), [.. Teams], Disabled);

    /// <summary>The clock that orders this person's tokens and revocations.</summary>
    public TokenClock Clock
    {
        get => new(TokenIssuedAt, TokensRevokedBefore);
        set
        {
            (TokenIssuedAt, TokensRevokedBefore) = (value.LastIssued, value.RevokedBefore);
            ConcurrencyStamp = $"{value.LastIssued.ToUnixTimeMilliseconds():x}.{value.RevokedBefore.ToUnixTimeMilliseconds():x}.{Random.Shared.NextInt64():x}";
        }
    }

    /// <summary>Who acts when this person does, with these roles.</summary>
    public Actor As(ImmutableHashSet<Role> roles, string? by = null) =>
        new(Id, by is null ? DisplayName : $"{DisplayName} (key {by})") { Roles = roles, Teams = Teams.ToHashSet() };
}
