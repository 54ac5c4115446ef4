using System.Collections.Immutable;

namespace CoretimeDesk.Identity.Domain;

/// <summary>What can happen to a person by somebody's decision.</summary>
public abstract record PersonEvent
{
    private PersonEvent()
    {
    }

    /// <summary>These are all roles now.</summary>
    public sealed record RolesChanged(ImmutableHashSet<Role> Roles) : PersonEvent;

    /// <summary>These are all teams now.</summary>
    public sealed record TeamsChanged(ImmutableHashSet<Guid> Teams) : PersonEvent;

    /// <summary>No sign-in, no keys.</summary>
    public sealed record Disabled : PersonEvent;

    /// <summary>Sign-in and keys work again.</summary>
    public sealed record Enabled : PersonEvent;

    /// <summary>Tokens given so far are void; whether a refresh gives a new one depends on the reason.</summary>
    public sealed record AccessRevoked(RevocationCause Cause) : PersonEvent;
}

/// <summary>Why tokens that were given before their time are void.</summary>
public enum RevocationCause
{
    SignedOut,
    RefreshTokenReused,
    RolesChanged,
    TeamsChanged,
    PersonDisabled,
    PasswordReset,
    PasswordChanged,
    OnRequest,
    KeyRevoked,
    SecondFactorReset,
}

/// <summary>What a cause means for sessions.</summary>
public static class RevocationCauses
{
    /// <summary>
    /// A person whose roles or teams changed is still welcome and only needs a new token; after anything else they must
    /// prove anew who they are.
    /// </summary>
    public static bool EndsSessions(this RevocationCause cause) => cause is not (RevocationCause.RolesChanged or RevocationCause.TeamsChanged);
}
