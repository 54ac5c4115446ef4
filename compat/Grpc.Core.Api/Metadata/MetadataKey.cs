using System.Buffers;

namespace Grpc.Core;

/// <summary>What a metadata key may look like: HTTP/2 header names are lower case, and gRPC narrows them further.</summary>
internal static class MetadataKey
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_-.");

    public static string Normalize(string key)
    {
#pragma warning disable CA1308 // Header names are lower case on the wire.
        var lower = key.ToLowerInvariant();
#pragma warning restore CA1308
        if (lower.Length == 0 || lower.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException(
                $"The metadata key '{key}' is not valid: use letters, digits, '_', '-' and '.', at least one of them.",
                nameof(key));
        }

        return lower;
    }
}
