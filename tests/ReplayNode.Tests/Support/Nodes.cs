using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Tests.Support;

/// <summary>Starting nodes, ordering them about, and asking them as the desk does.</summary>
internal static class Nodes
{
    public static Task<ReplayNodeHost> StartAsync(string chain = "coretime", Func<ReplayNodeOptions, ReplayNodeOptions>? with = null) =>
        ReplayNodeHost.StartAsync((with ?? (o => o))(new() { Recording = Fixtures.Folder, Chain = chain }));

    public static Task<ReplayNodeHost> ServeAsync(string recording) => ReplayNodeHost.StartAsync(new() { Recording = recording });

    /// <summary>A client that does not wait long before it connects again.</summary>
    public static ChainRpc Chain(ReplayNodeHost node, TimeSpan? timeout = null) => new(new RpcClient(new()
    {
        Endpoints = [node.Rpc],
        Backoff = new() { First = TimeSpan.FromMilliseconds(1), Max = TimeSpan.FromMilliseconds(20) },
        RequestTimeout = timeout ?? TimeSpan.FromSeconds(15),
    }));

    public static async Task<JsonNode> DoAsync(this ReplayNodeHost node, string order, object? fields = null) => (await node.OrderAsync(order, fields))!;

    public static async Task<string> BestAsync(this ReplayNodeHost node) => (string)(await node.DoAsync("state"))["best"]!["hash"]!;

    /// <summary>The complaint about an order.</summary>
    public static async Task<string> RefusalAsync(this ReplayNodeHost node, string order, string fieldsJson)
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => node.OrderAsync(order, JsonSerializer.Deserialize<JsonElement>(fieldsJson)));
        return e.Message;
    }

    /// <summary>Walks from a hash down by parents, and checks every header's hash.</summary>
    public static async Task<List<(ulong Number, H256 Hash)>> WalkAsync(ChainRpc chain, H256 from)
    {
        var path = new List<(ulong, H256)>();
        for (var hash = from; await chain.GetHeaderAsync(hash) is { } header; hash = header.ParentHash)
        {
            Assert.Equal(hash, ChainRecording.HeaderCodec.Hash(header));
            path.Add((header.Number, hash));
        }

        return path;
    }

    public static async Task<string[]> EventsAsync(ChainRpc chain, Runtime runtime, H256 hash) =>
        [.. runtime.Events.Decode(await chain.GetStorageAsync(runtime.Storage("System", "Events").Key(), hash) ?? []).Select(e => e.Event.ToString())];
}
