using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CoretimeDesk.Substrate.Tests.Rpc;

/// <summary>A request as a node sees it. A batch has several.</summary>
public sealed record Asked(long Id, string Method, JsonElement Params)
{
    public string Answer(string resultJson) => $$"""{"jsonrpc":"2.0","id":{{Id}},"result":{{resultJson}}}""";

    public string Refusal(int code, string message) => $$$"""{"jsonrpc":"2.0","id":{{{Id}}},"error":{"code":{{{code}}},"message":"{{{message}}}"}}""";
}

/// <summary>A script's quiet end.</summary>
public sealed class ClientLeftException : Exception;

/// <summary>The node's side of one connection.</summary>
public sealed class Peer(WebSocket socket, HttpContext context, int number)
{
    /// <summary>From 0, per node.</summary>
    public int Number { get; } = number;

    public string? Authorization => context.Request.Headers.Authorization;

    public string PathAndQuery => context.Request.Path + context.Request.QueryString;

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>The next message; null when the client has closed.</summary>
    public async Task<IReadOnlyList<Asked>?> NextBatchAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
            {
                using var json = JsonDocument.Parse(message.ToArray());
                return json.RootElement.ValueKind == JsonValueKind.Array
                    ? [.. json.RootElement.EnumerateArray().Select(Read)]
                    : [Read(json.RootElement)];
            }
        }
    }

    public async Task<Asked?> NextAsync() => (await NextBatchAsync())?.Single();

    /// <summary>The next request. The script ends if the client leaves instead: a connection need not be asked anything.</summary>
    public async Task<Asked> AskedAsync() => await NextAsync() ?? throw new ClientLeftException();

    /// <summary>The next request, which must be this one.</summary>
    public async Task<Asked> ExpectAsync(string method)
    {
        var asked = await AskedAsync();
        return asked.Method == method ? asked : throw new InvalidOperationException($"The client called {asked.Method} instead of {method}.");
    }

    public Task SendAsync(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SendPartAsync(ReadOnlyMemory<byte> part, bool last, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(part, type, last, CancellationToken.None).AsTask();

    public Task NotifyAsync(string subscription, string resultJson) =>
        SendAsync($$$"""{"jsonrpc":"2.0","method":"any","params":{"subscription":{{{subscription}}},"result":{{{resultJson}}}}}""");

    public Task CloseAsync(WebSocketCloseStatus status, string reason) => socket.CloseOutputAsync(status, reason, CancellationToken.None);

    /// <summary>Pulls the cable.</summary>
    public void Drop() => context.Abort();

    /// <summary>Stays, silent and deaf, until the client has gone.</summary>
    public async Task LingerAsync()
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Reads on, answering nothing, until the client has gone.</summary>
    public async Task IgnoreAsync()
    {
        while (await NextBatchAsync() is not null)
        {
        }
    }

    /// <summary>Answers every call with its own parameters, so a caller can tell its answer from another's.</summary>
    public async Task EchoAsync()
    {
        while (await NextBatchAsync() is { } batch)
        {
            foreach (var asked in batch)
            {
                await SendAsync(asked.Answer(asked.Params.GetRawText()));
            }
        }
    }

    private static Asked Read(JsonElement json)
    {
        Assert.Equal("2.0", json.GetProperty("jsonrpc").GetString());
        return new(json.GetProperty("id").GetInt64(), json.GetProperty("method").GetString()!, json.GetProperty("params").Clone());
    }
}
