using System.Text.Json;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Identity.Tests;

/// <summary><c>./desk people</c>, for an administrator whose colleague lost a phone or a laptop.</summary>
public sealed class HelpingPeopleFromTheCommandLine(IdentityWorld world) : IClassFixture<IdentityWorld>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("desk-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_lost_second_factor_is_taken_away_after_somebody_said_yes_and_the_password_alone_signs_in_again()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        await Authenticator.AddAsync(world, rita);
        var asked = await FailAsync(world.Admin, "people", "reset-second-factor", rita.Email);
        Assert.Contains("with the password alone", asked, StringComparison.Ordinal);
        Assert.Contains("--yes", asked, StringComparison.Ordinal);
        Assert.True((await world.Client.GetPersonAsync(new() { PersonId = rita.PersonId }, world.Admin.Headers)).Person.HasAuthenticator); // Nothing was done.

        Assert.Contains("has no second factor any more", await SayAsync(world.Admin, "people", "reset-second-factor", rita.Email, "--yes"), StringComparison.Ordinal);
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        await rita.SignInAsync();
        Assert.Contains("has neither an authenticator app", await FailAsync(world.Admin, "people", "reset-second-factor", rita.PersonId, "--yes"), StringComparison.Ordinal);
        Assert.Contains("Nobody has the e-mail 'nobody@desk.example'", await FailAsync(world.Admin, "people", "reset-second-factor", "nobody@desk.example", "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_or_all_and_only_ones_own_without_being_administrator()
    {
        var rita = await world.PersonAsAdminAgainAsync(Role.Rep);
        var laptop = new User(world, rita.Email, rita.Password);
        await laptop.SignInAsync();
        var sessions = await SayAsync(world.Admin, "people", "sessions", rita.Email, "--json");
        var ids = JsonDocument.Parse(sessions).RootElement.GetProperty("sessions").EnumerateArray().Select(s => s.GetProperty("sessionId").GetString()!).ToList();
        Assert.Equal(2, ids.Count);

        Assert.Contains("no open session", await FailAsync(world.Admin, "people", "end-sessions", rita.Email, "--session", Guid.NewGuid().ToString(), "--yes"), StringComparison.Ordinal);
        Assert.Contains("--yes", await FailAsync(world.Admin, "people", "end-sessions", rita.Email, "--session", ids[0]), StringComparison.Ordinal);
        await SayAsync(world.Admin, "people", "end-sessions", rita.Email, "--session", ids[0], "--yes"); // The newest: the laptop's.
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(laptop.WhoAmI())).Reason);
        Assert.Contains(ids[1], await SayAsync(rita, "people", "sessions"), StringComparison.Ordinal);

        var karl = await world.PersonAsync(Role.Rep);
        await FailAsync(karl, "people", "end-sessions", rita.PersonId, "--yes");
        await rita.WhoAmI();
        Assert.Contains("Ended: 1 session.", await SayAsync(world.Admin, "people", "end-sessions", rita.Email, "--yes"), StringComparison.Ordinal);
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
    }

    private async Task<string> SayAsync(User person, params string[] words)
    {
        var (code, text) = await RunAsync(person, words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {text}");
        return text;
    }

    private async Task<string> FailAsync(User person, params string[] words)
    {
        var (code, text) = await RunAsync(person, words);
        Assert.True(code == 1, $"{string.Join(' ', words)} ended with {code}: {text}");
        return text;
    }

    // The session that './desk login' would have left here.
    private async Task<(int Code, string Text)> RunAsync(User person, string[] words)
    {
        var state = Directory.CreateDirectory(Path.Combine(_folder, ".desk")).FullName;
        await File.WriteAllTextAsync(Path.Combine(state, "session.json"), JsonSerializer.Serialize(new
        {
            address = world.Address,
            email = person.Email,
            accessToken = person.Tokens.AccessToken,
            accessExpiresAt = DateTimeOffset.UtcNow.AddMinutes(10),
            refreshToken = person.Tokens.RefreshToken,
            refreshExpiresAt = DateTimeOffset.UtcNow.AddMinutes(10),
        }));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        return await ChildProcess.RunAsync(new("dotnet", [Tool(), .. words, "--file", Path.Combine(_folder, "tye.yaml"), "--address", world.Address]), patience.Token);
    }

    private static string Tool()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This test runs in the repository.");
        }

        return Path.Combine(folder.FullName, "tools", "desk", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "desk.dll");
    }
}
