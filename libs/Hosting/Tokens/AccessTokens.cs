using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Issues and reads access tokens. A token is an ASP.NET Core authentication ticket, sealed with the desk's shared key
/// ring: opaque to its bearer, and verified by any service without calling another one. Thread-safe.
/// </summary>
public sealed class AccessTokens
{
    /// <summary>The authentication scheme that tickets name.</summary>
    public const string Scheme = "CoretimeDesk.Bearer";

    /// <summary>How long a token lives unless the issuer says otherwise. Short: roles are as old as the token.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The longest life that an issuer may give; lists of revocations keep entries this long.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    private readonly TokenFormat _format;
    private readonly VerifiedTokens _verified = new();
    private readonly IRevocations _revocations;
    private readonly TimeProvider _time;

    internal AccessTokens(TokenKeyRing ring, IRevocations revocations, TimeProvider time)
    {
        (_revocations, _time) = (revocations, time);
        _format = new(ring);
    }

    /// <summary>
    /// Tokens outside a host: tools and tests that hold the key ring. Creates the first key when the ring is empty.
    /// </summary>
    public static AccessTokens Over(IXmlRepository ring, TimeProvider time) =>
        new(new TokenKeyRing(ring, createsKeys: true, time), new RevocationList(time), time);

    /// <summary>Seals a token. Only a service that issues tokens may hold a key ring that allows it.</summary>
    /// <param name="person">Roles and teams become part of the token.</param>
    /// <param name="sessionId">The sign-in or API key that it belongs to.</param>
    /// <param name="lifetime">At most <see cref="LongestLifetime"/>; null for the default.</param>
    /// <param name="issuedAt">
    /// The instant to compare with revocations, whole milliseconds; null for now. An issuer that orders tokens and
    /// revocations by its own means gives it; age counts from now in any case.
    /// </param>
    /// <returns>The text for the header <c>authorization: Bearer …</c>, and when it ends.</returns>
    /// <exception cref="InvalidOperationException">The ring has no usable key and this service may not create one.</exception>
    public (string Token, DateTimeOffset ExpiresAt) Issue(Actor person, Guid sessionId, TimeSpan? lifetime = null, DateTimeOffset? issuedAt = null)
    {
        var life = lifetime ?? DefaultLifetime;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(life, TimeSpan.Zero, nameof(lifetime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(life, LongestLifetime, nameof(lifetime));

        var now = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        var ends = DateTimeOffset.FromUnixTimeMilliseconds((now + life).ToUnixTimeMilliseconds());
        var token = new AccessToken(person, sessionId, issuedAt ?? now, ends);
        return (_format.Protect(TicketOf(token)), token.ExpiresAt);
    }

    /// <summary>Verifies a token: seal, age, revocation. Never throws on a bad token.</summary>
    public TokenReading Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return new(TokenFault.Missing, null);
        }

        if (_verified.Find(token) is not { } read)
        {
            if (_format.Unprotect(token) is not { } ticket || TokenOf(ticket) is not { } opened)
            {
                return new(TokenFault.Invalid, null);
            }

            read = opened;
            _verified.Add(token, read);
        }

        return new(FaultOf(read), read);
    }

    private TokenFault FaultOf(AccessToken token) =>
        token.ExpiresAt <= _time.GetUtcNow() ? TokenFault.Expired
        : _revocations.IsRevoked(token.Person.Id, token.SessionId, token.IssuedAt) ? TokenFault.Revoked
        : TokenFault.None;

    private static AuthenticationTicket TicketOf(AccessToken token)
    {
        var claims = new List<Claim>
        {
            new(TokenClaims.Subject, token.Person.Id.ToString()),
            new(TokenClaims.Name, token.Person.Name),
            new(TokenClaims.Session, token.SessionId.ToString()),
            new(TokenClaims.IssuedAt, Milliseconds(token.IssuedAt)),
            new(TokenClaims.ExpiresAt, Milliseconds(token.ExpiresAt)),
        };
        claims.AddRange(token.Person.Roles.Order().Select(r => new Claim(TokenClaims.Role, r.ToName())));
        claims.AddRange(token.Person.Teams.Order().Select(t => new Claim(TokenClaims.Team, t.ToString())));

        var identity = new ClaimsIdentity(claims, Scheme, TokenClaims.Name, TokenClaims.Role);
        var properties = new AuthenticationProperties { ExpiresUtc = token.ExpiresAt };
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme);
    }

    private static AccessToken? TokenOf(AuthenticationTicket ticket)
    {
        var principal = ticket.Principal;
        if (!Guid.TryParse(principal.FindFirstValue(TokenClaims.Subject), out var person)
            || principal.FindFirstValue(TokenClaims.Name) is not { } name
            || !Guid.TryParse(principal.FindFirstValue(TokenClaims.Session), out var session)
            || Instant(principal.FindFirstValue(TokenClaims.IssuedAt)) is not { } issued
            || Instant(principal.FindFirstValue(TokenClaims.ExpiresAt)) is not { } expires)
        {
            return null;
        }

        var roles = new HashSet<Role>();
        foreach (var claim in principal.FindAll(TokenClaims.Role))
        {
            // A role that this build does not know, from a newer issuer, gives no right here.
            if (RoleNames.TryParse(claim.Value, out var role))
            {
                roles.Add(role);
            }
        }

        var teams = new HashSet<Guid>();
        foreach (var claim in principal.FindAll(TokenClaims.Team))
        {
            if (Guid.TryParse(claim.Value, out var team))
            {
                teams.Add(team);
            }
        }

        var actor = new Actor(person, name) { Roles = roles, Teams = teams };
        return new(actor, session, issued, expires);
    }

    private static string Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? DateTimeOffset.FromUnixTimeMilliseconds(number)
            : null;
}
