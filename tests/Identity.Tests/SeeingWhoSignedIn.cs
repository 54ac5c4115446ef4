using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Identity.Tests;

public sealed class SeeingWhoSignedIn(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task Sessions_are_told_apart_and_one_is_ended_without_the_others()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var phone = await world.Client.SignInAsync(new() { Email = rita.Email, Password = rita.Password, Client = new() { Device = "Safari on iPhone", Address = "203.0.113.7" } });

        var sessions = (await world.Security.ListSessionsAsync(new(), rita.Headers)).Sessions;
        Assert.Equal(2, sessions.Count);
        Assert.Equal(("Safari on iPhone", "203.0.113.7", false), (sessions[0].Client.Device, sessions[0].Client.Address, sessions[0].IsCurrent));
        Assert.True(sessions[1].IsCurrent);
        Assert.Equal("127.0.0.1", sessions[1].Client.Address); // Of the connection, where the caller names none.

        var request = new RevokeSessionRequest { RequestId = IdentityWorld.Id(), SessionId = sessions[0].SessionId };
        await world.Security.RevokeSessionAsync(request, rita.Headers);
        await world.Security.RevokeSessionAsync(request, rita.Headers);
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(world.Client.WhoAmIAsync(new(), User.Bearer(phone.Tokens.AccessToken)))).Reason);
        Assert.Equal("REFRESH_TOKEN_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.RefreshAsync(new() { RefreshToken = phone.Tokens.RefreshToken }))).Reason);
        await rita.WhoAmI();
        Assert.Equal(sessions[1].SessionId, Assert.Single((await world.Security.ListSessionsAsync(new(), rita.Headers)).Sessions).SessionId);
        Assert.Equal(["SessionRevoked"], await world.JournalAsync(sessions[0].SessionId));
    }

    [Fact]
    public async Task All_others_are_ended_and_ones_own_goes_on()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var elsewhere = new User(world, rita.Email, rita.Password);
        await elsewhere.SignInAsync();

        Assert.Equal(1, (await world.Client.RevokeSessionsAsync(new() { RequestId = IdentityWorld.Id(), KeepCurrent = true }, rita.Headers)).Ended);

        await rita.RefreshAsync();
        await rita.WhoAmI();
        Assert.Equal("REFRESH_TOKEN_REFUSED", (await IdentityWorld.RefusedAsync(world.Client.RefreshAsync(new() { RefreshToken = elsewhere.Tokens.RefreshToken }))).Reason);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_sees_or_ends_what_is_another_persons()
    {
        var (rita, head) = (await world.PersonAsync(Role.Rep), await world.PersonAsync(Role.HeadOfSales));
        var session = Assert.Single((await world.Security.ListSessionsAsync(new() { PersonId = rita.PersonId }, world.Admin.Headers)).Sessions, s => !s.IsCurrent);

        Assert.Equal("ONLY_ADMINISTRATORS", (await IdentityWorld.RefusedAsync(world.Security.ListSessionsAsync(new() { PersonId = rita.PersonId }, head.Headers))).Reason);
        Assert.Equal("ONLY_ADMINISTRATORS", (await IdentityWorld.RefusedAsync(world.Security.ListSignInsAsync(new() { PersonId = rita.PersonId }, head.Headers))).Reason);
        Assert.Equal("ONLY_ADMINISTRATORS", (await IdentityWorld.RefusedAsync(world.Security.ListSignInsAsync(new() { Everybody = true }, head.Headers))).Reason);
        Assert.Equal("ONLY_ADMINISTRATORS", (await IdentityWorld.RefusedAsync(world.Security.GetSecurityAsync(new() { PersonId = rita.PersonId }, head.Headers))).Reason);
        Assert.Equal(RefusalKind.NotFound, (await IdentityWorld.RefusedAsync(world.Security.RevokeSessionAsync(new() { RequestId = IdentityWorld.Id(), SessionId = session.SessionId }, head.Headers))).Kind);
        await rita.WhoAmI();

        await world.Security.RevokeSessionAsync(new() { RequestId = IdentityWorld.Id(), SessionId = session.SessionId }, world.Admin.Headers);
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
    }

    [Fact]
    public async Task Every_try_is_listed_with_what_came_of_it_newest_first()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (app, recovery) = await Authenticator.AddAsync(world, rita);
        await FailAsync(rita.Email, "a wrong one of Rita");
        var challenge = await Authenticator.ChallengeAsync(world, rita);
        await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(new() { Challenge = challenge, Code = app.WrongCode() }));
        var code = app.NextCode();
        await world.Security.CompleteSignInAsync(new() { Challenge = challenge, Code = code });
        await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(new() { Challenge = challenge, Code = code }));
        await world.Security.CompleteSignInAsync(new() { Challenge = challenge, RecoveryCode = recovery[0] });
        for (var i = 0; i < 5; i++)
        {
            await FailAsync(rita.Email, $"wrong {i} of Rita's");
        }

        await FailAsync(rita.Email, rita.Password);

        (SignInOutcome, SignInMethod)[] expected =
        [
            (SignInOutcome.LockedOut, SignInMethod.Password),
            (SignInOutcome.LockoutBegan, SignInMethod.Password),
            .. Enumerable.Repeat((SignInOutcome.WrongPassword, SignInMethod.Password), 5),
            (SignInOutcome.SignedIn, SignInMethod.PasswordAndRecoveryCode),
            (SignInOutcome.CodeUsedBefore, SignInMethod.PasswordAndCode),
            (SignInOutcome.SignedIn, SignInMethod.PasswordAndCode),
            (SignInOutcome.WrongCode, SignInMethod.PasswordAndCode),
            (SignInOutcome.CodeAsked, SignInMethod.Password),
            (SignInOutcome.WrongPassword, SignInMethod.Password),
            (SignInOutcome.SignedIn, SignInMethod.Password), // With the one-time password.
        ];
        var all = new List<SignInRecord>();
        var token = "";
        do
        {
            var page = await world.Security.ListSignInsAsync(new() { PersonId = rita.PersonId, PageSize = 3, PageToken = token }, world.Admin.Headers);
            Assert.InRange(page.SignIns.Count, 1, 3);
            all.AddRange(page.SignIns);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(expected.Order(), all.Select(s => (s.Outcome, s.Method)).Order());
        Assert.Equal(all.Select(s => s.SignInId).Distinct().Count(), all.Count);
        Assert.Equal(all.Select(s => s.At.ToDateTimeOffset()).OrderDescending(), all.Select(s => s.At.ToDateTimeOffset()));
        Assert.All(all.Where(s => s.Outcome == SignInOutcome.SignedIn), s => Assert.NotEmpty(s.SessionId));
        Assert.All(all, s => Assert.Equal(rita.PersonId, s.PersonId));
    }

    [Fact]
    public async Task An_unknown_email_is_recorded_and_not_kept()
    {
        var typed = $"my-password-typed-here-{Guid.NewGuid():N}";
        await FailAsync(typed, "whatever it was");

        var entry = (await world.Security.ListSignInsAsync(new() { Everybody = true, PageSize = 1 }, world.Admin.Headers)).SignIns.Single();
        Assert.Equal((SignInOutcome.UnknownEmail, "", 8), (entry.Outcome, entry.PersonId, entry.EmailDigest.Length));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from identity.sign_ins s where s::text ilike $1", $"%{typed}%"));
    }

    [Fact]
    public async Task What_a_caller_says_of_itself_is_bounded()
    {
        var refusal = await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = "a@desk.example", Password = "x", Client = new() { Device = new('x', 101) } }));
        Assert.Contains(refusal.Fields, f => f.Field == "client");
        refusal = await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = "a@desk.example", Password = "x", Client = new() { Address = "a\nb" } }));
        Assert.Contains(refusal.Fields, f => f.Field == "client");
    }

    private async Task FailAsync(string email, string password) => await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = email, Password = password }));
}
