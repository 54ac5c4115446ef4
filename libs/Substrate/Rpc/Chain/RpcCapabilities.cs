using System.Collections.Frozen;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// What a node says it serves. The newer method groups are offered only where the whole group is served. After a
/// fail-over the next node may serve less, and then refuses with code -32601.
/// </summary>
public sealed class RpcCapabilities
{
    private static readonly string[] ArchiveMethods =
    [
        "archive_v1_genesisHash", "archive_v1_finalizedHeight", "archive_v1_hashByHeight", "archive_v1_header", "archive_v1_body", "archive_v1_call",
        "archive_v1_storage", "archive_v1_stopStorage",
    ];

    private static readonly string[] ChainHeadMethods =
    [
        "chainHead_v1_follow", "chainHead_v1_unfollow", "chainHead_v1_unpin", "chainHead_v1_header", "chainHead_v1_body", "chainHead_v1_call",
        "chainHead_v1_storage", "chainHead_v1_continue", "chainHead_v1_stopOperation",
    ];

    private readonly FrozenSet<string> _methods;

    private RpcCapabilities(RpcClient client, IEnumerable<string> methods)
    {
        _methods = methods.ToFrozenSet(StringComparer.Ordinal);
        Archive = Serves(ArchiveMethods) ? new(client) : null;
        ChainHead = Serves(ChainHeadMethods) ? new(client) : null;
    }

    /// <summary>Every method that the node lists.</summary>
    public IReadOnlySet<string> Methods => _methods;

    /// <summary>Access to any block of an archive node; null where it is not served.</summary>
    public ArchiveRpc? Archive { get; }

    /// <summary>Following the head with pinned blocks; null where it is not served.</summary>
    public ChainHeadRpc? ChainHead { get; }

    /// <summary>Whether all of these are listed.</summary>
    public bool Serves(params ReadOnlySpan<string> methods)
    {
        foreach (var method in methods)
        {
            if (!_methods.Contains(method))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Asks the node.</summary>
    public static async Task<RpcCapabilities> OfAsync(RpcClient client, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new(client, await client.CallAsync(new RpcCall<IReadOnlyList<string>>("rpc_methods", RpcParams.None, DecodeMethods), Retry.Safe, cancellation));
    }

    private static IReadOnlyList<string> DecodeMethods(ref Utf8JsonReader reader)
    {
        IReadOnlyList<string>? methods = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            if (name == "methods")
            {
                methods = RpcDecode.List(ref value, RpcDecode.Text);
            }
            else
            {
                value.Skip();
            }
        });
        return RpcDecode.Present(methods, "methods");
    }
}
