using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.Passkeys;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Identity.Tests;

public sealed class SigningInByPasskey(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task A_passkey_opens_a_session_without_password_or_code()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        await Authenticator.AddAsync(world, rita);
        var (passkey, info) = await SoftPasskey.AddAsync(world, rita, "Laptop");
        using var _ = passkey;
        Assert.Equal(("Laptop", null), (info.Name, info.LastUsedAt));

        var answer = await TryAsync(passkey);

        Assert.Equal([V1.Role.Rep], (await world.Client.WhoAmIAsync(new(), User.Bearer(answer.Tokens.AccessToken))).TokenRoles);
        Assert.NotNull(Assert.Single((await world.Security.GetSecurityAsync(new(), rita.Headers)).Passkeys).LastUsedAt);
        var newest = (await world.Security.ListSignInsAsync(new() { PageSize = 1 }, rita.Headers)).SignIns.Single();
        Assert.Equal((SignInOutcome.SignedIn, SignInMethod.Passkey), (newest.Outcome, newest.Method));
        Assert.Contains("PasskeyAdded", await world.JournalAsync(rita.PersonId));
    }

    [Theory]
    [InlineData("page of elsewhere")]
    [InlineData("key of another domain")]
    [InlineData("nobody verified")]
    [InlineData("wrong signature")]
    [InlineData("another ceremony's challenge")]
    [InlineData("ceremony over")]
    [InlineData("ceremony of a creation")]
    [InlineData("counter that stands still")]
    [InlineData("handle of another person")]
    [InlineData("removed")]
    [InlineData("reset by an administrator")]
    [InlineData("disabled")]
    [InlineData("no JSON")]
    public async Task What_is_not_right_opens_nothing_and_is_told_as_nothing_more(string what)
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (passkey, info) = await SoftPasskey.AddAsync(world, rita);
        using var _ = passkey;
        var begun = await world.Security.BeginPasskeySignInAsync(new());
        var (ceremony, credential) = (begun.Ceremony, (string?)null);
        switch (what)
        {
            case "page of elsewhere":
                passkey.PageOrigin = "https://desk.example.evil.example";
                break;
            case "key of another domain":
                passkey.RelyingParty = "evil.example";
                break;
            case "nobody verified":
                passkey.IsVerified = false;
                break;
            case "wrong signature":
                passkey.SignsWrong = true;
                break;
            case "another ceremony's challenge":
                ceremony = (await world.Security.BeginPasskeySignInAsync(new())).Ceremony;
                break;
            case "ceremony over":
                world.Time.Advance(SecondFactorRules.ChallengeLife + TimeSpan.FromSeconds(1));
                break;
            case "ceremony of a creation":
                ceremony = (await world.Security.BeginPasskeyAsync(new() { CurrentPassword = rita.Password }, rita.Headers)).Ceremony;
                break;
            case "counter that stands still":
                await TryAsync(passkey);
                passkey.SignCount--;
                break;
            case "handle of another person":
                var (other, _) = await SoftPasskey.AddAsync(world, await world.PersonAsync(Role.Administrator));
                passkey.UserHandle = other.UserHandle;
                other.Dispose();
                break;
            case "removed":
                await world.Security.RemovePasskeyAsync(new() { RequestId = IdentityWorld.Id(), PasskeyId = info.PasskeyId }, rita.Headers);
                break;
            case "reset by an administrator":
                await world.Security.ResetSecondFactorAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers);
                break;
            case "disabled":
                await world.Client.DisablePersonAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, world.Admin.Headers);
                break;
            default:
                credential = "{]";
                break;
        }

        var refusal = await IdentityWorld.RefusedAsync(world.Security.CompletePasskeySignInAsync(new() { Ceremony = ceremony, CredentialJson = credential ?? passkey.Get(begun.OptionsJson) }));
        Assert.Equal((RefusalKind.Unauthenticated, "PASSKEY_REFUSED"), (refusal.Kind, refusal.Reason));
        await world.Admin.SignInAsync();
        var newest = (await world.Security.ListSignInsAsync(new() { Everybody = true, PageSize = 2 }, world.Admin.Headers)).SignIns[1];
        Assert.Equal((what == "disabled" ? SignInOutcome.Disabled : SignInOutcome.PasskeyRefused, SignInMethod.Passkey), (newest.Outcome, newest.Method));
    }

    [Fact]
    public async Task One_answer_sent_many_times_at_once_opens_one_session()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var (passkey, _) = await SoftPasskey.AddAsync(world, rita);
        using var __ = passkey;
        var begun = await world.Security.BeginPasskeySignInAsync(new());
        var request = new CompletePasskeySignInRequest { Ceremony = begun.Ceremony, CredentialJson = passkey.Get(begun.OptionsJson) };

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await world.Security.CompletePasskeySignInAsync(request);
                return 1;
            }
            catch (global::Grpc.Core.RpcException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, opened.Sum());
    }

    [Fact]
    public async Task A_passkey_is_added_by_whom_it_was_begun_for_once_and_with_the_password_only()
    {
        var (rita, karl) = (await world.PersonAsAdminAgainAsync(Role.Rep), await world.PersonAsync(Role.Rep));
        Assert.Equal("WRONG_PASSWORD", (await IdentityWorld.RefusedAsync(world.Security.BeginPasskeyAsync(new() { CurrentPassword = "a guess at it" }, rita.Headers))).Reason);
        var begun = await world.Security.BeginPasskeyAsync(new() { CurrentPassword = rita.Password }, rita.Headers);
        using var passkey = new SoftPasskey();
        var request = new CompletePasskeyRequest { RequestId = IdentityWorld.Id(), Ceremony = begun.Ceremony, CredentialJson = passkey.Create(begun.OptionsJson), Name = "Laptop" };

        Assert.Equal("PASSKEY_REFUSED", (await IdentityWorld.RefusedAsync(world.Security.CompletePasskeyAsync(request, karl.Headers))).Reason);
        var kept = await world.Security.CompletePasskeyAsync(request, rita.Headers);
        Assert.Equal(kept, await world.Security.CompletePasskeyAsync(request, rita.Headers));
        request.RequestId = IdentityWorld.Id();
        Assert.Equal("PASSKEY_REFUSED", (await IdentityWorld.RefusedAsync(world.Security.CompletePasskeyAsync(request, rita.Headers))).Reason);
        Assert.Equal(RefusalKind.NotFound, (await IdentityWorld.RefusedAsync(world.Security.RemovePasskeyAsync(new() { RequestId = IdentityWorld.Id(), PasskeyId = kept.Passkey.PasskeyId }, karl.Headers))).Kind);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("desk.example", "https://desk.example", true)]
    [InlineData("desk.example", "https://sales.desk.example:8443", true)]
    [InlineData("localhost", "http://localhost:8080", true)]
    [InlineData("desk.example", "", false)]
    [InlineData("", "https://desk.example", false)]
    [InlineData("desk.example", "http://desk.example", false)]
    [InlineData("desk.example", "https://desk.example/", false)]
    [InlineData("desk.example", "https://otherdesk.example", false)]
    [InlineData("desk.example", "desk.example", false)]
    public void Settings_that_no_passkey_could_be_used_with_stop_the_start(string domain, string origin, bool isGood) =>
        Assert.Equal(isGood, new PasskeySettings { Domain = domain, Origins = origin.Length == 0 ? [] : [origin] }.WhyNot() is null);

    private async Task<SignInResponse> TryAsync(SoftPasskey passkey)
    {
        var begun = await world.Security.BeginPasskeySignInAsync(new());
        return await world.Security.CompletePasskeySignInAsync(new() { Ceremony = begun.Ceremony, CredentialJson = passkey.Get(begun.OptionsJson) });
    }
}
