using System.Text.Json;

namespace CoretimeDesk.Interop.Tests;

/// <summary>What a client of another stack found when it called our server: one answer per check.</summary>
internal sealed record PeerReport(IReadOnlyDictionary<string, PeerReport.Answer> Answers, string Errors)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<PeerReport> RunAsync((string Program, string[] Arguments) client, Func<Task<IInteropHost>> start, string[] checks)
    {
        await using var host = await start();
        await using var peer = new PeerProcess(client, host.Target, string.Join(',', checks), host.Token ?? "");
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        while (await peer.ReadLineAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            var answer = JsonSerializer.Deserialize<Answer>(line, Json)!;
            answers.Add(answer.Check, answer);
        }

        return new PeerReport(answers, peer.Errors) { Encodings = [.. host.Encodings] };
    }

    /// <summary>Message encodings of the calls that asked for compression, request → response.</summary>
    public IReadOnlyList<string> Encodings { get; private init; } = [];

    public void AssertPassed(string check)
    {
        Assert.True(Answers.TryGetValue(check, out var answer), $"The peer never answered '{check}'. Its errors: {Errors}");
        Assert.True(answer.Ok, answer.Detail);
    }

    internal sealed record Answer(string Check, bool Ok, string Detail);
}
