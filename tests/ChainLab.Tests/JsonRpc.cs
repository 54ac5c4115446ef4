using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.ChainLab.Tests;

/// <summary>The least client that can look at a chain from outside: what a test reads so was not told by the lab itself.</summary>
internal static class JsonRpc
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>HTTP POST to a raw port.</summary>
    public static async Task<JsonElement> PostAsync(Uri raw, string method, params object[] parameters)
    {
        using var http = new HttpClient { Timeout = Patience };
        using var answer = await http.PostAsJsonAsync(new UriBuilder(raw) { Scheme = "http" }.Uri, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        return Result(await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static async Task<ClientWebSocket> ConnectAsync(Uri node)
    {
        using var patience = new CancellationTokenSource(Patience);
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(node, patience.Token);
        return socket;
    }

    /// <summary>One request over a connection that nothing else uses meanwhile.</summary>
    public static async Task<JsonElement> AskAsync(this ClientWebSocket socket, string method, params object[] parameters)
    {
        using var patience = new CancellationTokenSource(Patience);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = 1, method, @params = parameters }), WebSocketMessageType.Text, true, patience.Token);
        var text = new StringBuilder();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
        }
        while (!part.EndOfMessage);
        return Result(JsonSerializer.Deserialize<JsonElement>(text.ToString()));
    }

    public static async Task<string> FinalizedHeadAsync(this ClientWebSocket node) => (await node.AskAsync("chain_getFinalizedHead")).GetString()!;

    public static uint Number(JsonElement header) => Convert.ToUInt32(header.GetProperty("number").GetString(), 16);

    private static JsonElement Result(JsonElement answer) => answer.TryGetProperty("result", out var result)
        ? result
        : throw new InvalidOperationException($"The chain answered {answer}.");
}
