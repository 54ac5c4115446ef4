namespace CoretimeDesk.Hosting;

/// <summary>What an access token says, once it was verified.</summary>
/// <param name="Person">Who, with the roles and teams held when the token was issued.</param>
/// <param name="SessionId">The sign-in (or API key) that it came from; all tokens of a session die with it.</param>
/// <param name="IssuedAt">UTC, whole milliseconds.</param>
/// <param name="ExpiresAt">UTC; from this instant on it is refused.</param>
public sealed record AccessToken(Actor Person, Guid SessionId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>Why a token is not accepted.</summary>
public enum TokenFault
{
    /// <summary>It is accepted.</summary>
    None,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>Not ours, changed, or sealed with a key that this service cannot find.</summary>
    Invalid,

    /// <summary>Too old.</summary>
    Expired,

    /// <summary>Its session or person was revoked.</summary>
    Revoked,
}

/// <summary>The outcome of reading a token.</summary>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Token">Its content: present without a fault, and with <see cref="TokenFault.Expired"/> and <see cref="TokenFault.Revoked"/>.</param>
public readonly record struct TokenReading(TokenFault Fault, AccessToken? Token);
