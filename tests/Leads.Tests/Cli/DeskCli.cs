using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Leads.Tests.Cli;

/// <summary>The command line as a process of its own, signed in, against the real service.</summary>
internal sealed class DeskCli(LeadsWorld world) : IDisposable
{
    /// <summary>A folder of the test's own.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("desk-cli-").FullName;

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

    public async Task<(int Code, string Text)> RunAsync(Actor person, params string[] words)
    {
        // The session that './desk login' would have left here.
        var state = Directory.CreateDirectory(Path.Combine(Folder, ".desk")).FullName;
        await File.WriteAllTextAsync(Path.Combine(state, "session.json"), JsonSerializer.Serialize(new
        {
            address = "http://127.0.0.1:9",
            email = "somebody@desk.test",
            accessToken = world.Staff.TokenOf(person),
            accessExpiresAt = DateTimeOffset.UtcNow.AddMinutes(10),
            refreshToken = "none",
            refreshExpiresAt = DateTimeOffset.UtcNow.AddMinutes(10),
        }));
        return await RunHereAsync([.. words, "--file", Path.Combine(Folder, "tye.yaml"), "--address", world.Replica().Address.ToString()]);
    }

    /// <summary>A command that talks to no service.</summary>
    public static async Task<(int Code, string Text)> RunHereAsync(params string[] words)
    {
        var tool = Path.Combine(Repository(), "tools", "desk", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "desk.dll");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        return await ChildProcess.RunAsync(new("dotnet", [tool, .. words]), patience.Token);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

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
