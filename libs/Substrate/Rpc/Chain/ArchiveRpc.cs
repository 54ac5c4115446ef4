using System.Runtime.CompilerServices;
using System.Text.Json;
using CoretimeDesk.Substrate.Rpc.Wire;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// The <c>archive_v1</c> methods: any block that the node has, without following the head. Got from
/// <see cref="RpcCapabilities"/>.
/// </summary>
/// <remarks>Blocks at or below the finalized height always answer the same; others may answer null at any time.</remarks>
public sealed class ArchiveRpc
{
    // Items are pushed as fast as the node finds them, and there is no way to slow it down.
    private const int StorageBuffer = 1 << 16;

    private readonly RpcClient _client;

    internal ArchiveRpc(RpcClient client) => _client = client;

    /// <summary>The first block's hash.</summary>
    public Task<H256> GetGenesisHashAsync(CancellationToken cancellation = default) =>
        CallAsync("archive_v1_genesisHash", RpcParams.None, RpcDecode.Hash, cancellation);

    /// <summary>The finalized height.</summary>
    public Task<ulong> GetFinalizedHeightAsync(CancellationToken cancellation = default) =>
        CallAsync("archive_v1_finalizedHeight", RpcParams.None, RpcDecode.Quantity, cancellation);

    /// <summary>The blocks at a height: exactly one up to the finalized height, none or several above it.</summary>
    public Task<IReadOnlyList<H256>> GetHashesByHeightAsync(ulong height, CancellationToken cancellation = default) =>
        CallAsync("archive_v1_hashByHeight", new RpcParams().Add(checked((long)height)), RpcDecode.HashList, cancellation);

    /// <summary>A block's SCALE-encoded header; null for a block that the node does not know.</summary>
    public Task<byte[]?> GetHeaderAsync(H256 block, CancellationToken cancellation = default) =>
        CallAsync("archive_v1_header", new RpcParams().Add(block), RpcDecode.HexBytesOrNull, cancellation);

    /// <summary>A block's extrinsics; null for a block that the node does not know.</summary>
    public Task<IReadOnlyList<byte[]>?> GetBodyAsync(H256 block, CancellationToken cancellation = default) =>
        CallAsync("archive_v1_body", new RpcParams().Add(block), BodyOrNull, cancellation);

    /// <summary>Calls a runtime API in the state after a block; null for a block that the node does not know.</summary>
    /// <exception cref="RpcOperationException">The runtime has no such function, or it trapped.</exception>
    public async Task<byte[]?> CallRuntimeAsync(string function, ReadOnlyMemory<byte> arguments, H256 at, CancellationToken cancellation = default)
    {
        var (value, error) = await CallAsync("archive_v1_call", new RpcParams().Add(at).Add(function).AddHex(arguments.Span), DecodeCall, cancellation);
        return error is null ? value : throw new RpcOperationException($"archive_v1_call of {function}", error, mayPass: false);
    }

    /// <summary>Reads storage at a block, of the main trie unless a child trie's key is given. The items come in no particular order.</summary>
    /// <exception cref="RpcOperationException">The node could not finish.</exception>
    /// <exception cref="RpcConnectionException">The connection broke in between; what came so far is right but not all.</exception>
    public async IAsyncEnumerable<StorageQueryItem> GetStorageAsync(
        H256 at, IReadOnlyList<StorageQuery> queries, ReadOnlyMemory<byte> childTrie = default, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var parameters = new RpcParams().Add(at).Add(writer => StorageQuery.WriteAll(writer, queries));
        parameters = childTrie.IsEmpty ? parameters.AddNull() : parameters.AddHex(childTrie.Span);
        await using var events = new RpcSubscription<StorageEvent>(await _client.SubscribeAsync(
            new RpcCall<StorageEvent>("archive_v1_storage", parameters, StorageEvent.Decode),
            "archive_v1_stopStorage",
            new() { Resubscribe = false, Buffer = StorageBuffer },
            e => e.Item is null ? Delivery.DeliverLast : Delivery.Deliver,
            null,
            cancellation));
        await foreach (var item in events.WithCancellation(cancellation))
        {
            if (item is not SubscriptionItem<StorageEvent>.Notification { Value: var happened })
            {
                continue;
            }

            if (happened.Error is { } error)
            {
                throw new RpcOperationException("archive_v1_storage", error, mayPass: false);
            }

            if (happened.Item is { } found)
            {
                yield return found;
            }
        }
    }

    private Task<T> CallAsync<T>(string method, RpcParams parameters, RpcDecoder<T> decode, CancellationToken cancellation) =>
        _client.CallAsync(new RpcCall<T>(method, parameters, decode), Retry.Safe, cancellation);

    private static IReadOnlyList<byte[]>? BodyOrNull(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : RpcDecode.HexBytesList(ref reader);

    private static (byte[]? Value, string? Error) DecodeCall(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        bool? success = null;
        byte[]? output = null;
        string? error = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            switch (name)
            {
                case "success":
                    success = RpcDecode.Truth(ref value);
                    break;
                case "value":
                    output = RpcDecode.HexBytes(ref value);
                    break;
                case "error":
                    error = JsonElement.ParseValue(ref value).ToString(); // Text by the specification; some servers send an object.
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return RpcDecode.Present(success, "success") ? (RpcDecode.Present(output, "value"), null) : (null, RpcDecode.Present(error, "error"));
    }

    /// <summary>An item, an error, or neither at the end.</summary>
    private readonly record struct StorageEvent(StorageQueryItem? Item, string? Error)
    {
        public static StorageEvent Decode(ref Utf8JsonReader reader) => NamedEvent.PeekName(reader) switch
        {
            "storage" => new(StorageQueryItem.Decode(ref reader), null),
            "storageDone" => default,
            "storageError" => new(null, NamedEvent.TextMember(ref reader, "error")),
            var other => throw new FormatException($"there is no storage event {other}"),
        };
    }
}
