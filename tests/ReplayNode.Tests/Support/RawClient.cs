using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.ReplayNode.Tests.Support;

/// <summary>A client that sends what it is told and sees every byte that comes.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();

    public static async Task<RawClient> ConnectAsync(ReplayNodeHost node)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(node.Rpc, CancellationToken.None).WaitAsync(Longest);
        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task RequestAsync(int id, string method, string parameters = "[]") => SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");

    /// <summary>The next message; null type when the connection has ended.</summary>
    public async Task<(WebSocketMessageType? Type, byte[] Bytes)> ReceiveAsync()
    {
        using var late = new CancellationTokenSource(Longest);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, late.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return (WebSocketMessageType.Close, []);
                }

                bytes.Write(buffer.AsSpan(0, part.Count));
                if (part.EndOfMessage)
                {
                    return (part.MessageType, bytes.ToArray());
                }
            }
        }
        catch (WebSocketException)
        {
            return (null, []);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("Nothing came.");
        }
    }

    public async Task<string> TextAsync()
    {
        var (type, bytes) = await ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, type);
        return Encoding.UTF8.GetString(bytes);
    }

    public async Task<JsonElement> JsonAsync()
    {
        using var document = JsonDocument.Parse(await TextAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The whole answer, as it came.</summary>
    public async Task<string> AskAsync(string method, string parameters = "[]")
    {
        await RequestAsync(1, method, parameters);
        return await TextAsync();
    }

    /// <summary>The result; fails on an error.</summary>
    public async Task<JsonElement> ResultAsync(string method, string parameters = "[]")
    {
        using var document = JsonDocument.Parse(await AskAsync(method, parameters));
        Assert.True(document.RootElement.TryGetProperty("result", out var result), document.RootElement.GetRawText());
        return result.Clone();
    }

    /// <summary>The error; fails on a result.</summary>
    public async Task<(long Code, string Message)> ErrorAsync(string method, string parameters = "[]")
    {
        using var document = JsonDocument.Parse(await AskAsync(method, parameters));
        Assert.True(document.RootElement.TryGetProperty("error", out var error), document.RootElement.GetRawText());
        return (error.GetProperty("code").GetInt64(), error.GetProperty("message").GetString()!);
    }

    /// <summary>Subscribes, and returns the id and the first notification.</summary>
    public async Task<(string Id, JsonElement First)> SubscribeAsync(string method)
    {
        var id = (await ResultAsync(method)).GetString()!;
        return (id, await NotificationAsync(id));
    }

    /// <summary>The next message, which must be a notification of that subscription.</summary>
    public async Task<JsonElement> NotificationAsync(string id)
    {
        var json = await JsonAsync();
        Assert.True(json.TryGetProperty("params", out var parameters), json.GetRawText());
        Assert.Equal(id, parameters.GetProperty("subscription").GetString());
        return parameters.GetProperty("result");
    }

    /// <summary>Heights of the next heads.</summary>
    public async Task<IReadOnlyList<int>> HeadsAsync(string id, int count)
    {
        var heights = new int[count];
        for (var i = 0; i < count; i++)
        {
            heights[i] = HeightOf(await NotificationAsync(id));
        }

        return heights;
    }

    /// <summary>Nothing is under way: a further answer comes first.</summary>
    public async Task SilentAsync()
    {
        await RequestAsync(77, "system_chain");
        Assert.Equal(77, (await JsonAsync()).GetProperty("id").GetInt32());
    }

    public static int HeightOf(JsonElement header) => Convert.ToInt32(header.GetProperty("number").GetString()![2..], 16);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
