using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Commissions.Tests.Cli;

/// <summary><c>./desk commission</c> as a process of its own, for whoever is said to be signed in, against the running service.</summary>
internal sealed class CommissionCli(CommissionsWorld world) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string _folder = Directory.CreateTempSubdirectory("desk-commission-").FullName;

    public string PathOf(string name) => Path.Combine(_folder, name);

    public async Task<JsonNode> JsonAsync(Actor person, params string[] words) => JsonNode.Parse(await SayAsync(person, [.. words, "--json"]))!;

    /// <summary>What it prints; it must go well.</summary>
    public Task<string> SayAsync(Actor person, params string[] words) => RunAsync(0, person, words);

    /// <summary>What it prints; it must not go well.</summary>
    public Task<string> FailAsync(Actor person, params string[] words) => RunAsync(1, person, words);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunAsync(int expected, Actor person, string[] words)
    {
        var until = TimeProvider.System.GetUtcNow().AddMinutes(10);
        Directory.CreateDirectory(PathOf(".desk"));
        await File.WriteAllTextAsync(PathOf(Path.Combine(".desk", "session.json")), JsonSerializer.Serialize(new
        {
            address = "http://127.0.0.1:9", email = "somebody@desk.test", accessToken = world.TokenOf(person), accessExpiresAt = until, refreshToken = "none", refreshExpiresAt = until,
        }));
        using var patience = new CancellationTokenSource(Patience);
        var (code, text) = await ChildProcess.RunAsync(new("dotnet", [Tool(), "commission", .. words, "--file", PathOf("tye.yaml"), "--address", world.Address.ToString()]), patience.Token);
        Assert.True(code == expected, $"commission {string.Join(' ', words)} ended with {code}: {text}");
        return Unwrapped(text);
    }

    /// <summary>Lines are broken at the width of a screen that is not there.</summary>
    private static string Unwrapped(string text) => text.Contains('{', StringComparison.Ordinal) ? text : string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static string Tool()
    {
        var (folder, build) = (new DirectoryInfo(AppContext.BaseDirectory), AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug");
        while (!File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This test runs in the repository.");
        }

        return Path.Combine(folder.FullName, "tools", "desk", "bin", build, "net10.0", "desk.dll");
    }
}
