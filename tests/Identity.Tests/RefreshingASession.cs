using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Identity.Tests;

public sealed class RefreshingASession(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task Each_refresh_token_works_once_and_a_second_use_ends_the_session()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var stolen = rita.Tokens.RefreshToken;
        await rita.RefreshAsync();
        await rita.RefreshAsync();
        await rita.WhoAmI();

        Assert.Equal("REFRESH_TOKEN_REFUSED", await RefusedAsync(stolen));

        Assert.Equal("REFRESH_TOKEN_REFUSED", await RefusedAsync(rita.Tokens.RefreshToken));
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        Assert.Equal(1, await world.ScalarAsync<long>(
            "select count(*) from identity.journal where type = 'coretimedesk.identity.SessionRevoked.v1' and payload->>'personId' = $1 and payload->>'reason' = 'REVOCATION_REASON_REFRESH_TOKEN_REUSED'",
            rita.PersonId));
        await rita.SignInAsync();
    }

    [Fact]
    public async Task Of_many_uses_at_once_at_most_one_gets_tokens_and_none_keeps_them()
    {
        for (var round = 0; round < 3; round++)
        {
            var rita = await world.PersonAsync(Role.Rep);
            var token = rita.Tokens.RefreshToken;

            var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                try
                {
                    return (await world.Client.RefreshAsync(new() { RefreshToken = token })).Tokens;
                }
                catch (RpcException e) when (e.StatusCode is StatusCode.Unauthenticated or StatusCode.Aborted)
                {
                    return null;
                }
            }));

            Assert.InRange(uses.Count(t => t is not null), 0, 1);
            Assert.All(uses.OfType<Tokens>(), t => Assert.Equal("REFRESH_TOKEN_REFUSED", RefusedAsync(t.RefreshToken).Result));
            Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from identity.sessions where person_id = $1 and ended_at is null", Guid.Parse(rita.PersonId)));
        }
    }

    [Fact]
    public async Task A_session_ends_after_two_weeks_without_a_refresh()
    {
        var rita = await world.PersonAsync(Role.Rep);
        world.Time.Advance(TimeSpan.FromDays(13));
        await rita.RefreshAsync();
        world.Time.Advance(TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1));

        Assert.Equal("REFRESH_TOKEN_REFUSED", await RefusedAsync(rita.Tokens.RefreshToken));
        await world.Admin.SignInAsync();
    }

    [Fact]
    public async Task A_session_ends_after_ninety_days_however_often_it_is_refreshed()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var start = world.Time.GetUtcNow();
        for (var day = 10; day < 90; day += 10)
        {
            world.Time.Advance(TimeSpan.FromDays(10));
            await rita.RefreshAsync();
        }

        Assert.InRange(rita.Tokens.RefreshExpiresAt.ToDateTimeOffset(), start.AddDays(89.9), start.AddDays(90.1));
        world.Time.Advance(TimeSpan.FromDays(10) + TimeSpan.FromSeconds(5));
        Assert.Equal("REFRESH_TOKEN_REFUSED", await RefusedAsync(rita.Tokens.RefreshToken));
        await world.Admin.SignInAsync();
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_once_and_twice_is_once()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var request = new SignOutRequest { RequestId = IdentityWorld.Id() };

        await world.Client.SignOutAsync(request, rita.Headers);

        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(world.Client.SignOutAsync(request, rita.Headers))).Reason);
        Assert.Equal("REFRESH_TOKEN_REFUSED", await RefusedAsync(rita.Tokens.RefreshToken));
    }

    [Fact]
    public async Task Garbage_is_refused_and_ends_no_session()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var token = rita.Tokens.RefreshToken;
        foreach (var garbage in new[] { "x", token[..^1], token + "A", token.ToUpperInvariant(), "cdr_", new string('y', 200) })
        {
            Assert.Equal("REFRESH_TOKEN_REFUSED", await RefusedAsync(garbage));
        }

        Assert.Equal("INVALID_FIELDS", await RefusedAsync(""));
        Assert.Equal("INVALID_FIELDS", await RefusedAsync(new('z', 201)));
        await rita.RefreshAsync();
    }

    [Fact]
    public async Task A_refresh_after_a_change_of_roles_carries_the_new_ones_and_the_old_token_is_void()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var set = await world.Client.SetRolesAsync(
            new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId, Roles = { V1.Role.TeamLead, V1.Role.Rep } }, world.Admin.Headers);
        Assert.Equal([V1.Role.Rep, V1.Role.TeamLead], set.Person.Roles);

        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        await rita.RefreshAsync();
        Assert.Equal([V1.Role.Rep, V1.Role.TeamLead], (await rita.WhoAmI()).TokenRoles);
    }

    [Fact]
    public async Task No_token_with_old_roles_outlives_the_change_however_they_race()
    {
        // Refreshes run while roles flip. Whatever token comes out must either be void or carry the roles that are stored.
        var rita = await world.PersonAsync(Role.Rep);
        using var done = new CancellationTokenSource();
        var tokens = new List<string>();
        var refreshing = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                tokens.Add((await UntilHeardAsync(() => rita.RefreshAsync())).Tokens.AccessToken);
            }
        });
        for (var i = 0; i < 15; i++)
        {
            var roles = i % 2 == 0 ? V1.Role.Partner : V1.Role.Rep;
            await UntilHeardAsync(() => world.Client.SetRolesAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId, Roles = { roles } }, world.Admin.Headers).ResponseAsync);
        }

        await done.CancelAsync();
        await refreshing;
        Assert.NotEmpty(tokens);
        var good = 0;
        foreach (var token in tokens)
        {
            try
            {
                Assert.Equal([V1.Role.Partner], (await world.Client.WhoAmIAsync(new(), User.Bearer(token))).TokenRoles);
                good++;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
            {
                // Void, as it should be.
            }
        }

        Assert.InRange(good, 0, tokens.Count - 1);
        await rita.RefreshAsync();
        Assert.Equal([V1.Role.Partner], (await rita.WhoAmI()).TokenRoles);
    }

    [Fact]
    public async Task A_revocation_decided_before_a_token_was_given_voids_it_all_the_same()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var (attempts, id) = (0, Guid.Parse(rita.PersonId));
        await Commands.RecordAsync(Actor.Desk, async scope =>
        {
            var person = await scope.Db.People.SingleAsync(p => p.Id == id);
            if (++attempts == 1)
            {
                // Between the decision and its commit somebody gets a token with a later instant.
                await Task.Delay(5);
                await rita.RefreshAsync();
            }

            await scope.ApplyAsync(person, [new PersonEvent.RolesChanged([Role.Partner]), new PersonEvent.AccessRevoked(RevocationCause.RolesChanged)]);
            return true;
        }, CancellationToken.None);

        Assert.Equal(2, attempts);
        await IdentityWorld.UntilAsync(async () => await IsVoidAsync(rita), TimeSpan.FromSeconds(5), "the token given meanwhile is void");
    }

    [Fact]
    public async Task A_token_begun_before_a_change_of_roles_does_not_carry_the_old_ones()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var (attempts, id) = (0, Guid.Parse(rita.PersonId));
        var tokens = await Commands.RecordAsync(Actor.Desk, async scope =>
        {
            var person = await scope.Db.People.SingleAsync(p => p.Id == id);
            var session = await scope.Db.Sessions.SingleAsync(s => s.PersonId == id && s.EndedAt == null);
            if (++attempts == 1)
            {
                await world.Client.SetRolesAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId, Roles = { V1.Role.Partner } }, world.Admin.Headers);
            }

            return world.Services.GetRequiredService<TokenPair>().Issue(scope.Db, person, session, scope.Now);
        }, CancellationToken.None);

        Assert.Equal(2, attempts);
        Assert.Equal([V1.Role.Partner], (await world.Client.WhoAmIAsync(new(), User.Bearer(tokens.AccessToken))).TokenRoles);
    }

    [Fact]
    public async Task Old_sessions_are_forgotten_with_their_tokens_and_open_ones_stay()
    {
        var gone = await world.PersonAsync(Role.Rep);
        world.Time.Advance(TimeSpan.FromDays(50));
        var stays = await world.PersonAsAdminAgainAsync(Role.Rep);
        var forgetting = new SessionForgetting(
            world.Services.GetRequiredService<IDbContextFactory<IdentityDb>>(), world.Time, NullLogger<SessionForgetting>.Instance);

        await forgetting.ForgetAsync(CancellationToken.None);

        Assert.Equal(0, await CountAsync(gone));
        Assert.Equal(1, await CountAsync(stays));
        await stays.RefreshAsync();

        Task<long> CountAsync(User user) => world.ScalarAsync<long>("select count(*) from identity.sessions where person_id = $1", Guid.Parse(user.PersonId));
    }

    private CommandRunner<IdentityDb> Commands => world.Services.GetRequiredService<CommandRunner<IdentityDb>>();

    private static async Task<bool> IsVoidAsync(User user)
    {
        try
        {
            await user.WhoAmI();
            return false;
        }
        catch (RpcException e)
        {
            return Refusals.ReasonOf(e) == "TOKEN_REVOKED";
        }
    }

    /// <summary>Who asks while others change the same thing without a pause may be told to try again, and does so.</summary>
    private static async Task<T> UntilHeardAsync<T>(Func<Task<T>> call)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                return await call();
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted && left > 0)
            {
            }
        }
    }

    private async Task<string> RefusedAsync(string token) => (await IdentityWorld.RefusedAsync(world.Client.RefreshAsync(new() { RefreshToken = token }))).Reason;
}
