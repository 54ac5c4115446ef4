using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Web.Desk.Sessions;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>Somebody who is signed in by a browser. It is kept here, sealed, and never in the browser.</summary>
/// <param name="Key">Digest of the cookie's secret: who reads the table cannot make a cookie of it.</param>
/// <param name="PersonId">Who.</param>
/// <param name="Name">As people know them.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="Roles">As of the last refresh.</param>
/// <param name="MustChangePassword">Signed in by a one-time password: until it is changed the tokens have no roles.</param>
/// <param name="AccessToken">Goes with every call.</param>
/// <param name="AccessExpiresAt">From then on it is refused.</param>
/// <param name="RefreshToken">Good for one refresh.</param>
/// <param name="RefreshExpiresAt">The end of the session, unless it is refreshed before.</param>
internal sealed record WebSession(
    string Key, string PersonId, string Name, string Email, IReadOnlyList<Role> Roles, bool MustChangePassword,
    string AccessToken, DateTimeOffset AccessExpiresAt, string RefreshToken, DateTimeOffset RefreshExpiresAt)
{
    public static WebSession Of(string key, Tokens tokens, Person person) => new(
        key, person.PersonId, person.DisplayName, person.Email, [.. person.Roles], person.MustChangePassword,
        tokens.AccessToken, tokens.AccessExpiresAt.ToDateTimeOffset(), tokens.RefreshToken, tokens.RefreshExpiresAt.ToDateTimeOffset());

    public WebSession With(Tokens tokens, Person person) => Of(Key, tokens, person);

    /// <summary>Without the tokens, so that no log gets them by accident.</summary>
    public override string ToString() => $"session of {PersonId}";
}
