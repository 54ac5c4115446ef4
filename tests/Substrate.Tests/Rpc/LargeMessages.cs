using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class LargeMessages
{
    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(100_000, false)]
    public async Task The_limit_is_exact(int size, bool fits)
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.AskedAsync();
            await peer.SendAsync(Padded(asked!, size));
            await peer.IgnoreAsync();
        });
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], MaxMessageBytes = 1000, Backoff = Clients.Quick });

        var call = client.CallAsync(Clients.Named("x"), Retry.Never);

        if (fits)
        {
            Assert.All(await call.Soon(), c => Assert.Equal('y', c));
        }
        else
        {
            Assert.Equal(1000, (await Assert.ThrowsAsync<RpcMessageTooLargeException>(() => call.Soon())).MaxBytes);
        }
    }

    [Fact]
    public async Task The_call_that_asked_too_much_fails_at_once_and_the_others_go_on()
    {
        var asked = 0;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var waiting = new List<Asked>();
            while (await peer.NextAsync() is { } one)
            {
                if (one.Method == "x")
                {
                    asked++;
                    await peer.SendAsync(Padded(one, 100_000));
                }
                else if (peer.Number > 0)
                {
                    await peer.SendAsync(one.Answer(one.Params.GetRawText()));
                }
            }
        });
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], MaxMessageBytes = 1000, Backoff = Clients.Quick });
        await client.ConnectAsync().Soon();

        var modest = client.CallAsync(Clients.Echo("modest"));
        var greedy = client.CallAsync(Clients.Named("x"));

        await Assert.ThrowsAsync<RpcMessageTooLargeException>(() => greedy.Soon());
        Assert.Equal("modest", await modest.Soon());
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_message_without_end_is_cut_off()
    {
        var sent = 0L;
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.AskedAsync();
            var part = new byte[64 << 10];
            Array.Fill(part, (byte)'[');
            while (sent < 256 << 20 && !peer.Aborted.IsCancellationRequested)
            {
                await peer.SendPartAsync(part, last: false);
                sent += part.Length;
            }
        });
        await using var client = new RpcClient(new() { Endpoints = [node.Uri], MaxMessageBytes = 1 << 20, Backoff = Clients.Quick });

        await Assert.ThrowsAsync<RpcMessageTooLargeException>(() => client.CallAsync(Clients.Named("x"), Retry.Never).Soon());
        Assert.True(sent < 256 << 20, "The whole of it was read.");
    }

    /// <summary>The answer <c>"yyy…"</c> as a message of exactly this many bytes.</summary>
    private static string Padded(Asked asked, int bytes) => asked.Answer($"\"{new string('y', bytes - asked.Answer("\"\"").Length)}\"");
}
