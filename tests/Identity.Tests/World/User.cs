using CoretimeDesk.Identity.V1;
using Grpc.Core;

namespace CoretimeDesk.Identity.Tests;

/// <summary>Somebody at a keyboard: knows a password, holds the tokens of one session.</summary>
public sealed class User(IdentityWorld world, string email, string password)
{
    public string Email { get; } = email;

    public string Password { get; private set; } = password;

    public Tokens Tokens { get; private set; } = new();

    public string PersonId { get; private set; } = "";

    public Metadata Headers => Bearer(Tokens.AccessToken);

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    public async Task<SignInResponse> SignInAsync()
    {
        var answer = await world.Client.SignInAsync(new() { Email = Email, Password = Password });
        (Tokens, PersonId) = (answer.Tokens, answer.Person.PersonId);
        return answer;
    }

    public async Task<RefreshResponse> RefreshAsync()
    {
        var answer = await world.Client.RefreshAsync(new() { RefreshToken = Tokens.RefreshToken });
        Tokens = answer.Tokens;
        return answer;
    }

    public async Task ChangePasswordAsync(string to)
    {
        await world.Client.ChangePasswordAsync(new() { RequestId = IdentityWorld.Id(), CurrentPassword = Password, NewPassword = to }, Headers);
        Password = to;
        await RefreshAsync();
    }

    public AsyncUnaryCall<WhoAmIResponse> WhoAmI() => world.Client.WhoAmIAsync(new(), Headers);
}
