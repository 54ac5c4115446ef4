using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CoretimeDesk.Identity.Tests;

public sealed class PresentingATokenOrKey(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task A_missing_token_is_named_so() =>
        Assert.Equal("TOKEN_MISSING", (await IdentityWorld.RefusedAsync(world.Client.WhoAmIAsync(new()))).Reason);

    [Fact]
    public async Task An_expired_token_is_refused_with_when()
    {
        var rita = await world.PersonAsync(Role.Rep);
        world.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));

        var refusal = await IdentityWorld.RefusedAsync(rita.WhoAmI());

        Assert.Equal("TOKEN_EXPIRED", refusal.Reason);
        Assert.Contains("expired_at", refusal.Facts.Keys);
        await world.Admin.RefreshAsync();
    }

    [Fact]
    public async Task A_token_changed_in_any_place_is_refused()
    {
        var token = world.Admin.Tokens.AccessToken;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var at = random.Next(token.Length);
            var other = "ABCDEFGHabcdefgh0123456789-_"[random.Next(28)];
            // The last letter may hold bits that decode to nothing.
            if (token[at] == other || at == token.Length - 1)
            {
                continue;
            }

            var changed = token[..at] + other + token[(at + 1)..];
            Assert.True((await ReasonAsync(changed)) == "TOKEN_INVALID", $"seed {seed}: letter {at} became {other}");
        }

        foreach (var garbage in new[] { "x", token[..^8], token + "AAAA", "eyJhbGciOiJub25lIn0.e30." })
        {
            Assert.Equal("TOKEN_INVALID", await ReasonAsync(garbage));
        }
    }

    [Fact]
    public async Task A_token_of_another_key_ring_and_a_refresh_token_are_no_access_tokens()
    {
        var ring = new MemoryRing();
        var foreign = AccessTokens.Over(ring, world.Time).Issue(new(Guid.NewGuid(), "Mallory") { Roles = new HashSet<Role> { Role.Administrator } }, Guid.NewGuid()).Token;

        Assert.Equal("TOKEN_INVALID", await ReasonAsync(foreign));
        Assert.Equal("TOKEN_INVALID", await ReasonAsync(world.Admin.Tokens.RefreshToken));
    }

    [Fact]
    public async Task A_disabled_person_is_out_at_once_and_back_only_by_signing_in()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var key = await KeyAsync(rita, V1.Role.Rep);
        var byKey = await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret });
        await world.Client.DisablePersonAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers);

        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        Assert.Equal("TOKEN_REVOKED", await ReasonAsync(byKey.AccessToken));
        Assert.Equal("REFRESH_TOKEN_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.RefreshAsync(new() { RefreshToken = rita.Tokens.RefreshToken }))).Reason);
        Assert.Equal("API_KEY_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret }))).Reason);

        await world.Client.EnablePersonAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers);
        Assert.Equal("REFRESH_TOKEN_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.RefreshAsync(new() { RefreshToken = rita.Tokens.RefreshToken }))).Reason);
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        await rita.SignInAsync();
        await rita.WhoAmI();
        await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret });
    }

    [Fact]
    public async Task A_key_acts_for_its_owner_with_some_of_their_roles()
    {
        var lena = await world.PersonAsync(Role.Rep, Role.TeamLead);
        var key = await KeyAsync(lena, V1.Role.Rep);
        Assert.StartsWith(key.ApiKey.Prefix + "_", key.Secret, StringComparison.Ordinal);

        var exchanged = await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret });
        var who = await world.Client.WhoAmIAsync(new(), User.Bearer(exchanged.AccessToken));

        Assert.Equal((lena.PersonId, key.ApiKey.ApiKeyId), (who.Person.PersonId, who.ApiKeyId));
        Assert.Equal([V1.Role.Rep], who.TokenRoles);
        var listed = Assert.Single((await world.Client.ListApiKeysAsync(new(), lena.Headers)).ApiKeys);
        Assert.NotNull(listed.LastUsedAt);
        Assert.Equal("KEYS_MAKE_NO_KEYS", (await IdentityWorld.RefusedAsync(world.Client.CreateApiKeyAsync(
            new() { RequestId = IdentityWorld.Id(), Name = "child", Roles = { V1.Role.Rep } }, User.Bearer(exchanged.AccessToken)))).Reason);
        Assert.Equal("NO_SESSION", (await IdentityWorld.RefusedAsync(
            world.Client.SignOutAsync(new() { RequestId = IdentityWorld.Id() }, User.Bearer(exchanged.AccessToken)))).Reason);
    }

    [Fact]
    public async Task A_key_never_has_more_than_its_owner_has_now()
    {
        var lena = await world.PersonAsync(Role.Rep, Role.TeamLead);
        var beyond = await IdentityWorld.RefusedAsync(world.Client.CreateApiKeyAsync(
            new() { RequestId = IdentityWorld.Id(), Name = "greedy", Roles = { V1.Role.Rep, V1.Role.Administrator } }, lena.Headers));
        Assert.Equal(("ROLES_BEYOND_OWNER", "administrator"), (beyond.Reason, beyond.Facts["roles"]));

        var key = await KeyAsync(lena, V1.Role.Rep, V1.Role.TeamLead);
        await SetRolesAsync(lena, V1.Role.Rep, V1.Role.Partner);
        Assert.Equal([V1.Role.Rep], (await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret })).Roles);
        await SetRolesAsync(lena, V1.Role.Partner);
        Assert.Equal("API_KEY_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret }))).Reason);
    }

    [Fact]
    public async Task A_key_is_shown_once_and_a_repeat_names_it()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var request = new CreateApiKeyRequest { RequestId = IdentityWorld.Id(), Name = "nightly", Roles = { V1.Role.Rep } };
        var key = await world.Client.CreateApiKeyAsync(request, rita.Headers);

        var repeat = await IdentityWorld.RefusedAsync(world.Client.CreateApiKeyAsync(request, rita.Headers));

        Assert.Equal(RefusalKind.AlreadyExists, repeat.Kind);
        Assert.Equal(("KEY_ALREADY_CREATED", key.ApiKey.ApiKeyId), (repeat.Reason, repeat.Facts["api_key_id"]));
        Assert.Single((await world.Client.ListApiKeysAsync(new(), rita.Headers)).ApiKeys);
        await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret });
    }

    [Fact]
    public async Task A_revoked_or_expired_key_opens_nothing()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var revoked = await KeyAsync(rita, V1.Role.Rep);
        var token = (await world.Client.ExchangeApiKeyAsync(new() { ApiKey = revoked.Secret })).AccessToken;
        var stranger = await world.PersonAsync(Role.Rep);
        var revoke = new RevokeApiKeyRequest { RequestId = IdentityWorld.Id(), ApiKeyId = revoked.ApiKey.ApiKeyId };
        Assert.Equal("NOT_FOUND", (await IdentityWorld.RefusedAsync(world.Client.RevokeApiKeyAsync(revoke, stranger.Headers))).Reason);
        Assert.NotNull((await world.Client.RevokeApiKeyAsync(revoke, rita.Headers)).ApiKey.RevokedAt);

        Assert.Equal("TOKEN_REVOKED", await ReasonAsync(token));
        Assert.Equal("API_KEY_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.ExchangeApiKeyAsync(new() { ApiKey = revoked.Secret }))).Reason);

        var soon = await world.Client.CreateApiKeyAsync(
            new() { RequestId = IdentityWorld.Id(), Name = "an hour", Roles = { V1.Role.Rep }, ExpiresAt = (world.Time.GetUtcNow() + TimeSpan.FromHours(1)).ToTimestamp() }, rita.Headers);
        await world.Client.ExchangeApiKeyAsync(new() { ApiKey = soon.Secret });
        world.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Assert.Equal("API_KEY_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.ExchangeApiKeyAsync(new() { ApiKey = soon.Secret }))).Reason);
        Assert.Equal("API_KEY_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.ExchangeApiKeyAsync(new() { ApiKey = soon.Secret[..^1] }))).Reason);
        await world.Admin.SignInAsync();
        await rita.SignInAsync();
        Assert.Empty((await world.Client.ListApiKeysAsync(new(), rita.Headers)).ApiKeys);
        Assert.Equal(2, (await world.Client.ListApiKeysAsync(new() { IncludeVoid = true, OwnerId = rita.PersonId }, world.Admin.Headers)).ApiKeys.Count);
        Assert.Equal("ONLY_ADMINISTRATORS", (await IdentityWorld.RefusedAsync(world.Client.ListApiKeysAsync(new() { OwnerId = world.Admin.PersonId }, rita.Headers))).Reason);
    }

    [Theory]
    [InlineData(-1, "expires_at")]
    [InlineData(367 * 24, "expires_at")]
    public async Task An_end_in_the_past_or_beyond_a_year_is_refused(int hours, string field)
    {
        var refusal = await IdentityWorld.RefusedAsync(world.Client.CreateApiKeyAsync(
            new() { RequestId = IdentityWorld.Id(), Name = "odd", Roles = { V1.Role.Administrator }, ExpiresAt = world.Time.GetUtcNow().AddHours(hours).ToTimestamp() }, world.Admin.Headers));
        Assert.Equal(field, Assert.Single(refusal.Fields).Field);
    }

    private async Task<CreateApiKeyResponse> KeyAsync(User owner, params V1.Role[] roles) =>
        await world.Client.CreateApiKeyAsync(new() { RequestId = IdentityWorld.Id(), Name = "script", Roles = { roles } }, owner.Headers);

    private async Task SetRolesAsync(User user, params V1.Role[] roles) =>
        await world.Client.SetRolesAsync(new() { RequestId = IdentityWorld.Id(), PersonId = user.PersonId, Roles = { roles } }, world.Admin.Headers);

    private async Task<string> ReasonAsync(string token) => (await IdentityWorld.RefusedAsync(world.Client.WhoAmIAsync(new(), User.Bearer(token)))).Reason;

    private sealed class MemoryRing : Microsoft.AspNetCore.DataProtection.Repositories.IXmlRepository
    {
        private readonly List<System.Xml.Linq.XElement> _elements = [];

        public IReadOnlyCollection<System.Xml.Linq.XElement> GetAllElements() => [.. _elements];

        public void StoreElement(System.Xml.Linq.XElement element, string friendlyName) => _elements.Add(element);
    }
}
