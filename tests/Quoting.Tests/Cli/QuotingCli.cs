using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Quoting.Tests.Cli;

/// <summary>The command line as a process of its own, signed in, against a running service.</summary>
internal sealed class QuotingCli(QuotingWorld world) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("desk-cli-").FullName;

    /// <summary>A file of the test's own.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    public async Task<JsonNode> JsonAsync(Actor person, params string[] words) => JsonNode.Parse(await SayAsync(person, [.. words, "--json"]))!;

    /// <summary>What it prints; it must go well.</summary>
    public async Task<string> SayAsync(Actor person, params string[] words)
    {
        var (code, text) = await RunAsync(person, words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {text}");
        return text;
    }

    /// <summary>What it prints; it must not go well.</summary>
    public async Task<string> FailAsync(Actor person, params string[] words)
    {
        var (code, text) = await RunAsync(person, words);
        Assert.True(code == 1, $"{string.Join(' ', words)} ended with {code}: {text}");
        return text;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Text)> RunAsync(Actor person, string[] words)
    {
        // The session that './desk login' would have left here.
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(PathOf(".desk")).FullName, "session.json"), JsonSerializer.Serialize(new
        {
            address = "http://127.0.0.1:9",
            email = "somebody@desk.test",
            accessToken = world.Staff.TokenOf(person),
            accessExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(10),
            refreshToken = "none",
            refreshExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(10),
        }));
        var tool = Path.Combine(Repository(), "tools", "desk", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "desk.dll");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        return await ChildProcess.RunAsync(new("dotnet", [tool, .. words, "--file", PathOf("tye.yaml"), "--address", world.Address.ToString()]), patience.Token);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This test runs in the repository.");
        }

        return folder.FullName;
    }
}
