using System.Net.WebSockets;
using System.Text;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class ReceivingNonsense
{
    /// <summary>ID stands for the id of a request under way.</summary>
    public static TheoryData<string> Messages =>
    [
        "", " ", "nonsense", "{", "\"", "5", "null", "true", "\"text\"", "[]", "[5]", "[[]]", "{}", "{}{}", "\u0000", "{\"jsonrpc\"",
        """{"jsonrpc":"2.0"}""",
        """{"id":ID,"result":1}""",
        """{"jsonrpc":"1.0","id":ID,"result":1}""",
        """{"jsonrpc":2.0,"id":ID,"result":1}""",
        """{"jsonrpc":"2.0","result":1}""",
        """{"jsonrpc":"2.0","id":ID}""",
        """{"jsonrpc":"2.0","id":ID,"error":null}""",
        """{"jsonrpc":"2.0","id":null,"result":1}""",
        """{"jsonrpc":"2.0","id":999999,"result":1}""",
        """{"jsonrpc":"2.0","id":0,"result":1}""",
        """{"jsonrpc":"2.0","id":-1,"result":1}""",
        """{"jsonrpc":"2.0","id":1.5,"result":1}""",
        """{"jsonrpc":"2.0","id":1e400,"result":1}""",
        """{"jsonrpc":"2.0","id":123456789012345678901234567890,"result":1}""",
        """{"jsonrpc":"2.0","id":"ID","result":1}""",
        """{"jsonrpc":"2.0","id":[ID],"result":1}""",
        """{"jsonrpc":"2.0","id":true,"result":1}""",
        """{"jsonrpc":"2.0","id":ID,"id":ID,"result":1}""",
        """{"jsonrpc":"2.0","id":ID,"result":1,"result":2}""",
        """{"jsonrpc":"2.0","id":ID,"result":1,"error":{"code":1,"message":"both"}}""",
        """{"jsonrpc":"2.0","id":ID,"result":1}x""",
        """{"jsonrpc":"2.0","id":ID,"result":1""",
        """{"jsonrpc":"2.0","id":ID,"result":01}""",
        """{"jsonrpc":"2.0","id":ID,"result":nul}""",
        """{"jsonrpc":"2.0","id":ID,"error":5}""",
        """{"jsonrpc":"2.0","id":ID,"error":{}}""",
        """{"jsonrpc":"2.0","id":ID,"error":{"code":1}}""",
        """{"jsonrpc":"2.0","id":ID,"error":{"message":"no code"}}""",
        """{"jsonrpc":"2.0","id":ID,"error":{"code":"1","message":"x"}}""",
        """{"jsonrpc":"2.0","id":ID,"error":{"code":1e999,"message":"x"}}""",
        """{"jsonrpc":"2.0","id":ID,"error":{"code":1,"message":5}}""",
        """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""",
        """{"jsonrpc":"2.0","method":"x"}""",
        """{"jsonrpc":"2.0","method":"x","params":[]}""",
        """{"jsonrpc":"2.0","method":"x","params":{}}""",
        """{"jsonrpc":"2.0","method":"x","params":{"subscription":"s"}}""",
        """{"jsonrpc":"2.0","method":"x","params":{"subscription":null,"result":1}}""",
        """{"jsonrpc":"2.0","method":"x","params":{"subscription":-1,"result":1}}""",
        """{"jsonrpc":"2.0","method":"x","params":{"subscription":"s","result":1,"error":{}}}""",
        """{"jsonrpc":"2.0","method":"x","id":ID,"params":{"subscription":"s","result":1}}""",
        """[{"jsonrpc":"2.0","id":ID,"result":1},{"jsonrpc":"2.0","id":ID,"result":1}]""",
        $$"""{"jsonrpc":"2.0","id":ID,"result":{{new string('[', 1000)}}{{new string(']', 1000)}} }""",
        $$"""{{new string('[', 100_000)}}""",
        $$"""{"jsonrpc":"2.0","method":"x","params":{"subscription":"{{new string('s', 1000)}}","result":1} }""",
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public Task Ends_the_connection_and_the_calls_that_cannot_be_sent_again(string message) => CheckAsync(
        async (peer, id) => await peer.SendAsync(message.Replace("ID", $"{id}", StringComparison.Ordinal)));

    [Fact]
    public Task A_binary_message_is_nonsense() => CheckAsync(
        (peer, id) => peer.SendPartAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"result":1}"""), true, WebSocketMessageType.Binary));

    [Fact]
    public Task An_answer_that_comes_twice_is_nonsense() => CheckAsync(async (peer, id) =>
    {
        // The second request is answered twice; what its caller got is no nonsense yet, so the first one's caller tells.
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{id + 1}},"result":["x"]}""");
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{id + 1}},"result":["x"]}""");
    });

    [Theory]
    [InlineData("81 03 FF FE 22")] // Text that is no UTF-8.
    [InlineData("83 00")] // An opcode that does not exist.
    [InlineData("C1 01 22")] // A reserved bit.
    [InlineData("80 01 22")] // A continuation of nothing.
    [InlineData("81 7F FF FF FF FF FF FF FF FF")] // A negative length.
    [InlineData("09 00")] // A ping in fragments.
    public async Task Frames_that_break_the_WebSocket_protocol_end_the_connection(string frame)
    {
        await using var broken = await ScriptedNode.StartRawAsync(async (stream, _) =>
        {
            await stream.ReadAtLeastAsync(new byte[4096], 1, false);
            await stream.WriteAsync(Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal)));
            await stream.FlushAsync();
            await stream.ReadAtLeastAsync(new byte[4096], 1, false);
            await Task.Delay(20);
        });
        await using var node = await ScriptedNode.StartAsync(peer => peer.EchoAsync());
        await using var client = Clients.Of(broken.Uri, node.Uri);

        await Assert.ThrowsAsync<RpcProtocolException>(() => client.CallAsync(Clients.Echo("once"), Retry.Never).Soon());
        Assert.Equal("again", await client.CallAsync(Clients.Echo("again")).Soon());
    }

    [Fact]
    public async Task A_node_that_only_talks_nonsense_is_asked_twice_not_for_ever()
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.AskedAsync();
            await peer.SendAsync("nonsense");
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);

        await Assert.ThrowsAsync<RpcProtocolException>(() => client.CallAsync(Clients.Echo("x")).Soon());
        await Clients.UntilAsync(() => node.Connections == 3);
    }

    [Fact]
    public async Task Every_prefix_of_an_answer_is_refused_and_nothing_else_happens()
    {
        const string Answer = """{"jsonrpc":"2.0","id":ID,"error":{"code":-1,"message":"m\u00e4","data":[1.5e3]}}""";
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            var asked = await peer.AskedAsync();
            var whole = Answer.Replace("ID", $"{asked.Id}", StringComparison.Ordinal);
            await peer.SendAsync(whole[..Math.Min(asked.Params[0].GetInt32(), whole.Length)]);
            await peer.IgnoreAsync();
        });
        await using var client = Clients.Of(node.Uri);

        for (var length = 0; length < Answer.Length - 3; length++)
        {
            await Assert.ThrowsAsync<RpcProtocolException>(() => client.CallAsync("x", new RpcParams().Add(length), Retry.Never).Soon());
        }

        await Assert.ThrowsAsync<RpcErrorException>(() => client.CallAsync("x", new RpcParams().Add(1000), Retry.Never).Soon());
    }

    /// <summary>Two calls are under way when the nonsense comes: a read succeeds on the next connection, a write learns of it.</summary>
    private static async Task CheckAsync(Func<Peer, long, Task> sendNonsense)
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            if (peer.Number == 0)
            {
                var first = await peer.AskedAsync();
                await peer.AskedAsync();
                await sendNonsense(peer, first.Id);
                await peer.IgnoreAsync();
                return;
            }

            await peer.EchoAsync();
        });
        await using var client = Clients.Of(node.Uri);

        await client.ConnectAsync().Soon();
        var write = client.CallAsync(Clients.Named("author_submitExtrinsic"));
        var read = client.CallAsync(Clients.Echo("x"));

        var told = await Record.ExceptionAsync(() => write.Soon());
        Assert.Equal("x", await read.Soon());
        Assert.True(told is RpcProtocolException { MayHaveBeenSent: true }, $"{told}");
        await Clients.UntilAsync(() => node.Connections == 2);
    }
}
