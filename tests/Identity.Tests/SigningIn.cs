using System.Diagnostics;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using Grpc.Core;

namespace CoretimeDesk.Identity.Tests;

public sealed class SigningIn(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    private static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task The_right_password_gives_tokens_that_say_who_it_is()
    {
        var rita = await world.PersonAsync(Role.Rep);

        var answer = await world.Client.SignInAsync(new() { Email = $"  {rita.Email.ToUpperInvariant()} ", Password = rita.Password });

        var who = await world.Client.WhoAmIAsync(new(), User.Bearer(answer.Tokens.AccessToken));
        Assert.Equal(rita.PersonId, who.Person.PersonId);
        Assert.Equal([V1.Role.Rep], who.TokenRoles);
        Assert.Equal("", who.ApiKeyId);
        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromMinutes(10), answer.Tokens.AccessExpiresAt.ToDateTimeOffset(), TimeSpan.FromSeconds(5));
        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromDays(14), answer.Tokens.RefreshExpiresAt.ToDateTimeOffset(), TimeSpan.FromSeconds(5));
        Assert.Contains("SignedIn", await world.JournalAsync(rita.PersonId));
    }

    [Fact]
    public async Task Unknown_email_wrong_password_and_disabled_get_the_same_answer_in_the_same_time()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var dora = await world.PersonAsync(Role.Rep);
        await world.Client.DisablePersonAsync(new() { RequestId = IdentityWorld.Id(), PersonId = dora.PersonId }, world.Admin.Headers);
        var attempts = new (string Name, string Email, string Password)[]
        {
            ("unknown", "nobody@desk.example", "a password of nobody"),
            ("wrong", rita.Email, "a password of nobody"),
            ("disabled", dora.Email, dora.Password),
            ("too long", rita.Email, new('x', 5000)),
        };

        var answers = new Dictionary<string, (string Answer, List<double> Times)>();
        for (var round = 0; round < 4; round++)
        {
            foreach (var (name, email, password) in attempts)
            {
                var watch = Stopwatch.StartNew();
                var thrown = await Assert.ThrowsAsync<RpcException>(async () => await world.Client.SignInAsync(new() { Email = email, Password = password }));
                var seconds = watch.Elapsed.TotalSeconds;
                var text = $"{thrown.StatusCode} {thrown.Status.Detail} {Refusals.DetailsOf(thrown)}";
                answers.TryAdd(name, (text, []));
                answers[name].Times.Add(seconds);
                Assert.Equal(answers["unknown"].Answer, text);
            }
        }

        Assert.StartsWith("Unauthenticated", answers["unknown"].Answer, StringComparison.Ordinal);
        Assert.All(answers.Values, a => Assert.True(a.Times.Min() >= (IdentityWorld.RefusalMilliseconds - 10) / 1000d, $"A refusal took {a.Times.Min()} s only."));
        var best = answers.ToDictionary(a => a.Key, a => a.Value.Times.Min());
        Assert.True(best.Values.Max() - best.Values.Min() < 0.05, $"Times tell the reasons apart: {string.Join(", ", best)}");
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_out_for_a_quarter_of_an_hour()
    {
        var rita = await world.PersonAsync(Role.Rep);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WrongAsync(rita)));
        await rita.SignInAsync();
        for (var i = 0; i < 5; i++)
        {
            await WrongAsync(rita);
        }

        Assert.Equal("SIGN_IN_FAILED", (await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = rita.Email, Password = rita.Password }))).Reason);
        world.Time.Advance(Locked - TimeSpan.FromSeconds(30));
        Assert.Equal("SIGN_IN_FAILED", (await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = rita.Email, Password = rita.Password }))).Reason);
        world.Time.Advance(TimeSpan.FromSeconds(31));
        await rita.SignInAsync();

        var journal = await world.JournalAsync(rita.PersonId);
        Assert.Equal(1, journal.Count(t => t == "LockedOut"));
        Assert.Equal(4 + 5 + 2, journal.Count(t => t == "SignInFailed"));
        await world.Admin.SignInAsync();
    }

    [Fact]
    public async Task Guesses_at_once_get_no_more_tries_than_guesses_in_a_row()
    {
        var rita = await world.PersonAsync(Role.Rep);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => WrongAsync(rita)));

        await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = rita.Email, Password = rita.Password }));
        var counted = await world.ScalarAsync<long>(
            "select count(*) from identity.journal where aggregate_id = $1 and payload->>'cause' = 'CAUSE_WRONG_PASSWORD'", Guid.Parse(rita.PersonId));
        Assert.Equal(5, counted);
        Assert.Equal(1, (await world.JournalAsync(rita.PersonId)).Count(t => t == "LockedOut"));
    }

    [Fact]
    public async Task A_one_time_password_opens_nothing_but_the_way_to_an_own_one()
    {
        var created = await world.Client.CreatePersonAsync(
            new() { RequestId = IdentityWorld.Id(), Email = "new@desk.example", DisplayName = "New", Roles = { V1.Role.Administrator } }, world.Admin.Headers);
        var user = new User(world, "new@desk.example", created.OneTimePassword);

        Assert.True((await user.SignInAsync()).Person.MustChangePassword);
        Assert.Empty((await user.WhoAmI()).TokenRoles);
        Assert.Equal("ROLE_MISSING", (await IdentityWorld.RefusedAsync(world.Client.ListPeopleAsync(new(), user.Headers))).Reason);
        Assert.Equal("PASSWORD_CHANGE_REQUIRED", (await IdentityWorld.RefusedAsync(world.Client.CreateApiKeyAsync(
            new() { RequestId = IdentityWorld.Id(), Name = "sneaky", Roles = { V1.Role.Administrator } }, user.Headers))).Reason);
        await user.RefreshAsync();
        Assert.Empty((await user.WhoAmI()).TokenRoles);

        await user.ChangePasswordAsync("something of my own");
        Assert.Equal([V1.Role.Administrator], (await user.WhoAmI()).TokenRoles);
        await world.Client.ListPeopleAsync(new(), user.Headers);
        await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = user.Email, Password = created.OneTimePassword }));
    }

    [Fact]
    public async Task A_one_time_password_is_over_after_a_week()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var reset = await world.Client.ResetPasswordAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers);
        world.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        Assert.Equal("SIGN_IN_FAILED", (await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = rita.Email, Password = reset.OneTimePassword }))).Reason);
        await world.Admin.SignInAsync();
    }

    [Theory]
    [InlineData("short", "12")]
    [InlineData("aaaaaaaaaaaaaaaa", "different")]
    [InlineData("my EMAIL in it", "email")]
    [InlineData("the current one", "current")]
    public async Task A_weak_new_password_is_refused_with_the_reason(string password, string why)
    {
        var rita = await world.PersonAsync(Role.Rep);
        password = password.Replace("EMAIL", rita.Email, StringComparison.Ordinal).Replace("the current one", rita.Password, StringComparison.Ordinal);

        var refusal = await IdentityWorld.RefusedAsync(world.Client.ChangePasswordAsync(
            new() { RequestId = IdentityWorld.Id(), CurrentPassword = rita.Password, NewPassword = password }, rita.Headers));

        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Contains(refusal.Fields, f => f.Field == "new_password" && f.Description.Contains(why, StringComparison.OrdinalIgnoreCase));
        await rita.SignInAsync();
    }

    [Fact]
    public async Task The_current_password_cannot_be_found_by_trying_to_change_it()
    {
        var rita = await world.PersonAsync(Role.Rep);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("WRONG_PASSWORD", (await ChangeAsync($"a wrong password {i}")).Reason);
        }

        Assert.Equal("WRONG_PASSWORD", (await ChangeAsync(rita.Password)).Reason);
        await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = rita.Email, Password = rita.Password }));

        Task<Refusal> ChangeAsync(string current) => IdentityWorld.RefusedAsync(world.Client.ChangePasswordAsync(
            new() { RequestId = IdentityWorld.Id(), CurrentPassword = current, NewPassword = "quite another password" }, rita.Headers));
    }

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_spares_ones_own()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var elsewhere = new User(world, rita.Email, rita.Password);
        await elsewhere.SignInAsync();

        await rita.ChangePasswordAsync("quite another password");

        await rita.WhoAmI();
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(elsewhere.WhoAmI())).Reason);
        Assert.Equal("REFRESH_TOKEN_REFUSED", (await IdentityWorld.RefusedAsync(
            world.Client.RefreshAsync(new() { RefreshToken = elsewhere.Tokens.RefreshToken }))).Reason);
    }

    [Fact]
    public async Task A_reset_lifts_a_lockout_and_ends_all_sessions()
    {
        var rita = await world.PersonAsync(Role.Rep);
        for (var i = 0; i < 5; i++)
        {
            await WrongAsync(rita);
        }

        var request = new ResetPasswordRequest { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId };
        var reset = await world.Client.ResetPasswordAsync(request, world.Admin.Headers);

        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        var again = new User(world, rita.Email, reset.OneTimePassword);
        Assert.True((await again.SignInAsync()).Person.MustChangePassword);

        var repeat = await IdentityWorld.RefusedAsync(world.Client.ResetPasswordAsync(request, world.Admin.Headers));
        Assert.Equal(("PASSWORD_ALREADY_RESET", reset.ResetId), (repeat.Reason, repeat.Facts["reset_id"]));
        await again.WhoAmI();
    }

    private async Task WrongAsync(User user)
    {
        var refusal = await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = user.Email, Password = "not the password at all" }));
        Assert.Equal("SIGN_IN_FAILED", refusal.Reason);
    }
}
