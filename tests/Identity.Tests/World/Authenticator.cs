using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Identity.Tests;

/// <summary>An authenticator app: knows a key, and the time of the desk.</summary>
public sealed class Authenticator(IdentityWorld world, string key)
{
    public string Key { get; } = key;

    /// <summary>The code that the app shows, or showed or will show some steps away.</summary>
    public string Code(int stepsFromNow = 0) => Totp.CodeOf(Base32.Decode(Key), Totp.StepAt(world.Time.GetUtcNow()) + stepsFromNow);

    /// <summary>A code of six digits that is none of the good ones.</summary>
    public string WrongCode()
    {
        var good = Enumerable.Range(-2, 5).Select(Code).ToHashSet();
        return Enumerable.Range(0, 10).Select(n => n.ToString("D6", null)).First(c => !good.Contains(c));
    }

    /// <summary>The next code, once the one before was used.</summary>
    public string NextCode()
    {
        world.Time.Advance(Totp.Step);
        return Code();
    }

    /// <summary>Adds an app to a person's sign-in.</summary>
    public static async Task<(Authenticator App, IReadOnlyList<string> RecoveryCodes)> AddAsync(IdentityWorld world, User user)
    {
        var begun = await world.Security.BeginAuthenticatorAsync(new() { CurrentPassword = user.Password }, user.Headers);
        var app = new Authenticator(world, begun.Key);
        var confirmed = await world.Security.ConfirmAuthenticatorAsync(new() { Code = app.Code() }, user.Headers);
        return (app, confirmed.RecoveryCodes);
    }

    /// <summary>The first step of a sign-in, which asks for a code.</summary>
    public static async Task<string> ChallengeAsync(IdentityWorld world, User user)
    {
        var answer = await world.Client.SignInAsync(new() { Email = user.Email, Password = user.Password, Client = new Client { Device = "a test" } });
        Assert.Null(answer.Tokens);
        Assert.Null(answer.Person);
        return answer.SecondFactor.Challenge;
    }
}
