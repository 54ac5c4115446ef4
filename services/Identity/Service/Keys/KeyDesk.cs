using System.Collections.Immutable;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using ApiKey = CoretimeDesk.Identity.Data.ApiKey;

namespace CoretimeDesk.Identity.Keys;

/// <summary>Commands and questions about API keys.</summary>
internal sealed class KeyDesk(CommandRunner<IdentityDb> commands, IDbContextFactory<IdentityDb> contexts, AccessTokens access, RevocationList revocations)
{
    private const string Aggregate = "api_key";

    private static readonly Refusal Refused = new(
        RefusalKind.Unauthenticated, "API_KEY_REFUSED", "The API key is unknown, revoked or expired, or its owner may no longer do any of what it was made for.");

    /// <summary>Makes a key for the caller.</summary>
    public async Task<CreateApiKeyResponse> CreateAsync(
        Command command, Guid session, string name, ImmutableHashSet<Role> roles, DateTimeOffset? expiresAt, CancellationToken stop)
    {
        var secret = "";
        var outcome = await commands.RunAsync<CreateApiKeyResponse>(command, async scope =>
        {
            // A stolen key must not outlive its own end by making others.
            if (await scope.Db.ApiKeys.AnyAsync(k => k.Id == session, scope.Stop))
            {
                return new Refusal(RefusalKind.Forbidden, "KEYS_MAKE_NO_KEYS", "An API key cannot make API keys; sign in with a password.");
            }

            var owner = await scope.Db.People.SingleAsync(p => p.Id == scope.Actor.Id, scope.Stop);
            if (owner.MustChangePassword)
            {
                return new Refusal(RefusalKind.Precondition, "PASSWORD_CHANGE_REQUIRED", "Change the one-time password first.");
            }

            var expires = expiresAt ?? scope.Now + ApiKeyRules.LifetimeUsual;
            var good = await scope.Db.ApiKeys.CountAsync(k => k.OwnerId == owner.Id && k.RevokedAt == null && k.ExpiresAt > scope.Now, scope.Stop);
            if (ApiKeyRules.WhyNot(owner.State, roles, expires - scope.Now, good) is { } refusal)
            {
                return refusal;
            }

            (secret, var prefix) = Secrets.ApiKey();
            var key = new ApiKey
            {
                Id = Guid.CreateVersion7(scope.Now),
                OwnerId = owner.Id,
                Name = name,
                Prefix = prefix,
                Hash = Secrets.Hash(secret),
                Roles = RoleSet.Write(roles),
                CreatedAt = scope.Now,
                ExpiresAt = expires,
            };
            scope.Db.ApiKeys.Add(key);
            scope.Append(key, Aggregate, [new ApiKeyCreated
            {
                ApiKeyId = key.Id.ToString(),
                OwnerId = owner.Id.ToString(),
                Name = name,
                Prefix = prefix,
                Roles = { roles.ToMessage() },
                ExpiresAt = expires.ToTimestamp(),
            }]);
            return new CreateApiKeyResponse { ApiKey = key.ToMessage() };
        }, stop);

        var response = outcome.OrThrow();
        if (outcome.IsRepeat)
        {
            throw new RefusedException(new(
                RefusalKind.AlreadyExists, "KEY_ALREADY_CREATED", "This request was carried out before, and the key was shown then. If it was lost, revoke it and create another.")
            {
                Facts = new Dictionary<string, string> { ["api_key_id"] = response.ApiKey.ApiKeyId },
            });
        }

        response.Secret = secret;
        return response;
    }

    /// <summary>Gives a script an access token.</summary>
    public async Task<ExchangeApiKeyResponse> ExchangeAsync(string secret, CancellationToken stop)
    {
        var hash = Secrets.Hash(secret);
        return await commands.RecordAsync(Actor.Desk, async scope =>
        {
            if (await scope.Db.ApiKeys.SingleOrDefaultAsync(k => k.Hash == hash, scope.Stop) is not { } key || !key.IsGood(scope.Now))
            {
                return null;
            }

            var owner = await scope.Db.People.SingleAsync(p => p.Id == key.OwnerId, scope.Stop);
            var roles = ApiKeyRules.EffectiveRoles(key.RoleSet, owner.State);
            if (roles.IsEmpty)
            {
                return null;
            }

            key.LastUsedAt = scope.Now;
            owner.Clock = owner.Clock.Issue(scope.Now);
            var (token, expires) = access.Issue(owner.As(roles, key.Name), key.Id, issuedAt: owner.Clock.LastIssued);
            return new ExchangeApiKeyResponse { AccessToken = token, AccessExpiresAt = expires.ToTimestamp(), OwnerId = owner.Id.ToString(), Roles = { roles.ToMessage() } };
        }, stop) ?? throw new RefusedException(Refused);
    }

    /// <summary>Voids a key: one's own, or anyone's for an administrator.</summary>
    public async Task<RevokeApiKeyResponse> RevokeAsync(Command command, Guid id, CancellationToken stop)
    {
        ApiKey? revoked = null;
        var outcome = await commands.RunAsync<RevokeApiKeyResponse>(command, async scope =>
        {
            revoked = null;
            var key = await scope.Db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, scope.Stop);
            if (key is null || (key.OwnerId != scope.Actor.Id && !scope.Actor.Is(Role.Administrator)))
            {
                return Refusal.NotFound("API key", id);
            }

            if (key.RevokedAt is null)
            {
                key.RevokedAt = scope.Now;
                scope.Append(key, Aggregate,
                [
                    new ApiKeyRevoked { ApiKeyId = id.ToString(), OwnerId = key.OwnerId.ToString() },
                    Messages.Revoked(id, key.OwnerId, scope.Now, RevocationCause.KeyRevoked),
                ]);
                revoked = key;
            }

            return new RevokeApiKeyResponse { ApiKey = key.ToMessage() };
        }, stop);
        if (revoked is not null && outcome is { IsRepeat: false, Refusal: null })
        {
            revocations.RevokeSession(id, revoked.RevokedAt!.Value);
        }

        return outcome.OrThrow();
    }

    /// <summary>A page of one owner's keys, newest first.</summary>
    public async Task<ListApiKeysResponse> ListAsync(Actor actor, Page page, Guid owner, bool includeVoid, DateTimeOffset now, CancellationToken stop)
    {
        if (owner != actor.Id && !actor.Is(Role.Administrator))
        {
            throw new RefusedException(PersonRules.OnlyAdministrators("sees other people's keys"));
        }

        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.ApiKeys.AsNoTracking().Where(k => k.OwnerId == owner);
        if (!includeVoid)
        {
            found = found.Where(k => k.RevokedAt == null && k.ExpiresAt > now);
        }

        if (page.Before is { } before)
        {
            found = found.Where(k => k.Id < before);
        }

        var rows = await found.OrderByDescending(k => k.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { ApiKeys = { rows.Take(page.Size).Select(r => r.ToMessage()) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }
}
