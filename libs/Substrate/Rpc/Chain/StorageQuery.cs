using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>What is wanted of a storage key.</summary>
public enum StorageQueryType
{
    /// <summary>The value.</summary>
    Value,

    /// <summary>The value's hash.</summary>
    Hash,

    /// <summary>The Merkle value of the closest descendant.</summary>
    ClosestDescendantMerkleValue,

    /// <summary>The values of all keys that begin with this one.</summary>
    DescendantsValues,

    /// <summary>The hashes of the values of all keys that begin with this one.</summary>
    DescendantsHashes,
}

/// <summary>One question of a storage request.</summary>
/// <param name="Key">The key or the prefix.</param>
/// <param name="Type">What is wanted of it.</param>
public sealed record StorageQuery(ReadOnlyMemory<byte> Key, StorageQueryType Type = StorageQueryType.Value)
{
    /// <summary>Only keys behind this one, unless it is empty; for descendants, and only where <see cref="ArchiveRpc"/> is asked.</summary>
    public ReadOnlyMemory<byte> PaginationStartKey { get; init; }

    internal static void WriteAll(Utf8JsonWriter writer, IEnumerable<StorageQuery> queries)
    {
        writer.WriteStartArray();
        foreach (var query in queries)
        {
            writer.WriteStartObject();
            writer.WriteString("key", Hex.Encode(query.Key.Span));
            writer.WriteString("type", JsonNamingPolicy.CamelCase.ConvertName(query.Type.ToString()));
            if (!query.PaginationStartKey.IsEmpty)
            {
                writer.WriteString("paginationStartKey", Hex.Encode(query.PaginationStartKey.Span));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

/// <summary>One answer to a storage request. A key without a value causes none.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, where it was wanted.</param>
/// <param name="ValueHash">The value's hash, where it was wanted.</param>
/// <param name="ClosestDescendantMerkleValue">The Merkle value, where it was wanted; shorter than a hash for small nodes.</param>
public sealed record StorageQueryItem(byte[] Key, byte[]? Value, byte[]? ValueHash, byte[]? ClosestDescendantMerkleValue)
{
    /// <summary>Reads an item out of an object that may hold other members too.</summary>
    internal static StorageQueryItem Decode(ref Utf8JsonReader reader)
    {
        byte[]? key = null, itsValue = null, hash = null, merkle = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            switch (name)
            {
                case "key":
                    key = RpcDecode.HexBytes(ref value);
                    break;
                case "value":
                    itsValue = RpcDecode.HexBytesOrNull(ref value);
                    break;
                case "hash":
                    hash = RpcDecode.HexBytesOrNull(ref value);
                    break;
                case "closestDescendantMerkleValue":
                    merkle = RpcDecode.HexBytesOrNull(ref value);
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return new(RpcDecode.Present(key, "key"), itsValue, hash, merkle);
    }
}
