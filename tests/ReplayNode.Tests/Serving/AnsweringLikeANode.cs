using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CoretimeDesk.ReplayNode.Tests.Support;

namespace CoretimeDesk.ReplayNode.Tests.Serving;

/// <summary>JSON-RPC to the letter, errors included: what a client sees of this node it could see of a real one.</summary>
public sealed class AnsweringLikeANode
{
    private static readonly string Nowhere = "0x" + new string('1', 64);

    [Theory]
    [InlineData("{", """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""")]
    [InlineData("7", """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid request"}}""")]
    [InlineData("[]", """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid request"}}""")]
    [InlineData("""{"id":4}""", """{"jsonrpc":"2.0","id":4,"error":{"code":-32600,"message":"Invalid request"}}""")]
    [InlineData("""{"id":"a\"b","method":"system_chain"}""", """{"jsonrpc":"2.0","id":"a\"b","result":"paseo-coretime-local"}""")]
    [InlineData("""{"id":5,"method":"chain_getBlok","params":[]}""", """{"jsonrpc":"2.0","id":5,"error":{"code":-32601,"message":"Method not found"}}""")]
    [InlineData("""{"id":6,"method":"chain_getBlock","params":["0x12"]}""", """{"jsonrpc":"2.0","id":6,"error":{"code":-32602,"message":"Invalid params: hash is no block hash"}}""")]
    [InlineData("""{"id":6,"method":"state_getStorage","params":[]}""", """{"jsonrpc":"2.0","id":6,"error":{"code":-32602,"message":"Invalid params: key is missing"}}""")]
    [InlineData("""{"id":6,"method":"state_getStorage","params":["0xzz"]}""", """{"jsonrpc":"2.0","id":6,"error":{"code":-32602,"message":"Invalid params: key: The character at position 2 is no hex digit."}}""")]
    [InlineData("""{"id":6,"method":"state_getStorage","params":{"key":"0x"}}""", """{"jsonrpc":"2.0","id":6,"error":{"code":-32602,"message":"Invalid params: a list is expected"}}""")]
    [InlineData("""{"id":6,"method":"chain_getBlockHash","params":["9"]}""", """{"jsonrpc":"2.0","id":6,"error":{"code":-32602,"message":"Invalid params: hash is no number"}}""")]
    [InlineData("""{"id":6,"method":"state_getKeysPaged","params":["0x",1001]}""", """{"jsonrpc":"2.0","id":6,"error":{"code":4002,"message":"count exceeds maximum value. value: 1001, max: 1000"}}""")]
    [InlineData("""{"id":6,"method":"state_call","params":["Broker_price","0x"]}""", """{"jsonrpc":"2.0","id":6,"error":{"code":4003,"message":"Client error: Execution failed: Exported method Broker_price is not found"}}""")]
    public async Task A_message_is_answered_so(string message, string answer)
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await client.SendAsync(message);
        Assert.Equal(answer, await client.TextAsync());
    }

    [Fact]
    public async Task A_block_that_nobody_knows_is_null_to_the_chain_and_an_error_to_the_state()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);

        Assert.Equal(JsonValueKind.Null, (await client.ResultAsync("chain_getBlock", $"[\"{Nowhere}\"]")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await client.ResultAsync("chain_getHeader", $"[\"{Nowhere}\"]")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await client.ResultAsync("chain_getBlockHash", "[66]")).ValueKind);
        Assert.Equal((4003, $"Client error: UnknownBlock: Header was not found in the database: {Nowhere}"), await client.ErrorAsync("state_getStorage", $"[\"0x00\",\"{Nowhere}\"]"));
        Assert.Equal((4003, $"Client error: Api called for an unknown Block: Header was not found in the database: {Nowhere}"), await client.ErrorAsync("state_getMetadata", $"[\"{Nowhere}\"]"));
    }

    [Fact]
    public async Task Heights_may_come_alone_in_a_list_as_hex_or_not_at_all()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        var eight = (await client.ResultAsync("chain_getBlockHash", "[8]")).GetString();

        Assert.Equal("0x003c06eed0b10b654c7f58ddb58a04ae7c5e534f88825f8e5c423ba3986112e1", eight);
        Assert.Equal(eight, (await client.ResultAsync("chain_getBlockHash", "[\"0x8\"]")).GetString());
        Assert.Equal([eight, null, "0x" + new string('4', 1) + "5" + string.Concat(Enumerable.Repeat("45", 31))], (await client.ResultAsync("chain_getBlockHash", "[[8,66,0]]")).EnumerateArray().Select(h => h.GetString()));
        Assert.Equal(await node.BestAsync(), (await client.ResultAsync("chain_getBlockHash")).GetString());
        Assert.Equal(await node.BestAsync(), (await client.ResultAsync("chain_getHead", "[null]")).GetString());
        Assert.Equal(65, RawClient.HeightOf(await client.ResultAsync("chain_getHeader")));
    }

    [Fact]
    public async Task A_batch_is_answered_in_one_message_and_one_failure_in_it_harms_nobody()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await client.SendAsync("""[{"id":1,"method":"system_chain"},{"id":2,"method":"nonsense"},{"method":"system_chain"},{"id":3,"method":"state_getStorage","params":["0x0"]},{"id":4,"method":"chain_getBlockHash","params":[2]}]""");

        var answers = (await client.JsonAsync()).EnumerateArray().ToArray();

        Assert.Equal([1, 2, 3, 4], answers.Select(a => a.GetProperty("id").GetInt32()));
        Assert.Equal([true, false, false, true], answers.Select(a => a.TryGetProperty("result", out _)));
        Assert.Equal(-32602, answers[2].GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_notification_is_answered_by_silence()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await client.SendAsync("""{"jsonrpc":"2.0","method":"system_chain"}""");
        await client.SendAsync("""[{"jsonrpc":"2.0","method":"system_chain"}]""");
        await client.SilentAsync();
    }

    [Fact]
    public async Task Calls_may_come_by_HTTP_and_subscriptions_may_not()
    {
        await using var node = await Nodes.StartAsync();
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{node.Rpc.Port}") };
        async Task<JsonElement> PostAsync(string body)
        {
            using var answer = await http.PostAsync("/", new StringContent(body, Encoding.UTF8, "application/json"));
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }

        Assert.Equal("paseo-coretime-local", (await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"system_chain"}""")).GetProperty("result").GetString());
        Assert.Equal(-32601, (await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads"}""")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(405, (int)(await http.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_query_tells_each_key_once_in_its_order_with_null_for_nothing()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        const string number = "0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac";

        var answer = await client.ResultAsync("state_queryStorageAt", $"[[\"0xFFAA\",\"{number}\",\"0xffaa\"]]");

        Assert.Equal($$"""[{"block":"{{await node.BestAsync()}}","changes":[["0xffaa",null],["{{number}}","0x41000000"]]}]""", answer.GetRawText());
        Assert.Equal(4, (await client.ResultAsync("state_getStorageSize", $"[\"{number}\"]")).GetInt32());
        Assert.Equal(JsonValueKind.Null, (await client.ResultAsync("state_getStorageHash", "[\"0xffaa\"]")).ValueKind);
    }

    [Fact]
    public async Task A_request_of_many_megabytes_ends_the_connection()
    {
        await using var node = await Nodes.StartAsync();
        await using var client = await RawClient.ConnectAsync(node);
        await client.SendAsync($$"""{"id":1,"method":"system_chain","params":["{{new string('x', 16 << 20)}}"]}""");
        Assert.NotEqual(System.Net.WebSockets.WebSocketMessageType.Text, (await client.ReceiveAsync()).Type);
    }
}
