using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using Microsoft.AspNetCore.Identity;

namespace CoretimeDesk.Identity.SecondFactor;

/// <summary>ASP.NET Core Identity's provider for authenticator apps, by the desk's clock, and with each code good once.</summary>
internal sealed class AuthenticatorCodes(TimeProvider time) : AuthenticatorTokenProvider<Person>
{
    /// <inheritdoc/>
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Person> manager, Person user)
    {
        var (verdict, step) = await JudgeAsync(token, manager, user);
        if (verdict != CodeVerdict.Right)
        {
            return false;
        }

        user.AuthenticatorStep = step; // Saved with whatever the code was good for.
        return true;
    }

    /// <summary>What a code is, without using it up.</summary>
    public async Task<(CodeVerdict Verdict, long Step)> JudgeAsync(string code, UserManager<Person> manager, Person user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 } key ? Totp.Judge(Base32.Decode(key), code, time.GetUtcNow(), user.AuthenticatorStep) : (CodeVerdict.Wrong, 0);
}
