using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Identity.Tests;

public sealed class AskingForASecondFactor(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task Whoever_added_an_app_signs_in_with_its_code_and_gets_no_token_before()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (app, recovery) = await Authenticator.AddAsync(world, rita);
        Assert.Equal(10, recovery.Distinct().Count());

        var challenge = await Authenticator.ChallengeAsync(world, rita);
        var answer = await world.Security.CompleteSignInAsync(new() { Challenge = challenge, Code = app.NextCode(), Client = new() { Device = "Chromium on Linux", Address = "203.0.113.7" } });

        Assert.Equal([V1.Role.Rep], (await world.Client.WhoAmIAsync(new(), User.Bearer(answer.Tokens.AccessToken))).TokenRoles);
        var journal = await world.JournalAsync(rita.PersonId);
        Assert.Equal(1, journal.Count(t => t == "AuthenticatorAdded"));
        Assert.Equal("PASSWORD_AND_CODE", (await world.ScalarAsync<string>(
            "select payload->>'method' from identity.journal where aggregate_id = $1 and type like '%.SignedIn%' order by version desc limit 1", Guid.Parse(rita.PersonId))).Replace("SIGN_IN_METHOD_", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_no_code_has_confirmed_counts_for_nothing_and_the_last_one_begun_is_the_one()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var first = new Authenticator(world, (await world.Security.BeginAuthenticatorAsync(new() { CurrentPassword = rita.Password }, rita.Headers)).Key);
        await rita.SignInAsync(); // Still by password alone.
        var begun = await world.Security.BeginAuthenticatorAsync(new() { CurrentPassword = rita.Password }, rita.Headers);
        Assert.StartsWith($"otpauth://totp/Coretime%20Desk%3A{Uri.EscapeDataString(rita.Email)}?secret={begun.Key}&", begun.OtpauthUri, StringComparison.Ordinal);

        Assert.Equal("CODE_REFUSED", (await IdentityWorld.RefusedAsync(world.Security.ConfirmAuthenticatorAsync(new() { Code = first.Code() }, rita.Headers))).Reason);
        await world.Security.ConfirmAuthenticatorAsync(new() { Code = new Authenticator(world, begun.Key).Code() }, rita.Headers);
        Assert.Equal("AUTHENTICATOR_IS_ON", (await IdentityWorld.RefusedAsync(world.Security.BeginAuthenticatorAsync(new() { CurrentPassword = rita.Password }, rita.Headers))).Reason);
    }

    [Theory]
    [InlineData("wrong", "CODE_REFUSED")]
    [InlineData("used", "CODE_REFUSED")]
    [InlineData("older than a used one", "CODE_REFUSED")]
    [InlineData("of an hour ago", "CODE_REFUSED")]
    [InlineData("letters", "CODE_REFUSED")]
    [InlineData("recovery code of nobody", "CODE_REFUSED")]
    [InlineData("another person's", "CODE_REFUSED")]
    [InlineData("challenge over", "CHALLENGE_OVER")]
    [InlineData("challenge changed", "CHALLENGE_OVER")]
    [InlineData("password changed meanwhile", "CHALLENGE_OVER")]
    [InlineData("app taken away meanwhile", "CHALLENGE_OVER")]
    public async Task What_is_no_good_code_opens_nothing(string what, string reason)
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (app, _) = await Authenticator.AddAsync(world, rita);
        var used = app.Code();
        var (challenge, request) = (await Authenticator.ChallengeAsync(world, rita), new CompleteSignInRequest());
        switch (what)
        {
            case "wrong":
                request.Code = app.WrongCode();
                break;
            case "used":
                request.Code = used;
                break;
            case "older than a used one":
                request.Code = app.Code(-1);
                break;
            case "of an hour ago":
                request.Code = app.Code(-120);
                break;
            case "letters":
                request.Code = "abcdef";
                break;
            case "recovery code of nobody":
                request.RecoveryCode = "aaaaa-bbbbb-ccccc-ddddd";
                break;
            case "another person's":
                var (other, _) = await Authenticator.AddAsync(world, await world.PersonAsync(Role.Rep));
                request.Code = other.NextCode();
                break;
            case "challenge over":
                world.Time.Advance(SecondFactorRules.ChallengeLife + TimeSpan.FromSeconds(1));
                request.Code = app.Code();
                break;
            case "challenge changed":
                challenge = $"{challenge[..^4]}AAAA";
                request.Code = app.NextCode();
                break;
            case "password changed meanwhile":
                await world.Client.ResetPasswordAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers);
                request.Code = app.NextCode();
                break;
            default:
                await world.Security.DisableAuthenticatorAsync(new() { RequestId = IdentityWorld.Id(), Code = app.NextCode() }, rita.Headers);
                request.Code = app.NextCode();
                break;
        }

        request.Challenge = challenge;
        Assert.Equal(reason, (await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(request))).Reason);
    }

    [Fact]
    public async Task Five_wrong_codes_lock_out_and_the_right_password_in_between_buys_no_more()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (app, _) = await Authenticator.AddAsync(world, rita);
        string challenge = "";
        for (var i = 0; i < 5; i++)
        {
            challenge = await Authenticator.ChallengeAsync(world, rita);
            await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(new() { Challenge = challenge, Code = app.WrongCode() }));
        }

        Assert.Equal("CODE_REFUSED", (await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(new() { Challenge = challenge, Code = app.NextCode() }))).Reason);
        Assert.Equal("SIGN_IN_FAILED", (await IdentityWorld.RefusedAsync(world.Client.SignInAsync(new() { Email = rita.Email, Password = rita.Password }))).Reason);
        var journal = await world.JournalAsync(rita.PersonId);
        Assert.Equal(1, journal.Count(t => t == "LockedOut"));

        world.Time.Advance(TimeSpan.FromMinutes(15));
        await world.Security.CompleteSignInAsync(new() { Challenge = await Authenticator.ChallengeAsync(world, rita), Code = app.NextCode() });
    }

    [Fact]
    public async Task One_code_given_many_times_at_once_opens_one_session()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (app, recovery) = await Authenticator.AddAsync(world, rita);
        foreach (var request in new CompleteSignInRequest[] { new() { Code = app.NextCode() }, new() { RecoveryCode = recovery[0] } })
        {
            request.Challenge = await Authenticator.ChallengeAsync(world, rita);
            var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                try
                {
                    await world.Security.CompleteSignInAsync(request);
                    return 1;
                }
                catch (global::Grpc.Core.RpcException)
                {
                    return 0;
                }
            }));
            Assert.Equal(1, tries.Sum());
        }
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed_and_new_ones_void_the_old()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (app, recovery) = await Authenticator.AddAsync(world, rita);
        var typed = $" {recovery[3].ToUpperInvariant().Replace('-', ' ')} ";

        await world.Security.CompleteSignInAsync(new() { Challenge = await Authenticator.ChallengeAsync(world, rita), RecoveryCode = typed });
        Assert.Equal("CODE_REFUSED", (await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(
            new() { Challenge = await Authenticator.ChallengeAsync(world, rita), RecoveryCode = typed }))).Reason);
        Assert.Equal(9, (await world.Security.GetSecurityAsync(new(), rita.Headers)).RecoveryCodesLeft);

        var made = (await world.Security.MakeRecoveryCodesAsync(new() { Code = app.NextCode() }, rita.Headers)).RecoveryCodes;
        Assert.Equal(10, made.Except(recovery).Count());
        await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(new() { Challenge = await Authenticator.ChallengeAsync(world, rita), RecoveryCode = recovery[4] }));
        await world.Security.CompleteSignInAsync(new() { Challenge = await Authenticator.ChallengeAsync(world, rita), RecoveryCode = made[4] });
        Assert.Equal(2, (await world.JournalAsync(rita.PersonId)).Count(t => t == "RecoveryCodeUsed"));
    }

    [Fact]
    public async Task Only_a_code_takes_the_app_away_or_an_administrator_who_ends_all_sessions()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (app, recovery) = await Authenticator.AddAsync(world, rita);
        Assert.Equal("CODE_REFUSED", (await IdentityWorld.RefusedAsync(world.Security.DisableAuthenticatorAsync(
            new() { RequestId = IdentityWorld.Id(), Code = app.WrongCode() }, rita.Headers))).Reason);
        await world.Security.DisableAuthenticatorAsync(new() { RequestId = IdentityWorld.Id(), RecoveryCode = recovery[0] }, rita.Headers);
        await rita.SignInAsync();

        await Authenticator.AddAsync(world, rita);
        Assert.True((await world.Client.GetPersonAsync(new() { PersonId = rita.PersonId }, world.Admin.Headers)).Person.HasAuthenticator);
        var reset = await world.Security.ResetSecondFactorAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers);
        Assert.False(reset.Person.HasAuthenticator);
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        await rita.SignInAsync();
        Assert.Equal("NO_SECOND_FACTOR", (await IdentityWorld.RefusedAsync(
            world.Security.ResetSecondFactorAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers))).Reason);
        Assert.Equal(1, (await world.JournalAsync(rita.PersonId)).Count(t => t == "SecondFactorReset"));
    }

    [Fact]
    public async Task A_stolen_token_or_key_adds_no_way_in()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("WRONG_PASSWORD", (await IdentityWorld.RefusedAsync(world.Security.BeginAuthenticatorAsync(new() { CurrentPassword = $"a guess of {i}" }, rita.Headers))).Reason);
        }

        Assert.Equal("WRONG_PASSWORD", (await IdentityWorld.RefusedAsync(world.Security.BeginAuthenticatorAsync(new() { CurrentPassword = rita.Password }, rita.Headers))).Reason);

        var karl = await world.PersonAsync(Role.Rep);
        var key = await world.Client.CreateApiKeyAsync(new() { RequestId = IdentityWorld.Id(), Name = "script", Roles = { V1.Role.Rep } }, karl.Headers);
        var script = User.Bearer((await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret })).AccessToken);
        Assert.Equal("KEYS_CHANGE_NO_SIGN_IN", (await IdentityWorld.RefusedAsync(world.Security.BeginAuthenticatorAsync(new() { CurrentPassword = karl.Password }, script))).Reason);
        var (app, _) = await Authenticator.AddAsync(world, karl);
        Assert.Equal("KEYS_CHANGE_NO_SIGN_IN", (await IdentityWorld.RefusedAsync(
            world.Security.DisableAuthenticatorAsync(new() { RequestId = IdentityWorld.Id(), Code = app.NextCode() }, script))).Reason);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("123456", "aaaaa-bbbbb-ccccc-ddddd")]
    public async Task One_of_two_codes_is_given(string code, string recovery) => Assert.Contains(
        (await IdentityWorld.RefusedAsync(world.Security.CompleteSignInAsync(new() { Challenge = "x", Code = code, RecoveryCode = recovery }))).Fields, f => f.Field == "code");
}
