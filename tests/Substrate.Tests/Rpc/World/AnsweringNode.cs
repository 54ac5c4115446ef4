using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Rpc;

/// <summary>A node that knows some calls, with exactly these arguments, and refuses all others.</summary>
internal static class AnsweringNode
{
    public static string Hash(int n) => $"0x{n:x64}";

    public static H256 H(int n) => H256.Parse(Hash(n));

    /// <summary>Each line: the method with its arguments as JSON, then the result.</summary>
    public static Task<ScriptedNode> StartAsync(params (string Call, string Result)[] answers) => ScriptedNode.StartAsync(async peer =>
    {
        while (await peer.NextAsync() is { } asked)
        {
            await AnswerAsync(peer, asked, answers);
        }
    });

    public static Task AnswerAsync(Peer peer, Asked asked, params (string Call, string Result)[] answers)
    {
        var call = $"{asked.Method}{JsonSerializer.Serialize(asked.Params)}";
        var known = Array.Find(answers, a => a.Call == call);
        return peer.SendAsync(known.Result is { } result ? asked.Answer(result) : asked.Refusal(-32601, call.Replace("\"", "'", StringComparison.Ordinal)));
    }
}
