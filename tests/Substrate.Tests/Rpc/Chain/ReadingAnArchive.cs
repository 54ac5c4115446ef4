using System.Text.Json;
using CoretimeDesk.Substrate.Rpc;
using static CoretimeDesk.Substrate.Tests.Rpc.AnsweringNode;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class ReadingAnArchive
{
    internal const string AllMethods =
        """
        {"methods":["chain_getHeader","archive_v1_genesisHash","archive_v1_finalizedHeight","archive_v1_hashByHeight","archive_v1_header","archive_v1_body",
        "archive_v1_call","archive_v1_storage","archive_v1_stopStorage","chainHead_v1_follow","chainHead_v1_unfollow","chainHead_v1_unpin","chainHead_v1_header",
        "chainHead_v1_body","chainHead_v1_call","chainHead_v1_storage","chainHead_v1_continue","chainHead_v1_stopOperation"],"version":1}
        """;

    [Fact]
    public async Task Groups_of_methods_are_offered_where_all_of_them_are_listed()
    {
        await using var full = await AnsweringNode.StartAsync(("rpc_methods[]", AllMethods));
        await using var partial = await AnsweringNode.StartAsync(("rpc_methods[]", AllMethods.Replace("\"archive_v1_body\",", "", StringComparison.Ordinal)));
        await using var legacy = await AnsweringNode.StartAsync(("rpc_methods[]", """{"methods":["chain_getHeader","system_chain"]}"""));

        foreach (var (node, archive, head) in ((ScriptedNode, bool, bool)[])[(full, true, true), (partial, false, true), (legacy, false, false)])
        {
            await using var client = Clients.Of(node.Uri);
            var capabilities = await RpcCapabilities.OfAsync(client).Soon();
            Assert.Equal((archive, head), (capabilities.Archive is not null, capabilities.ChainHead is not null));
            Assert.True(capabilities.Serves("chain_getHeader"));
            Assert.False(capabilities.Serves("chain_getHeader", "chain_getHead"));
        }
    }

    [Fact]
    public async Task Blocks_are_read_by_height_and_hash()
    {
        await using var node = await AnsweringNode.StartAsync(
            ("rpc_methods[]", AllMethods),
            ("archive_v1_genesisHash[]", $"\"{Hash(1)}\""),
            ("archive_v1_finalizedHeight[]", "30000000"),
            ("archive_v1_hashByHeight[30000001]", $"[\"{Hash(2)}\",\"{Hash(3)}\"]"),
            ("archive_v1_hashByHeight[30000002]", "[]"),
            ($"archive_v1_header[\"{Hash(2)}\"]", "\"0xabcd\""),
            ($"archive_v1_header[\"{Hash(9)}\"]", "null"),
            ($"archive_v1_body[\"{Hash(2)}\"]", """["0x0401"]"""),
            ($"archive_v1_body[\"{Hash(9)}\"]", "null"),
            ($"archive_v1_call[\"{Hash(2)}\",\"Core_version\",\"0x01\"]", """{"success":true,"value":"0x02"}"""),
            ($"archive_v1_call[\"{Hash(9)}\",\"Core_version\",\"0x01\"]", "null"),
            ($"archive_v1_call[\"{Hash(2)}\",\"Core_panic\",\"0x\"]", """{"success":false,"error":"trap"}"""),
            ($"archive_v1_call[\"{Hash(2)}\",\"Core_odd\",\"0x\"]", """{"success":false,"error":{"code":1}}"""),
            ($"archive_v1_call[\"{Hash(2)}\",\"Core_bad\",\"0x\"]", """{"success":true}"""));
        await using var client = Clients.Of(node.Uri);
        var archive = (await RpcCapabilities.OfAsync(client).Soon()).Archive!;

        Assert.Equal(H(1), await archive.GetGenesisHashAsync().Soon());
        Assert.Equal(30_000_000ul, await archive.GetFinalizedHeightAsync().Soon());
        Assert.Equal([H(2), H(3)], await archive.GetHashesByHeightAsync(30_000_001).Soon());
        Assert.Empty(await archive.GetHashesByHeightAsync(30_000_002).Soon());
        Assert.Equal([0xab, 0xcd], await archive.GetHeaderAsync(H(2)).Soon());
        Assert.Null(await archive.GetHeaderAsync(H(9)).Soon());
        Assert.Equal([4, 1], Assert.Single((await archive.GetBodyAsync(H(2)).Soon())!));
        Assert.Null(await archive.GetBodyAsync(H(9)).Soon());
        Assert.Equal([2], await archive.CallRuntimeAsync("Core_version", new byte[] { 1 }, H(2)).Soon());
        Assert.Null(await archive.CallRuntimeAsync("Core_version", new byte[] { 1 }, H(9)).Soon());
        Assert.Equal("trap", (await Assert.ThrowsAsync<RpcOperationException>(() => archive.CallRuntimeAsync("Core_panic", default, H(2)).Soon())).Reason);
        Assert.Equal("""{"code":1}""", (await Assert.ThrowsAsync<RpcOperationException>(() => archive.CallRuntimeAsync("Core_odd", default, H(2)).Soon())).Reason);
        await Assert.ThrowsAsync<RpcProtocolException>(() => archive.CallRuntimeAsync("Core_bad", default, H(2)).Soon());
    }

    [Fact]
    public async Task Storage_comes_item_by_item_until_it_is_done()
    {
        var asked = new TaskCompletionSource<string>();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await AnswerAsync(peer, (await peer.AskedAsync()), ("rpc_methods[]", AllMethods));
            var storage = await peer.ExpectAsync("archive_v1_storage");
            asked.SetResult(JsonSerializer.Serialize(storage.Params));
            // The first overtakes the answer.
            await peer.NotifyAsync("\"s\"", """{"event":"storage","key":"0x01","value":"0x0a"}""");
            await peer.SendAsync(storage.Answer("\"s\""));
            await peer.NotifyAsync("\"s\"", """{"hash":"0x0b","event":"storage","key":"0x02","childTrieKey":"0x"}""");
            await peer.NotifyAsync("\"s\"", """{"closestDescendantMerkleValue":"0x0c","key":"0x03","event":"storage"}""");
            await peer.NotifyAsync("\"s\"", """{"event":"storageDone"}""");
            Assert.Null(await peer.NextAsync()); // Nothing to stop any more.
        });
        await using (var client = Clients.Of(node.Uri))
        {
            var archive = (await RpcCapabilities.OfAsync(client).Soon()).Archive!;
            var items = await archive.GetStorageAsync(H(5),
            [
                new(new byte[] { 1 }),
                new(new byte[] { 2 }, StorageQueryType.DescendantsHashes) { PaginationStartKey = new byte[] { 2, 1 } },
                new(new byte[] { 3 }, StorageQueryType.ClosestDescendantMerkleValue),
            ]).ToListAsync();

            Assert.Equal(["01 0a - -", "02 - 0b -", "03 - - 0c"], items.Select(i => string.Join(' ', ((byte[]?[])[i.Key, i.Value, i.ValueHash, i.ClosestDescendantMerkleValue])
                .Select(b => b is null ? "-" : Convert.ToHexStringLower(b)))));
            Assert.Equal(
                $$"""["{{Hash(5)}}",[{"key":"0x01","type":"value"},{"key":"0x02","type":"descendantsHashes","paginationStartKey":"0x0201"},{"key":"0x03","type":"closestDescendantMerkleValue"}],null]""",
                await asked.Task);
        }
    }

    [Theory]
    [InlineData("""{"event":"storageError","error":"state discarded"}""", typeof(RpcOperationException))]
    [InlineData("""{"event":"somethingElse"}""", typeof(RpcProtocolException))]
    [InlineData("""{"event":"storage"}""", typeof(RpcProtocolException))]
    [InlineData("""{"no":"event"}""", typeof(RpcProtocolException))]
    [InlineData("drop", typeof(RpcConnectionException))]
    public async Task A_bad_end_is_thrown_after_what_came_before_it(string end, Type error)
    {
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            while (await peer.NextAsync() is { } asked)
            {
                await peer.SendAsync(asked.Answer(asked.Method switch { "rpc_methods" => AllMethods, "archive_v1_storage" => "\"s\"", _ => "null" }));
                if (asked.Method == "archive_v1_storage")
                {
                    await peer.NotifyAsync("\"s\"", """{"event":"storage","key":"0x01","value":"0x0a"}""");
                    if (end == "drop")
                    {
                        await peer.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, "");
                    }
                    else
                    {
                        await peer.NotifyAsync("\"s\"", end);
                    }
                }
            }
        });
        await using var client = Clients.Of(node.Uri);
        var archive = (await RpcCapabilities.OfAsync(client).Soon()).Archive!;
        var items = 0;

        var thrown = await Record.ExceptionAsync(async () =>
        {
            await foreach (var _ in archive.GetStorageAsync(H(5), [new(new byte[] { 1 })]))
            {
                items++;
            }
        });

        Assert.IsType(error, thrown);
        Assert.Equal(1, items);
    }

    [Fact]
    public async Task Leaving_in_the_middle_stops_the_node()
    {
        var stopped = new TaskCompletionSource();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            await AnswerAsync(peer, (await peer.AskedAsync()), ("rpc_methods[]", AllMethods));
            await peer.SendAsync((await peer.ExpectAsync("archive_v1_storage")).Answer("\"s\""));
            await peer.NotifyAsync("\"s\"", """{"event":"storage","key":"0x01","value":"0x0a"}""");
            await peer.ExpectAsync("archive_v1_stopStorage");
            stopped.SetResult();
        });
        await using var client = Clients.Of(node.Uri);
        var archive = (await RpcCapabilities.OfAsync(client).Soon()).Archive!;

        await archive.GetStorageAsync(H(5), [new(new byte[] { 1 }, StorageQueryType.DescendantsValues)]).FirstAsync();

        await stopped.Task.Soon();
    }
}
